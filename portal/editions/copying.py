"""Write the rows that readers get into the tables of a new file."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model, QuerySet, Value
from django.db.models.expressions import BaseExpression, Combinable

from portal.editions.connecting import UNGUARDED, connection_to
from portal.editions.contents import INSTEAD, rows_of

BATCH = 5_000
# What SQLite is not given as it is, but as Django's own fields write it.
WRITTEN = (date, Decimal, UUID, dict, list)


def selected(model: type[Model], left_empty: Sequence[str] = ()) -> QuerySet:
    """The rows of a table that readers get, with all columns in their order."""
    instead = dict.fromkeys(left_empty, "") | INSTEAD.get(model, {})
    columns = {
        f"instead_of_{name}": expression_of(model._meta.get_field(name), value)
        for name, value in instead.items()
    }
    names = [
        f"instead_of_{field.name}" if field.name in instead else field.attname
        for field in fields_of(model)
    ]
    return rows_of(model).annotate(**columns).values_list(*names)


def fields_of(model: type[Model]) -> list[Field]:
    return list(model._meta.local_concrete_fields)


def expression_of(field: Field, value: Any) -> BaseExpression | Combinable:
    is_expression = hasattr(value, "resolve_expression")
    return value if is_expression else Value(value, output_field=field.clone())


def copy_rows(
    live: BaseDatabaseWrapper, path: Path, queries: Iterable[tuple[type[Model], QuerySet]]
) -> None:
    """In the transaction that reads: all rows are of one moment."""
    copy = copy_within if live.vendor == "sqlite" else copy_across
    copy(live, path, queries)


def insertion(model: type[Model], schema: str = "") -> str:
    columns = ", ".join(f'"{field.column}"' for field in fields_of(model))
    return f'INSERT INTO {schema}"{model._meta.db_table}" ({columns})'


def copy_within(live, path, queries) -> None:
    with live.cursor() as cursor:
        for model, query in queries:
            statement, values = query.query.get_compiler(connection=live).as_sql()
            cursor.execute(f"{insertion(model, 'edition.')} {statement}", values)


def copy_across(live, path, queries) -> None:
    file = connection_to(path, commands=UNGUARDED)
    try:
        with file.cursor() as cursor:
            cursor.execute("BEGIN")
            for model, query in queries:
                places = ", ".join(["%s"] * len(fields_of(model)))
                for batch in batches(query):
                    rows = [written(row, model, file) for row in batch]
                    cursor.executemany(f"{insertion(model)} VALUES ({places})", rows)
            cursor.execute("COMMIT")
    finally:
        file.close()


def batches(query: QuerySet) -> Iterator[list[tuple]]:
    """In the reading transaction this is a cursor on the server, so that memory stays small."""
    rows = query.iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        yield batch


def written(row: tuple, model: type[Model], file: BaseDatabaseWrapper) -> list:
    return [
        field.get_db_prep_save(value, file) if isinstance(value, WRITTEN) else value
        for field, value in zip(fields_of(model), row, strict=True)
    ]
