"""What the rows that history points to are called, fetched a model a query."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import formats, timezone


class Known:
    """The rows that records point to, fetched a model a query, to be called by their names."""

    def __init__(self, records: Iterable):
        keys = defaultdict(set)
        for record in records:
            for one in pointers(record):
                keys[one.related_model].add(getattr(record, one.attname))
        self.rows = {
            model: light(model).in_bulk(wanted - {None}) for model, wanted in keys.items()
        }  # fmt: skip

    def text(self, one: models.Field, value) -> str:
        """A value as a reader has it."""
        if one.is_relation and value is not None:
            return str(self.rows[one.related_model].get(value, f"{value}, which is gone"))
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list):
            return "; ".join(map(str, value))
        if isinstance(value, datetime):
            return formats.localize(timezone.localtime(value))
        return str(dict(one.flatchoices).get(value, "" if value is None else value))

    def label(self, record) -> str:
        row = record.history_object
        for one in pointers(record):
            setattr(row, one.name, self.rows[one.related_model].get(getattr(row, one.attname)))
        try:
            return str(row)
        except (ObjectDoesNotExist, AttributeError):
            # Some rows are called by what they point to, and that is gone.
            return f"number {row.pk}"


def pointers(record) -> list[models.ForeignKey]:
    return [one for one in record.tracked_fields if one.is_relation and one.editable]


def light(model: type[models.Model]) -> models.QuerySet:
    """The rows with what they are called by, and without the bytes and imports of articles."""
    heavy = [one.name for one in model._meta.fields if is_heavy(one)]
    ends = [one.name for one in model._meta.fields if one.is_relation and not one.null]
    rows = model._base_manager.select_related(*ends) if ends else model._base_manager.all()
    nested = [
        f"{end}__{one.name}"
        for end in ends
        for one in model._meta.get_field(end).related_model._meta.fields
        if is_heavy(one)
    ]
    return rows.defer(*heavy, *nested)


def is_heavy(one: models.Field) -> bool:
    return isinstance(one, models.BinaryField) or (
        isinstance(one, models.JSONField) and not one.editable
    )
