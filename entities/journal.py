"""Change rows so that all of it can be taken back: what was done to which row, in order."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, models, transaction
from simple_history.models import HistoricalChanges

MADE, CHANGED, TAKEN = "made", "changed", "taken"
# What machines write anew whenever articles are linked or indexed.
BY_MACHINE = {"entities.mention", "entities.companion", "portal.namekey"}
COUNTED = {"mention_count", "day"}

Step = dict[str, Any]  # did, model, pk, text, before, after


class Rested(Exception):
    """A row that something rests on is not taken away."""


class Journal:
    """Writes rows, and keeps each step with the values before and after it."""

    def __init__(self):
        self.steps: list[Step] = []

    def make(self, row: models.Model) -> None:
        row.save(force_insert=True)
        self.note(MADE, row, after=values_of(row))

    def change(self, row: models.Model, fields: dict[str, Any]) -> None:
        held = type(row)._default_manager.get(pk=row.pk)
        before = values_of(held)
        for name, value in fields.items():
            setattr(held, name, value)
        held.save(update_fields=list(fields))
        after = values_of(held)
        self.note(
            CHANGED, held,
            before={name: before[name] for name in fields},
            after={name: after[name] for name in fields},
        )  # fmt: skip

    def take(self, row: models.Model) -> None:
        held = type(row)._default_manager.get(pk=row.pk)
        if resting := list(resting_on(held)):
            raise Rested(", ".join(resting))
        self.note(TAKEN, held, before=values_of(held))
        held.delete()

    def note(self, did: str, row: models.Model, before=None, after=None) -> None:
        self.steps.append({
            "did": did, "model": row._meta.label_lower, "pk": row.pk, "text": told(row),
            "before": before, "after": after,
        })  # fmt: skip


def values_of(row: models.Model) -> dict[str, Any]:
    """The fields of a row as JSON holds them; times and numbers keep every digit."""
    (one,) = serializers.serialize("python", [row])
    return json.loads(json.dumps(one["fields"], default=str))


def told(row: models.Model) -> str:
    return f"{row._meta.verbose_name} “{row}”"


def foreign_keys(row: models.Model) -> Iterator[models.ForeignKey]:
    return (part for part in row._meta.concrete_fields if isinstance(part, models.ForeignKey))


def resting_on(row: models.Model) -> Iterator[str]:
    """What would go along with the row, but for what machines write anew."""
    for relation in row._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if not (relation.auto_created and relation.one_to_many) or is_by_machine(model):
            continue
        if count := rows_with_a_word(model).filter(**{relation.field.name: row.pk}).count():
            yield f"{count} × {model._meta.verbose_name}"


def is_by_machine(model: type[models.Model]) -> bool:
    return issubclass(model, HistoricalChanges) or model._meta.label_lower in BY_MACHINE


def rows_with_a_word(model: type[models.Model]) -> models.QuerySet:
    """All rows; of links those on which a curator said something."""
    rows = model._default_manager.all()
    if model._meta.label_lower == "entities.link":
        return rows.exclude(by_curator=False, decision="")
    return rows


@dataclass
class Undoing:
    """Takes steps back, the last first. What was edited since stands; `kept` says what."""

    kept: list[str] = field(default_factory=list)

    def undo(self, steps: list[Step]) -> None:
        for step in reversed(steps):
            row = row_of(step)
            try:
                with transaction.atomic():
                    getattr(self, f"undo_{step['did']}")(step, row)
            except IntegrityError:
                self.keep(step, "clashes with what is held now")

    def keep(self, step: Step, why: str) -> None:
        self.kept.append(f"{step['text']}: {why}")

    def undo_made(self, step: Step, row: models.Model | None) -> None:
        if row is None:
            self.keep(step, "is gone already")
        elif edited(step, row):
            self.keep(step, "was edited since, and stays")
        elif resting := list(resting_on(row)):
            self.keep(step, f"stays, since these rest on it: {', '.join(resting)}")
        else:
            row.delete()

    def undo_changed(self, step: Step, row: models.Model | None) -> None:
        if row is None:
            return self.keep(step, "was taken away since")
        late = edited(step, row)
        for name in late:
            label = row._meta.get_field(name).verbose_name
            self.keep(step, f"{label} was edited since, and stays")
        names = [name for name in step["before"] if name not in late]
        before = read(step["model"], step["pk"], step["before"])
        for name in names:
            attname = row._meta.get_field(name).attname
            setattr(row, attname, getattr(before, attname))
        if missing := missing_from(row, names):
            return self.keep(step, f"stays, since the {missing} is gone")
        if names:
            row.save(update_fields=names)

    def undo_taken(self, step: Step, row: models.Model | None) -> None:
        if row is not None:
            return self.keep(step, "is held again already")
        row = read(step["model"], step["pk"], step["before"])
        if missing := missing_from(row, step["before"]):
            return self.keep(step, f"does not come back, since the {missing} is gone")
        row.save(force_insert=True)


def row_of(step: Step) -> models.Model | None:
    return apps.get_model(step["model"])._default_manager.filter(pk=step["pk"]).first()


def edited(step: Step, row: models.Model) -> list[str]:
    """The fields that are no longer as the step left them."""
    now = values_of(row)
    left = step["after"].items()
    return [name for name, value in left if now[name] != value and name not in COUNTED]


def read(model: str, pk: int, fields: dict[str, Any]) -> models.Model:
    (one,) = serializers.deserialize("python", [{"model": model, "pk": pk, "fields": fields}])
    return one.object


def missing_from(row: models.Model, names) -> str:
    """The name of a foreign key that leads to nothing: databases tell only at the very end."""
    for part in foreign_keys(row):
        if part.name in names and is_missing(part.related_model, getattr(row, part.attname)):
            return str(part.verbose_name)
    return ""


def is_missing(model: type[models.Model], key: int | None) -> bool:
    return key is not None and not model._default_manager.filter(pk=key).exists()
