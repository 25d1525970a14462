"""Write rows by machine: only what differs, each change once in the history, in bulk."""

from collections import defaultdict
from typing import Any

from django.db.models import Model

REASON = "load_seeds"


class Saving:
    """Saves rows at once; `tell` writes their history when all is done, one row a change."""

    def __init__(self, reason: str = REASON):
        self.reason = reason
        self.created: dict[type[Model], dict[int, Model]] = defaultdict(dict)
        self.changed: dict[type[Model], dict[int, Model]] = defaultdict(dict)

    def put(self, row: Model, **values: Any) -> None:
        """Give the row these values, and save it if it is new or one of them differs."""
        is_new = row._state.adding
        if not is_new and all(holds(row, name, value) for name, value in values.items()):
            return
        for name, value in values.items():
            setattr(row, name, value)
        row.save_without_historical_record()
        told = self.created if is_new or row.pk in self.created[type(row)] else self.changed
        told[type(row)][row.pk] = row

    def delete(self, row: Model) -> None:
        row._change_reason = self.reason
        for told in (self.created, self.changed):
            told[type(row)].pop(row.pk, None)
        row.delete()

    def tell(self) -> None:
        for told, is_update in ((self.created, False), (self.changed, True)):
            for model, rows in told.items():
                model.history.bulk_history_create(
                    rows.values(), update=is_update, default_change_reason=self.reason
                )
            told.clear()


def holds(row: Model, name: str, value: Any) -> bool:
    held = getattr(row, row._meta.get_field(name).attname)
    return held == (value.pk if isinstance(value, Model) else value)
