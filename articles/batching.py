"""Take rows in batches."""

from collections.abc import Iterator

from django.db.models import QuerySet

# Of rows that are changed, each batch a transaction of its own.
SIZE = 200


def in_batches(ids: list[int], size: int = SIZE) -> list[list[int]]:
    return [ids[start : start + size] for start in range(0, len(ids), size)]


class Batches:
    """The primary keys of rows in batches, in order, each batch read when it is its turn."""

    def __init__(self, rows: QuerySet, size: int = SIZE):
        self.rows, self.size = rows.order_by("pk").values_list("pk", flat=True), size

    def __len__(self) -> int:
        return -(-self.rows.count() // self.size)

    def __iter__(self) -> Iterator[list[int]]:
        last = 0
        while batch := list(self.rows.filter(pk__gt=last)[: self.size]):
            yield batch
            last = batch[-1]
