"""Which file of an import has which slug. On disk: a corpus may have more than memory holds."""

import os
import sqlite3
from pathlib import Path


class SlugsTaken:
    def __init__(self):
        # A database without a name is SQLite's own temporary file, which goes with it.
        self.database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self.database.execute("CREATE TABLE taken (slug PRIMARY KEY, path) WITHOUT ROWID")
        # One transaction that nobody waits for, and that never ends.
        self.database.execute("BEGIN")

    def take(self, slug: str, path: Path) -> Path | None:
        """Give the slug to this file; the file that had it before, where one had."""
        row = (slug, os.fsencode(path))
        if self.database.execute("INSERT OR IGNORE INTO taken VALUES (?, ?)", row).rowcount:
            return None
        return self.holder(slug)

    def holder(self, slug: str) -> Path | None:
        found = self.database.execute("SELECT path FROM taken WHERE slug = ?", (slug,)).fetchone()
        return Path(os.fsdecode(found[0])) if found else None
