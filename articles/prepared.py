"""Questions that pages ask again and again with other values: their SQL is made once a process.

To make SQL of a queryset costs ten times what a database takes to answer it by a key.
"""

from collections.abc import Callable, Iterable, Sequence

from django.db import connection
from django.db.models import QuerySet

# Stand in the SQL for what is asked with; no row has them.
STAND_INS: dict[type, Callable[[int], int | str]] = {
    int: lambda number: -7_264_000_000_000_001 - number,
    str: "\x01stands for value {}".format,
}
Value = int | str | Sequence[int]


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
        form = connection.vendor, *(len(v) if isinstance(v, list) else type(v) for v in values)
        compiler, sql, params, converters = self.made.get(form) or self.make(form)
        given = dict(zip(stand_ins(form[1:]), flat(values), strict=True))
        with connection.cursor() as cursor:
            cursor.execute(sql, [given.get(one, one) for one in params])
            rows = cursor.fetchall()
        return list(compiler.apply_converters(rows, converters)) if converters else rows

    def make(self, form: tuple) -> tuple:
        rest = iter(stand_ins(form[1:]))
        asked = [[next(rest) for _ in range(one)] if isinstance(one, int) else next(rest)
                 for one in form[1:]]  # fmt: skip
        compiler = self.question(*asked).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        self.made[form] = compiler, sql, params, compiler.get_converters(columns)
        return self.made[form]


def stand_ins(form: Iterable[int | type]) -> list[int | str]:
    types = []
    for one in form:
        types += [int] * one if isinstance(one, int) else [one]
    return [STAND_INS[one](number) for number, one in enumerate(types)]


def flat(values: Iterable) -> list[int | str]:
    found = []
    for value in values:
        found += value if isinstance(value, list) else [value]
    return found


def filled(keys: Sequence[int]) -> list[int]:
    """The keys, the last of them repeated until there are a power of two."""
    keys = list(keys)
    return keys + keys[-1:] * ((1 << (len(keys) - 1).bit_length()) - len(keys)) if keys else keys
