"""Questions that pages ask again and again with other values: their SQL is made once a process.

To make SQL of a queryset costs ten times what a database takes to answer it by a key.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from django.db import connection
from django.db.models import QuerySet

# Stand in the SQL for what is asked with; no row has them.
STAND_INS: dict[type, Callable[[int], int | str]] = {
    int: lambda number: -7_264_000_000_000_001 - number,
    str: "\x01stands for value {}".format,
}
Value = int | str | Sequence[int] | Sequence[str]
Row = TypeVar("Row")


class Prepared:
    """Calls `question` with stand-ins, once for each number of them, for a queryset of
    `values_list`; called with values instead, it answers with the rows.

    For a list, as of keys, there is room for the next power of two: SQL is made a few times.
    """

    def __init__(self, question: Callable[..., QuerySet]):
        self.question = question
        self.made: dict[tuple, tuple] = {}

    def __call__(self, *values: Value) -> list:
        values = [value if isinstance(value, int | str) else filled(value) for value in values]
        if [] in values:
            return []
        form = connection.vendor, *map(form_of, values)
        compiler, sql, params, converters = self.made.get(form) or self.make(form)
        given = flat(values)
        with connection.cursor() as cursor:
            cursor.execute(sql, [one if at is None else given[at] for one, at in params])
            rows = cursor.fetchall()
        return list(compiler.apply_converters(rows, converters)) if converters else rows

    def make(self, form: tuple) -> tuple:
        unknown = stand_ins(form[1:])
        rest = iter(unknown)
        asked = [[next(rest) for _ in range(one[1])] if isinstance(one, tuple) else next(rest)
                 for one in form[1:]]  # fmt: skip
        compiler = self.question(*asked).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        places = {one: number for number, one in enumerate(unknown)}
        asked = [(one, places.get(one)) for one in params]
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        self.made[form] = compiler, sql, asked, compiler.get_converters(columns)
        return self.made[form]


def form_of(value: Value) -> type | tuple[type, int]:
    """Its type; of a list the type of what is in it, and how many there are."""
    return (type(value[0]), len(value)) if isinstance(value, list) else type(value)


def stand_ins(form: Iterable[type | tuple[type, int]]) -> list[int | str]:
    types = []
    for one in form:
        types += [one[0]] * one[1] if isinstance(one, tuple) else [one]
    return [STAND_INS[one](number) for number, one in enumerate(types)]


def flat(values: Iterable) -> list[int | str]:
    found = []
    for value in values:
        found += value if isinstance(value, list) else [value]
    return found


def filled(keys: Sequence[int] | Sequence[str]) -> list:
    """The keys, the last of them repeated until there are a power of two."""
    keys = list(keys)
    return keys + keys[-1:] * ((1 << (len(keys) - 1).bit_length()) - len(keys)) if keys else keys


def in_order(keys: Iterable[int], held: Mapping[int, Row]) -> list[Row]:
    """The rows held under these keys, in the order of the keys; of the others, none."""
    return [held[key] for key in keys if key in held]
