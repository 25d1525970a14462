"""Back up and restore the SQLite file, by SQLite's own backup: pages as of one moment."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from portal.keeping.checking import (
    FOREIGN,
    CannotKeep,
    check_migrations,
    check_tables,
    next_number,
    replaced,
)

# Seconds to wait for whoever writes to the live file.
PATIENCE = 60


def live() -> Path:
    return Path(connection.settings_dict["NAME"])


def backup(path: Path) -> None:
    with replaced(path) as draft:
        # In one step it reads one state, and hinders nobody: writers go on in the log beside it.
        with closing(reading(live())) as held, closing(sqlite3.connect(draft)) as copy:
            held.backup(copy)
            # One file, which needs no log beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
        with opened(draft) as copy:
            check(path, copy)


def restore(path: Path) -> None:
    number = next_number()
    connection.close()
    with opened(path) as held:
        check(path, held)
        put_in_place(held, number)


def put_in_place(held: sqlite3.Connection, number: int) -> None:
    """One transaction on the live file: processes that have it open read on, the old or the new."""
    draft = live().with_name(f".{live().name}.restoring")
    try:
        with closing(sqlite3.connect(draft)) as copy:
            held.backup(copy)
            begin_anew(copy, number)
            with closing(sqlite3.connect(live(), timeout=PATIENCE)) as target:
                copy.backup(target)
    finally:
        draft.unlink(missing_ok=True)


def begin_anew(copy: sqlite3.Connection, number: int) -> None:
    """Let no page or index of the database that was there pass for one of this."""
    with copy:
        copy.execute("DELETE FROM portal_changecount")
        copy.execute("INSERT INTO portal_changecount (id, number) VALUES (1, ?)", [number])
        copy.execute("UPDATE portal_indexstate SET database = ?", [uuid.uuid4().hex])


# --- checking


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A file to read; what is damaged or no database is told in words."""
    try:
        with closing(reading(path)) as held:
            held.execute("SELECT count(*) FROM sqlite_master")
            check_end(path, held)
            yield held
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise CannotKeep(f"{FOREIGN.format(path)} SQLite says: {error}.") from None


def check_end(path: Path, held: sqlite3.Connection) -> None:
    """SQLite reads a last page that is not whole as if nothing but noughts were lost."""
    (size,) = held.execute("PRAGMA page_size").fetchone()
    if path.stat().st_size % size:
        raise CannotKeep(f"{path} is damaged: it was cut short.")


def reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=PATIENCE)


def check(path: Path, held: sqlite3.Connection) -> None:
    tables = {name for (name,) in held.execute("SELECT name FROM sqlite_master")}
    check_tables(path, tables)
    check_migrations(path, held.execute("SELECT app, name FROM django_migrations"))
    faults = [fault for (fault,) in held.execute("PRAGMA integrity_check")]
    if faults != ["ok"]:
        raise CannotKeep(f"{path} is damaged: {faults[0]}.")
    if loose := held.execute("PRAGMA foreign_key_check").fetchone():
        raise CannotKeep(f"{path} is damaged: a row of {loose[0]} points to nothing.")
