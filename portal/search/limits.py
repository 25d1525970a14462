"""The time that a statement of a public page may take, on PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from portal.search.contract import TooSlow

# Milliseconds after which a reader's statement is stopped.
MOST_TIME = 1000


@contextmanager
def bounded(**settings: str) -> Iterator[None]:
    """Have PostgreSQL stop what takes over a second, which becomes TooSlow. May be nested.

    On another database nothing is bounded.
    """
    if connection.vendor != "postgresql":
        yield
        return
    try:
        with transaction.atomic(), locally({"statement_timeout": str(MOST_TIME)} | settings):
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooSlow("PostgreSQL stopped a search that took too long.") from error
        raise


@contextmanager
def locally(settings: dict[str, str]) -> Iterator[None]:
    """Settings of PostgreSQL for this block of a transaction."""
    before = one_row("SELECT " + ", ".join(["current_setting(%s)"] * len(settings)), *settings)
    put(settings)
    yield
    # After an error the transaction, or its savepoint, takes them back.
    put(dict(zip(settings, before, strict=True)))


def put(settings: dict[str, str]) -> None:
    pairs = ", ".join(["set_config(%s, %s, true)"] * len(settings))
    one_row(f"SELECT {pairs}", *chain.from_iterable(settings.items()))


def one_row(statement: str, *values) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()
