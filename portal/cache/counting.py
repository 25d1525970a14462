"""Count every change of what readers get, in the transaction that makes it.

The counter names the edition of a live database. A reader asks for it first and for the content
afterwards, so that a page may be newer than the number it is kept under, and never older.

Each connection watches the statements that it runs, whoever wrote them: the ORM, raw SQL, commands,
admin. Triggers would see those of other programs too, but SQLite runs them for every row, which an
import pays for, and drops them with each table that a migration makes anew. Signals of models miss
whatever is written in bulk. COPY alone does not pass through Django: its writers are heard by the
events that they send.

The number begins at the milliseconds since 1970, so that a database made anew does not come by
those of the one before it.
"""

import re
import time
from functools import cache

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.cache.models import ChangeCount
from portal.editions.contents import PUBLIC
from portal.pages.models import StoredText

TABLE = ChangeCount._meta.db_table
# A stored text says what its article says, and is no change of it.
SHOWS_NOTHING = {TABLE, StoredText._meta.db_table}
# One statement each, since SQLite cannot open a transaction while another statement is under way.
# PostgreSQL takes a row that no other writer holds, or adds one: writers never wait for each other
# here, and no two of them can end up waiting in a circle.
MOVING = {
    "sqlite": f"INSERT INTO {TABLE} (id, number) VALUES (1, %s)"
    f" ON CONFLICT (id) DO UPDATE SET number = {TABLE}.number + 1",
    "postgresql": f"WITH free AS (SELECT id FROM {TABLE} LIMIT 1 FOR UPDATE SKIP LOCKED),"
    f" moved AS (UPDATE {TABLE} SET number = number + 1"
    " WHERE id IN (SELECT id FROM free) RETURNING id)"
    f" INSERT INTO {TABLE} (number) SELECT %s WHERE NOT EXISTS (SELECT FROM moved)",
}
# What a statement writes to. A bulk INSERT is long, and says so at its beginning.
TARGET = re.compile(
    r"\b(?:(?:INSERT|REPLACE|MERGE)\s+(?:OR\s+\w+\s+)?INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM"
    r'|TRUNCATE(?:\s+TABLE)?|COPY)\s+(?:ONLY\s+)?"?(\w+)',
    re.IGNORECASE,
)
READING = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")
INSERTING = ("INSERT", "REPLACE", "COPY")


@cache
def watched() -> frozenset[str]:
    """The tables of which readers see every change, and their many-to-many tables."""
    through = (
        field.remote_field.through for model in PUBLIC for field in model._meta.local_many_to_many
    )
    return frozenset(model._meta.db_table for model in (*PUBLIC, *through)) - SHOWS_NOTHING


# --- reading


def number(using: str = "default") -> int:
    """How often the content has changed; 0 before anything was written."""
    connection = connections[using]
    if connection.in_atomic_block:
        # Whoever reads within a transaction also sees what it changes from here on.
        forget_move(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sum(number) FROM {TABLE}")
        return int(cursor.fetchone()[0] or 0)


# --- moving


def move_on(using: str = "default") -> None:
    """Whatever was kept is of the past, once the transaction is committed."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(MOVING[connection.vendor], [time.time_ns() // 1_000_000])


def move_once(connection: BaseDatabaseWrapper) -> None:
    """As `move_on`, but only for the first change of a transaction."""
    if not connection.in_atomic_block:
        move_on(connection.alias)
    elif not has_moved(connection):
        move_on(connection.alias)
        # Django takes a hook out with the savepoint in which it was made, and so the mark goes
        # whenever the move itself is rolled back.
        transaction.on_commit(moved, using=connection.alias)


def moved() -> None:
    """The mark of a transaction that has moved the counter."""


def has_moved(connection: BaseDatabaseWrapper) -> bool:
    return any(hook is moved for _, hook, _ in connection.run_on_commit)


def forget_move(connection: BaseDatabaseWrapper) -> None:
    connection.run_on_commit = [one for one in connection.run_on_commit if one[1] is not moved]


# --- watching


def watch(*, connection: BaseDatabaseWrapper, **kwargs) -> None:
    """A connection was made: watch what it runs. It may have been made before, and lost."""
    if count_changes not in connection.execute_wrappers:
        # First, since whoever adds one for a time takes away the last.
        connection.execute_wrappers.insert(0, count_changes)


def count_changes(execute, sql, params, many, context):
    """Run a statement, and move the counter on if it changes what readers get."""
    connection = context["connection"]
    if not (changes_content(sql) and is_counted(connection)):
        return execute(sql, params, many, context)
    if connection.in_atomic_block or is_open_still(sql, connection):
        result = execute(sql, params, many, context)
        move_once(connection)
        return result
    with transaction.atomic(connection.alias):
        result = execute(sql, params, many, context)
        move_on(connection.alias)
    return result


def changes_content(sql) -> bool:
    # What psycopg composes is no text, and rare: it is taken for a change.
    if not isinstance(sql, str):
        return True
    verb = sql[:20].lstrip().partition(" ")[0].upper()
    if verb in READING:
        return False
    beginning = sql[:300] if verb in INSERTING else sql
    return not watched().isdisjoint(name.lower() for name in TARGET.findall(beginning))


def is_open_still(sql: str, connection: BaseDatabaseWrapper) -> bool:
    """Whether the statement goes on after it was run: SQLite ends one that returns rows, and with
    it whatever else was written meanwhile, when the rows are read."""
    return connection.vendor == "sqlite" and " RETURNING " in sql


COUNTED: set[str] = set()


def is_counted(connection: BaseDatabaseWrapper) -> bool:
    """Whether the table is there yet: migrations of other tables come before it."""
    if connection.alias not in COUNTED and TABLE in connection.introspection.table_names():
        COUNTED.add(connection.alias)
    return connection.alias in COUNTED


# --- events


def note_change(sender, **kwargs) -> None:
    """Content changed, by whatever way; the senders do so within their transaction."""
    move_once(transaction.get_connection())


def note_migration(sender, using: str, **kwargs) -> None:
    """Tables changed, and perhaps what stands in them."""
    if is_counted(connections[using]):
        move_on(using)
