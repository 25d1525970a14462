"""Connections of their own, by which an edition is made beside what the process does else."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

# An edition in the making is thrown away if anything goes wrong, so that it needs no journal and
# no care on its way to the disk until it is whole; and its rows point at each other only then.
UNGUARDED = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF"
# Kibibytes of memory in which an index of many rows is sorted and looked up.
CACHE = 200_000
READ_ONLY = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


def connection_to(path: Path, *, commands: str = "") -> BaseDatabaseWrapper:
    """A connection to an SQLite file other than the live database."""
    file = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"init_command": f"PRAGMA cache_size=-{CACHE};{commands}"},
    }
    return unheard(ConnectionHandler({DEFAULT_DB_ALIAS: file})[DEFAULT_DB_ALIAS])


def unheard(connection: BaseDatabaseWrapper) -> BaseDatabaseWrapper:
    """Connect, and keep from it those who note what is written: no reader gets this yet."""
    connection.ensure_connection()
    connection.execute_wrappers.clear()
    return connection


def copy_of_live() -> BaseDatabaseWrapper:
    """A connection of its own to the live database."""
    live = connections[DEFAULT_DB_ALIAS].copy()
    if live.vendor == "sqlite":
        # Only to read: a writer's lock would keep curators waiting all the while.
        live.settings_dict["OPTIONS"] = {
            **copy.copy(live.settings_dict["OPTIONS"]),
            "transaction_mode": "DEFERRED",
        }
    return unheard(live)


@contextmanager
def reading_by(connection: BaseDatabaseWrapper) -> Iterator[BaseDatabaseWrapper]:
    """Let all queries of this thread go by `connection`, which is closed at the end.

    What makes documents, labels and addresses of rows asks for the default connection.
    """
    usual = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connection
    try:
        yield connection
    finally:
        connections[DEFAULT_DB_ALIAS] = usual
        connection.close()


@contextmanager
def one_moment(file: Path) -> Iterator[BaseDatabaseWrapper]:
    """The live database as it is now, for all queries of this thread, whoever writes meanwhile.

    From SQLite, rows can be written to the tables of `file` without passing through Python.
    """
    with reading_by(copy_of_live()) as live:
        if live.vendor == "sqlite":
            attach(live, file)
        with transaction.atomic():
            begin_reading(live)
            yield live


def attach(live: BaseDatabaseWrapper, file: Path) -> None:
    with live.cursor() as cursor:
        cursor.execute("ATTACH %s AS edition", [str(file)])
        cursor.execute("PRAGMA edition.journal_mode=OFF")
        cursor.execute("PRAGMA edition.synchronous=OFF")
        cursor.execute(f"PRAGMA edition.cache_size=-{CACHE}")
        cursor.execute("PRAGMA foreign_keys=OFF")


def begin_reading(live: BaseDatabaseWrapper) -> None:
    """The moment is that of the first row read."""
    with live.cursor() as cursor:
        if live.vendor == "postgresql":
            cursor.execute(READ_ONLY)
        cursor.execute("SELECT count(*) FROM django_migrations")
