"""The tables of a new SQLite file, made from the models; their indexes only after the rows."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from django.db.models import Model

from portal.editions.connecting import UNGUARDED, connection_to

# Passages and stored texts fill pages of this size better than ones of 4 KiB, so that a page of
# the portal is read in fewer steps.
PAGE_SIZE = 8_192


def create(path: Path, models: Sequence[type[Model]]) -> list[str]:
    """Make the tables; the statements that make the indexes are given back."""
    file = connection_to(path, commands=f"PRAGMA page_size={PAGE_SIZE};{UNGUARDED}")
    try:
        with file.schema_editor() as editor:
            for model in models:
                editor.create_model(model)
            indexes = [str(statement) for statement in editor.deferred_sql]
            editor.deferred_sql.clear()
        return indexes
    finally:
        file.close()


def schema_of(cursor, models: Sequence[type[Model]]) -> str:
    """The same for two files in which these tables are alike."""
    names = sorted({model._meta.db_table for model in models})
    places = ", ".join(["%s"] * len(names))
    cursor.execute(f"SELECT sql FROM sqlite_schema WHERE name IN ({places}) ORDER BY name", names)
    return hashlib.sha256("\n".join(sql for (sql,) in cursor).encode()).hexdigest()
