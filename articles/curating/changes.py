"""Read history: who changed which fields of which rows, and how rows stood at a moment."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import models
from django.urls import reverse

from articles.curating.calling import Known
from articles.history import BEFORE

ADDED, CHANGED, DELETED = "+", "~", "-"
# A command takes a while, and is one change all the same.
NO_TIME, ONE_RUN = timedelta(), timedelta(minutes=10)


@dataclass(frozen=True)
class Part:
    """Rows whose history is one: a model, and the path that leads from it to the object."""

    model: type[models.Model]
    path: str = ""

    def records_of(self, key) -> list:
        """All records of the rows that are, or ever were, of the object with this key."""
        own = self.model._meta.pk.attname
        records = self.model.history.order_by("history_date", "history_id")
        if not self.path:
            return list(records.filter(**{own: key}))
        keys = self.model.history.order_by().filter(**{self.path: key}).values(own)
        return list(records.filter(**{f"{own}__in": keys}))


@dataclass(frozen=True)
class FieldChange:
    """`mine` is what was typed meanwhile, where that is something else again."""

    label: str
    old: str
    new: str
    mine: str | None = None


@dataclass(frozen=True)
class RowChange:
    """What became of one row. `kind` is one of the types of history: + ~ -."""

    model: type[models.Model]
    key: int
    kind: str
    label: str
    fields: Sequence[FieldChange] = ()
    who: str = ""
    when: datetime | None = None

    @property
    def what(self) -> str:
        return self.model._meta.verbose_name

    @property
    def address(self) -> str:
        """The history of the row, which stays when the row is gone."""
        return reverse(f"admin:{self.model._meta.label_lower.replace('.', '_')}_history",
                       args=[self.key])  # fmt: skip


@dataclass
class Change:
    """All that one save changed; `who` is empty where a command did it."""

    when: datetime
    who: str
    reason: str
    rows: list[RowChange] = field(default_factory=list)

    @property
    def before(self) -> datetime:
        """The last moment at which nothing of this was changed yet."""
        return self.when - timedelta(microseconds=1)

    @property
    def is_start(self) -> bool:
        return self.reason == BEFORE


def changes_in(records: Sequence, hidden: Iterable[str] = ()) -> list[Change]:
    """What the records say, latest first. Each row's records are there from its first one on.

    `hidden` names fields that go without saying.
    """
    known, earlier = Known(records), {}
    found = []
    for saved in saves(records):
        change = Change(saved[-1].history_date, who_of(saved[0]), reason_of(saved[0]))
        for record in saved:
            key = (record.instance_type, own_key(record))
            row = row_change(record, earlier.get(key), known, set(hidden))
            earlier[key] = record
            if row.fields or row.kind != CHANGED:
                change.rows.append(row)
        if change.rows:
            found.append(change)
    return found[::-1]


def saves(records: Iterable) -> Iterator[list]:
    """The records of one save, or of one run of a command, in the order they were made."""
    together = []
    for record in sorted(records, key=lambda one: (one.history_date, one.history_id)):
        if together and not are_one(together[-1], record):
            yield together
            together = []
        together.append(record)
    if together:
        yield together


def are_one(earlier, later) -> bool:
    if (who_of(earlier), reason_of(earlier)) != (who_of(later), reason_of(later)):
        return False
    apart = later.history_date - earlier.history_date
    return apart == NO_TIME or (not who_of(later) and apart < ONE_RUN)


def own_key(record):
    return getattr(record, record.instance_type._meta.pk.attname)


def who_of(record) -> str:
    return record.history_user_id or ""


def reason_of(record) -> str:
    return record.history_change_reason or ""


def row_change(record, earlier, known: Known, hidden: set[str]) -> RowChange:
    return RowChange(
        record.instance_type, own_key(record), record.history_type, known.label(record),
        list(field_changes(record, earlier, known, hidden)),
    )  # fmt: skip


def field_changes(record, earlier, known: Known, hidden: set[str]) -> Iterable[FieldChange]:
    is_first = earlier is None or record.history_type == ADDED
    for one in record.tracked_fields:
        if not one.editable or one.primary_key or one.name in hidden:
            continue
        new = getattr(record, one.attname)
        old = None if is_first else getattr(earlier, one.attname)
        if record.history_type == DELETED:
            old, new = new, None
        before, after = known.text(one, old), known.text(one, new)
        if before != after:
            yield FieldChange(one.verbose_name, before, after)


def rows_at(part: Part, key, at: datetime) -> dict:
    """The rows of an object as they stood just after `at`, by key; None for one that was not.

    Rows without any record were never changed, and are not told of here.
    """
    found = {}
    for record in part.records_of(key):
        row = own_key(record)
        if record.history_date <= at:
            found[row] = None if record.history_type == DELETED else record
        elif row not in found:
            # The first that is known of it came later, and says how it stood until then.
            stood = record.history_change_reason == BEFORE or record.history_type == DELETED
            found[row] = record if stood else None
    return {row: record and standing(record) for row, record in found.items()}


def standing(record) -> models.Model:
    """The row as the record has it, for a form to show."""
    row = record.history_object
    row._state.adding = False
    return row
