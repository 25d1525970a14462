"""The latest changes of curators over all models, one question for all of them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice

from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.db import models
from django.db.models import F, Value

from articles.curating.changes import Change, changes_in
from articles.curating.pages import is_tracked

# How many records are looked through for the latest changes: one save may leave many.
LOOKED_THROUGH = 1000


@dataclass
class Recent:
    """One change with the first of its rows, and how many more there were."""

    change: Change
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.change.rows)


def tracked_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if is_tracked(model)]


def shown_to(user) -> list[type[models.Model]]:
    return [model for model in tracked_models() if may_view(user, model)]


def may_view(user, model) -> bool:
    codes = (get_permission_codename(action, model._meta) for action in ("view", "change"))
    return any(user.has_perm(f"{model._meta.app_label}.{code}") for code in codes)


def recent_changes(
    user, number: int, rows: int, before: datetime | None = None
) -> list[Recent]:  # fmt: skip
    """The latest changes that this user may see, each with at most so many of its rows."""
    saves = list(islice(latest_saves(shown_to(user), before), number))
    wanted = defaultdict(set)
    for records in saves:
        for record in records[:rows]:
            wanted[record["record_of"]].add(record["row"])
    by_moment = {(one.when, one.who): one for one in changes_in(all_records(wanted))}
    return [
        Recent(keep(by_moment[key], {(one["record_of"], one["row"]) for one in records[:rows]}),
               len(records))
        for records in saves
        if (key := (records[0]["history_date"], records[0]["history_user_id"])) in by_moment
    ]  # fmt: skip


def keep(change: Change, wanted: set) -> Change:
    rows = [row for row in change.rows if (row.model._meta.label_lower, row.key) in wanted]
    return Change(change.when, change.who, change.reason, rows)


def latest_saves(tracked: list, before: datetime | None) -> Iterator[list[dict]]:
    """The records of each save by a curator, latest first."""
    if not tracked:
        return
    first, *others = [by_curators(model, before) for model in tracked]
    records = first.union(*others, all=True).order_by("-history_date", "history_user_id")
    for _, saved in groupby(
        records[:LOOKED_THROUGH], key=lambda one: (one["history_date"], one["history_user_id"])
    ):
        yield list(saved)


def by_curators(model: type[models.Model], before: datetime | None) -> models.QuerySet:
    records = model.history.order_by().filter(history_user_id__isnull=False)
    if before:
        records = records.filter(history_date__lt=before)
    return records.values(
        "history_date", "history_user_id",
        record_of=Value(model._meta.label_lower), row=F(model._meta.pk.attname),
    )  # fmt: skip


def all_records(wanted: dict[str, set]) -> list:
    """Every record of these rows: what one save changed is seen by the one before it."""
    found = []
    for label, keys in wanted.items():
        model = apps.get_model(label)
        found += model.history.filter(**{f"{model._meta.pk.attname}__in": keys})
    return found
