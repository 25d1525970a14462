"""Small editions, as the engine finds them."""

import sqlite3
from contextlib import closing

import pytest
from django.db import DEFAULT_DB_ALIAS

from portal import databases
from portal.editions import serving
from portal.guard.editions.base import DatabaseWrapper


@pytest.fixture
def publish(settings, tmp_path):
    """Publish an edition of one table and one row, which says its name."""
    settings.EDITIONS_DIR = tmp_path / "editions"
    # Another test of this thread may have read from an edition of its own.
    serving.release()

    def published(name):
        folder = settings.EDITIONS_DIR / name
        folder.mkdir(parents=True)
        with closing(sqlite3.connect(folder / serving.DATABASE)) as made:
            made.execute("CREATE TABLE article (id integer PRIMARY KEY, title text)")
            made.execute("INSERT INTO article VALUES (1, ?)", [name])
            made.commit()
        draft = settings.EDITIONS_DIR / "draft"
        draft.write_text(name)
        draft.replace(settings.EDITIONS_DIR / serving.POINTER)
        return folder

    yield published
    serving.release()


def make_reader(settings) -> DatabaseWrapper:
    """The engine as a public process has it; a connection of its own."""
    entry = databases.edition(settings.EDITIONS_DIR.parent)
    usual = {"OPTIONS": {}, "TIME_ZONE": None, "ATOMIC_REQUESTS": False, "AUTOCOMMIT": True}
    return DatabaseWrapper(entry | usual | {"NAME": settings.EDITIONS_DIR}, DEFAULT_DB_ALIAS)


@pytest.fixture
def reader(settings, publish, django_db_blocker):
    one = make_reader(settings)
    with django_db_blocker.unblock():
        yield one
        one.close()
