"""Back the live database up, and put it back: whole or not at all, on SQLite and PostgreSQL."""

from pathlib import Path

from django.db import connection

from portal.keeping import postgres, sqlite
from portal.keeping.checking import CannotKeep

__all__ = ["CannotKeep", "backup", "restore"]


def backup(path: Path, *, may_replace: bool = False) -> None:
    """Write all of the database to a file, as it is at one moment, while others work on."""
    if path.exists() and not may_replace:
        raise CannotKeep(f"{path} is there already; --force replaces it.")
    if not path.parent.is_dir():
        raise CannotKeep(f"There is no folder {path.parent}.")
    ours().backup(path)


def restore(path: Path) -> None:
    """Put a backup in the place of the database, which processes may have open."""
    if not path.is_file():
        raise CannotKeep(f"There is no file {path}.")
    ours().restore(path)


def ours():
    return postgres if connection.vendor == "postgresql" else sqlite
