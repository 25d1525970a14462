"""What curators changed: who, when and what. Curators are known by their user names.

A name and no foreign key: history outlives the account, and the public pages need no accounts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils import timezone
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_update_with_history

# The reason of a record that says how a row stood before the first change that is known of it.
BEFORE = "as it stood before"


@dataclass(frozen=True)
class Curator:
    """Whoever made a change, as far as history shows it."""

    username: str

    def __str__(self) -> str:
        return self.username


def curator_of(record: models.Model) -> Curator | None:
    return Curator(record.history_user_id) if record.history_user_id else None


def keep_curator(record: models.Model, user) -> None:
    if user is not None:
        record.history_user_id = user.get_username() if hasattr(user, "get_username") else str(user)


def current_request():
    """The request that is being answered; None in a command."""
    return getattr(HistoricalRecords.context, "request", None)


def moment() -> datetime:
    """One moment for all that one request changes, so that history shows it as one change."""
    request = current_request()
    if request is None:
        return timezone.now()
    if not hasattr(request, "moment_of_change"):
        request.moment_of_change = timezone.now()
    return request.moment_of_change


class RecordManager(HistoryManager):
    def bulk_history_create(self, objs, default_date=None, **options):
        return super().bulk_history_create(objs, default_date=default_date or moment(), **options)


class Records(HistoricalRecords):
    """The history of a model. Rows that are written in bulk, by machine, leave none."""

    def __init__(self, **kwargs):
        super().__init__(
            history_user_id_field=models.CharField(max_length=150, blank=True, null=True),
            history_user_getter=curator_of,
            history_user_setter=keep_curator,
            history_manager=RecordManager,
            **kwargs,
        )

    def finalize(self, sender, **kwargs):
        super().finalize(sender, **kwargs)
        if sender is self.cls:
            models.signals.pre_save.connect(self.pre_save, sender=sender, weak=False)

    def pre_save(self, instance, raw=False, **kwargs):
        is_change = instance.pk and not instance._state.adding and not raw
        if is_change and not is_kept(instance) and self.get_history_user(instance):
            keep_before([instance])

    def create_historical_record(self, instance, history_type, using=None):
        by_curator = self.get_history_user(instance) is not None
        if history_type == "~" and by_curator and is_known(instance):
            return
        instance._history_date = moment()
        try:
            super().create_historical_record(instance, history_type, using)
        finally:
            del instance._history_date

    def get_change_reason_for_object(self, instance, history_type, using):
        reason = super().get_change_reason_for_object(instance, history_type, using)
        return reason or getattr(current_request(), "reason_of_change", None)


def is_kept(row: models.Model) -> bool:
    return getattr(row, "_is_kept", False)


def keep_before(rows: Sequence[models.Model]) -> None:
    """Just before a curator changes these rows, record what history does not know of them yet.

    So the first change can be seen and undone, and what a command did since the last one is not
    taken for the curator's.
    """
    if not rows:
        return
    model = type(rows[0])
    records = model.history.model
    keys = [row.pk for row in rows]
    standing = model._base_manager.defer(*records._history_excluded_fields).in_bulk(keys)
    known = latest_records(model, keys)
    record_by_nobody([row for key, row in standing.items() if key not in known], BEFORE)
    altered = [row for key, row in standing.items() if key in known and differs(row, known[key])]
    record_by_nobody(altered, None, update=True)
    for row in rows:
        row._is_kept = True


def record_by_nobody(rows: list[models.Model], reason: str | None, update: bool = False) -> None:
    for row in rows:
        row._history_user = None
    if rows:
        type(rows[0]).history.bulk_history_create(
            rows, update=update, default_change_reason=reason,
            default_date=moment() - timedelta(microseconds=1),
        )  # fmt: skip


def latest_records(model: type[models.Model], keys: Sequence) -> dict:
    """The latest record of each of the rows that have one, by primary key."""
    own = model._meta.pk.attname
    records = model.history.filter(**{f"{own}__in": keys}).order_by("history_date", "history_id")
    return {getattr(record, own): record for record in records}


def is_known(row: models.Model) -> bool:
    latest = row.history.first()
    return latest is not None and not differs(row, latest)


def differs(row: models.Model, record: models.Model) -> bool:
    """Whether a row is no longer what its record says."""
    return any(
        field.to_python(getattr(row, field.attname)) != getattr(record, field.attname)
        for field in record.tracked_fields
    )


@transaction.atomic
def change_many(rows: Sequence[models.Model], **values) -> None:
    """Give all of these rows the same values, at once and with history."""
    changed = [
        row for row in rows if any(getattr(row, name) != value for name, value in values.items())
    ]
    keep_before(changed)
    for row in changed:
        for name, value in values.items():
            setattr(row, name, value)
    if changed:
        bulk_update_with_history(changed, type(changed[0]), list(values), batch_size=500)
