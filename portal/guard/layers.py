"""The layers that keep a SQLite connection to reading; each holds without the others."""

import sqlite3
from pathlib import Path
from urllib.parse import quote

# What a SELECT is made of. A transaction of reads changes nothing.
READING = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_RECURSIVE,
    sqlite3.SQLITE_TRANSACTION,
    sqlite3.SQLITE_SAVEPOINT,
}
# How long a connection waits for a lock is its own affair.
HARMLESS_PRAGMAS = {"busy_timeout"}
LOADERS = {"load_extension"}


def address(path: Path) -> str:
    """Opened by this URI, the file cannot be changed; nor is it locked or looked at for changes.

    For published editions alone: they are never changed, and have no journal.
    """
    return f"file:{quote(str(path))}?mode=ro&immutable=1"


def query_only(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA query_only = ON")


def attach_nothing(connection: sqlite3.Connection) -> None:
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)


def authorize(connection: sqlite3.Connection) -> None:
    """Have every statement looked at when it is prepared, whoever wrote it."""
    connection.set_authorizer(verdict)


def verdict(action: int, first: str | None, second: str | None, *where) -> int:
    if action in READING:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and second not in LOADERS:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and first in HARMLESS_PRAGMAS:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


# In this order: once statements are authorized, no pragma is left.
GUARDS = (query_only, attach_nothing, authorize)
