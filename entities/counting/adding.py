"""Add to counts, many at a time, in one order: two writers who wait for each other's rows wait
only one way.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection, models

from articles.batching import in_batches
from entities.counting.contributing import Tally
from entities.models import Companion, Entity, EntityCount, Total

Key = tuple[str | int, ...]


def add(tally: Tally, entity_field: str) -> None:
    """Add a tally; its entities count for `entity_field`. What comes to nothing has no row."""
    gone = entities_gone(key for key, number in tally.entities.items() if number < 0)
    add_to(Total, ["name"], "number", {(name,): n for name, n in tally.totals.items() if n})
    add_to(
        EntityCount, ["entity"], entity_field,
        {(key,): n for key, n in tally.entities.items() if n and key not in gone},
    )  # fmt: skip
    together = {pair: n for pair, n in tally.together.items() if n}
    add_to(Companion, ["entity", "other"], "passage_count", together)


def entities_gone(keys: Iterable[int]) -> set[int]:
    """Those of which the count went along with the entity."""
    ordered = sorted(keys)
    held = (
        Entity.objects.order_by().filter(pk__in=batch).values_list("pk", flat=True)
        for batch in in_batches(ordered, 5000)
    )
    return set(ordered).difference(*held)


def add_to(
    model: type[models.Model], keys: Sequence[str], count: str, numbers: Mapping[Key, int]
) -> None:
    if not numbers:
        return
    meta = model._meta
    others = [
        field for field in meta.concrete_fields
        if isinstance(field, models.IntegerField) and not field.primary_key and field.name != count
    ]  # fmt: skip
    fields = [*map(meta.get_field, keys), meta.get_field(count), *others]
    rows = sorted((*key, number, *(0 for _ in others)) for key, number in numbers.items())
    insert(fields, len(keys), rows)
    lessened = sorted(key for key, number in numbers.items() if number < 0)
    clear(fields, len(keys), lessened)


def insert(fields: Sequence[models.Field], key_count: int, rows: Sequence[tuple]) -> None:
    """Add to the row of each key, or make it."""
    table, names = in_sql(fields)
    conflict, added = ", ".join(names[:key_count]), names[key_count]
    ending = f"ON CONFLICT ({conflict}) DO UPDATE SET {added} = {table}.{added} + excluded.{added}"
    head = f"INSERT INTO {table} ({', '.join(names)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A statement for each row would be a message for each.
            types = (field.rel_db_type(connection) for field in fields)
            arrays = ", ".join(f"%s::{type}[]" for type in types)
            columns = list(map(list, zip(*rows, strict=True)))
            cursor.execute(f"{head} SELECT * FROM unnest({arrays}) {ending}", columns)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"{head} VALUES ({places}) {ending}", rows)


def clear(fields: Sequence[models.Field], key_count: int, keys: Iterable[Key]) -> None:
    """Take away the rows of these keys that count nothing any more."""
    table, names = in_sql(fields)
    found = [f"{name} = %s" for name in names[:key_count]]
    nothing = [f"{name} = 0" for name in names[key_count:]]
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {table} WHERE {' AND '.join(found + nothing)}", keys)


def in_sql(fields: Sequence[models.Field]) -> tuple[str, list[str]]:
    quoted = connection.ops.quote_name
    return quoted(fields[0].model._meta.db_table), [quoted(field.column) for field in fields]
