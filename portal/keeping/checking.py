"""Whether a file is a backup that this version of Lodestone can go on with."""

import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.apps import apps
from django.db import DatabaseError
from django.db.migrations.loader import MigrationLoader

from portal.cache import counting
from portal.disk import sync

Migration = tuple[str, str]  # app and name
FOREIGN = "{} is no backup of Lodestone."


class CannotKeep(Exception):
    """Says why, to the operator."""


def check_tables(path: Path, tables: Iterable[str]) -> None:
    lacking = own_tables() - set(tables)
    if lacking:
        # An edition is a Lodestone database, too, but without what only curators see.
        raise CannotKeep(f"{FOREIGN.format(path)} It lacks {', '.join(sorted(lacking)[:3])}.")


def own_tables() -> set[str]:
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table for model in models if model._meta.managed}


def check_migrations(path: Path, applied: Iterable[Migration]) -> None:
    """Its tables must be just those that the code works with."""
    applied, known = set(applied), set(MigrationLoader(None).disk_migrations)
    if unknown := applied - known:
        raise CannotKeep(f"{path} was made by a newer version: it has {named(unknown)}.")
    if lacking := known - applied:
        raise CannotKeep(
            f"{path} was made by an earlier version: it lacks {named(lacking)}. Restore it with "
            "that version, and migrate it then."
        )


def named(migrations: Iterable[Migration]) -> str:
    first, *others = sorted(migrations)
    return ".".join(first) + (f" and {len(others)} more" if others else "")


def next_number() -> int:
    """Beyond the counter of the database that is replaced, whatever the backup says."""
    try:
        held = counting.number()
    except DatabaseError:
        held = 0  # there is nothing to replace
    return max(held + 1, time.time_ns() // 1_000_000)


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A file to write, which takes the place of `path` for good if the block ends well."""
    # For its owner alone: a backup holds the hashes of passwords.
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    try:
        yield Path(draft)
        sync(Path(draft))
        Path(draft).replace(path)
        sync(path.parent)
    finally:
        with suppress(FileNotFoundError):
            Path(draft).unlink()
