"""A limit to the time that a SQLite statement works, which SQLite itself does not have.

SQLite asks between its own instructions. A few of them do much at once: counting a whole table, or
sorting what was gathered, ends before it is stopped.
"""

import sqlite3
from collections.abc import Callable
from functools import lru_cache, wraps
from math import inf
from time import monotonic

from django.db.backends.sqlite3.base import SQLiteCursorWrapper

SECONDS = 1.0
# SQLite's instructions between two looks at the clock: some hundred microseconds.
INSTRUCTIONS = 10_000


class TimedConnection(sqlite3.Connection):
    """Stops the statement at work once its time is over."""

    deadline = inf

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.set_progress_handler(self.is_overdue, INSTRUCTIONS)

    def is_overdue(self) -> bool:
        return monotonic() > self.deadline

    def cursor(self, factory=None) -> sqlite3.Cursor:
        return super().cursor(TimedCursor)

    def execute(self, *statement) -> sqlite3.Cursor:
        return self.cursor().execute(*statement)


def timed(step: Callable) -> Callable:
    """Let a step of a statement work for what is left of the statement's time."""

    @wraps(step)
    def within_time(self, *args, **options):
        began = monotonic()
        self.connection.deadline = began + self.left
        try:
            return step(self, *args, **options)
        except sqlite3.OperationalError as error:
            if self.connection.is_overdue():
                raise sqlite3.OperationalError(f"stopped after {SECONDS:g} s") from error
            raise
        finally:
            self.left -= monotonic() - began
            self.connection.deadline = inf

    return within_time


# Pages run the same few statements again and again, and some of them are long.
@lru_cache(maxsize=256)
def in_sqlite(query: str) -> str:
    """With the marks that SQLite has for values, for Django's own."""
    return SQLiteCursorWrapper.convert_query(None, query)


class TimedCursor(SQLiteCursorWrapper):
    """Counts the time in which SQLite works; what a page does between two rows is not its."""

    left = 0.0

    def convert_query(self, query, *, param_names=None):
        if param_names is not None:
            return super().convert_query(query, param_names=param_names)
        return in_sqlite(query)

    def execute(self, query, params=None):
        self.left = SECONDS
        return self.begin(query, params)

    begin = timed(SQLiteCursorWrapper.execute)
    __next__ = timed(SQLiteCursorWrapper.__next__)
    fetchone = timed(SQLiteCursorWrapper.fetchone)
    fetchmany = timed(SQLiteCursorWrapper.fetchmany)
    fetchall = timed(SQLiteCursorWrapper.fetchall)
