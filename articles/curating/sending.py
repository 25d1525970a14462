"""What a browser sends of an admin page: read from forms, compared, and put on other rows.

Pure: forms and what was posted in, the same in the shape of `Sent` out; nothing is saved.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django import forms
from django.http import QueryDict

Values = dict[str, list[str]]  # by the name of the field
Rows = dict[str, Values]  # by primary key
# What belongs to the formset and not to the row.
OF_FORMSET = ("DELETE", "ORDER")


@dataclass
class Sent:
    """The values of a page: of its own row, and of the rows in its formsets, by prefix."""

    own: Values = field(default_factory=dict)
    rows: dict[str, Rows] = field(default_factory=dict)


@dataclass
class Part:
    """A formset as posted: the rows that it was opened with, those added, those to be deleted."""

    held: Rows = field(default_factory=dict)
    added: list[Values] = field(default_factory=list)
    deleted: set[str] = field(default_factory=set)


def values_of(form: forms.BaseForm) -> Values:
    """What a browser sends of a form that nobody has touched."""
    return {name: sent_as(form[name]) for name in written_fields(form)}


def written_fields(form: forms.BaseForm) -> list[str]:
    return [
        name
        for name, one in form.fields.items()
        if name not in OF_FORMSET
        and not isinstance(one, forms.models.InlineForeignKeyField)
        and name != form._meta.model._meta.pk.name
    ]


def sent_as(bound: forms.BoundField) -> list[str]:
    value = bound.value()
    if isinstance(bound.field, forms.BooleanField):
        return ["on"] if value else []
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return ["" if value is None else plain(str(value))]


def plain(text: str) -> str:
    """A browser sends CR LF, whatever the text has, and fields take no blanks around it."""
    return text.replace("\r\n", "\n").strip()


def posted_values(post: QueryDict, names: Iterable[str], prefix: str = "") -> Values:
    return {name: [plain(one) for one in post.getlist(prefix + name)] for name in names}


def posted_part(post: QueryDict, formset: forms.BaseModelFormSet) -> Part:
    part, key = Part(), formset.model._meta.pk.name
    names = written_fields(formset.empty_form)
    initial = int(post.get(f"{formset.prefix}-INITIAL_FORMS") or 0)
    for index in range(int(post.get(f"{formset.prefix}-TOTAL_FORMS") or 0)):
        prefix = f"{formset.prefix}-{index}-"
        values = posted_values(post, names, prefix)
        if index >= initial:
            part.added.append(values)
            continue
        row = post.get(prefix + key, "")
        part.held[row] = values
        if post.get(prefix + "DELETE"):
            part.deleted.add(row)
    return part


def write_part(post: QueryDict, prefix: str, part: Part, key: str = "id") -> None:
    """Put a formset into what is posted, in place of what was there."""
    # How many there may be, least and most, stays as the page had it.
    kept = ("-MIN_NUM_FORMS", "-MAX_NUM_FORMS")
    for name in [name for name in post if name.startswith(f"{prefix}-")]:
        if not name.endswith(kept):
            del post[name]
    post[f"{prefix}-INITIAL_FORMS"] = str(len(part.held))
    post[f"{prefix}-TOTAL_FORMS"] = str(len(part.held) + len(part.added))
    for index, (row, values) in enumerate(part.held.items()):
        write_values(post, values, f"{prefix}-{index}-")
        post[f"{prefix}-{index}-{key}"] = row
        if row in part.deleted:
            post[f"{prefix}-{index}-DELETE"] = "on"
    for index, values in enumerate(part.added, len(part.held)):
        write_values(post, values, f"{prefix}-{index}-")


def write_values(post: QueryDict, values: Values, prefix: str = "") -> None:
    for name, sent in values.items():
        post.setlist(prefix + name, sent)


def touched(base: Values, mine: Values) -> set[str]:
    return {name for name in mine if mine[name] != base.get(name, mine[name])}


def rebase(base: Values, mine: Values, now: Values) -> Values:
    """The values as they stand now, with mine wherever I touched them."""
    own = touched(base, mine)
    return {name: mine[name] if name in own else now.get(name, mine[name]) for name in mine}


def rebase_part(base: Rows, mine: Part, now: Rows, may_add: bool) -> Part:
    """A formset as it stands now, with what I changed; rows of mine that are gone become new."""
    rebased = Part(deleted=mine.deleted & set(now))
    for row, values in now.items():
        posted = mine.held.get(row, values)
        rebased.held[row] = rebase(base.get(row, posted), posted, values)
    if may_add:
        rebased.added = [*gone_and_touched(base, mine, now), *mine.added]
    return rebased


def gone_and_touched(base: Rows, mine: Part, now: Rows) -> Iterator[Values]:
    for row, values in mine.held.items():
        if row not in now and row not in mine.deleted and touched(base.get(row, {}), values):
            yield values
