"""The forms of an admin page: what they hold, and what they become on other rows."""

from copy import copy
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.core import signing
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.curating import sending
from articles.curating.changes import Part, rows_at
from articles.curating.sending import Rows, Sent, Values

SALT = "articles.curating"


@dataclass(frozen=True)
class Formset:
    """A formset and its inline. Rows that are not added by hand come and go by machine."""

    forms: forms.BaseModelFormSet
    inline: object
    may_add: bool
    may_delete: bool

    @property
    def prefix(self) -> str:
        return self.forms.prefix

    def rows(self) -> Rows:
        held = self.forms.initial_forms
        return {str(form.instance.pk): sending.values_of(form) for form in held}

    def part(self) -> Part:
        return part_of(self.inline)


def part_of(inline) -> Part:
    """The history of the rows of an inline; one that stands further off says its path."""
    path = getattr(inline, "history_path", None)
    return Part(inline.model, path or foreign_key(inline).name)


def foreign_key(inline):
    return _get_foreign_key(inline.parent_model, inline.model, fk_name=inline.fk_name)


def is_tracked(model) -> bool:
    return hasattr(model._meta, "simple_history_manager_attribute")


@dataclass
class Page:
    """The forms of one object, as somebody who has touched nothing has them."""

    model_admin: object
    obj: object
    form: forms.ModelForm
    formsets: list[Formset] = field(default_factory=list)
    # Those whose rows are only shown.
    fixed: list[forms.BaseModelFormSet] = field(default_factory=list)

    @classmethod
    def opened(cls, model_admin, request: HttpRequest, obj=None) -> "Page":
        """As it opens now; without an object, the page that adds one."""
        reading = copy(request)
        reading.method = "GET"
        fields = flatten_fieldsets(model_admin.get_fieldsets(reading, obj))
        form_class = model_admin.get_form(reading, obj, change=bool(obj), fields=fields)
        form = form_class(instance=obj)
        pairs = zip(
            *model_admin._create_formsets(reading, form.instance, change=bool(obj)), strict=True
        )
        return cls.of(model_admin, request, obj, form, pairs)

    @classmethod
    def of(cls, model_admin, request, obj, form, pairs) -> "Page":
        page = cls(model_admin, obj, form)
        for formset, inline in pairs:
            may_add = bool(inline.has_add_permission(request, obj) and formset.max_num)
            if may_add or inline.has_change_permission(request, obj):
                may_delete = formset.can_delete and inline.has_delete_permission(request, obj)
                page.formsets.append(Formset(formset, inline, may_add, bool(may_delete)))
            else:
                page.fixed.append(formset)
        return page

    def sent(self) -> Sent:
        rows = {one.prefix: one.rows() for one in self.formsets}
        return Sent(sending.values_of(self.form), rows)

    def posted(self, post: QueryDict) -> tuple[Values, dict[str, sending.Part]]:
        own = sending.posted_values(post, sending.written_fields(self.form))
        return own, {one.prefix: sending.posted_part(post, one.forms) for one in self.formsets}

    def rebased(self, post: QueryDict, base: Sent, now: Sent) -> QueryDict:
        """What was posted on `base`, put on what stands `now`."""
        own, parts = self.posted(post)
        post = post.copy()
        sending.write_values(post, sending.rebase(base.own, own, now.own))
        for one in self.formsets:
            ours, held = base.rows.get(one.prefix, {}), now.rows[one.prefix]
            part = sending.rebase_part(ours, parts[one.prefix], held, one.may_add)
            sending.write_part(post, one.prefix, part)
        return post

    def as_new(self, post: QueryDict, former: Values) -> QueryDict:
        """What was posted for an object that is gone, as a new one."""
        own, parts = self.posted(post)
        post = post.copy()
        absent = {name: values for name, values in former.items() if name not in post}
        sending.write_values(post, {**own, **absent})
        for prefix, part in parts.items():
            kept = [values for row, values in part.held.items() if row not in part.deleted]
            sending.write_part(post, prefix, sending.Part(added=[*kept, *part.added]))
        return post

    def former(self, own: object, key: int, at: datetime) -> QueryDict:
        """What would be posted to have the object as it stood, with its rows."""
        post = QueryDict(mutable=True)
        sending.write_values(post, sending.values_of(type(self.form)(instance=own)))
        for one in self.formsets:
            sending.write_values(post, limits(one.forms))
            sending.write_part(post, one.prefix, former_part(one, key, at))
        for formset in self.fixed:
            shown = {str(form.instance.pk): {} for form in formset.initial_forms}
            sending.write_values(post, limits(formset))
            sending.write_part(post, formset.prefix, sending.Part(held=shown))
        return post


def limits(formset) -> Values:
    return {
        f"{formset.prefix}-MIN_NUM_FORMS": [str(formset.min_num)],
        f"{formset.prefix}-MAX_NUM_FORMS": [str(formset.max_num)],
    }


def former_part(one: Formset, key: int, at: datetime) -> sending.Part:
    part = sending.Part(held=one.rows())
    if not is_tracked(one.forms.model):
        return part
    then = {str(row): former for row, former in rows_at(one.part(), key, at).items()}
    for row, former in then.items():
        if former is None:
            part.deleted |= {row} & set(part.held) if one.may_delete else set()
        elif row in part.held:
            part.held[row] = sending.values_of(one.forms.form(instance=former))
        elif one.may_add:
            part.added.append(sending.values_of(one.forms.form(instance=former)))
    return part


@dataclass(frozen=True)
class Opened:
    """What a page held when it was opened, and when that was. It travels with the form."""

    sent: Sent
    at: datetime

    def packed(self) -> str:
        content = {**asdict(self.sent), "at": self.at.isoformat()}
        return signing.dumps(content, salt=SALT, compress=True)

    @classmethod
    def unpacked(cls, text: str) -> "Opened":
        content = signing.loads(text, salt=SALT)
        return cls(Sent(content["own"], content["rows"]), parse_datetime(content["at"]))

    @classmethod
    def now(cls, sent: Sent) -> "Opened":
        return cls(sent, timezone.now())
