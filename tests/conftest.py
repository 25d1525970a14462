"""What every test may ask for."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection

from portal.cache.models import ChangeCount

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
ASKS_FOR_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(config, items):
    """What says nothing of the database says the same beside any: it runs once, on SQLite."""
    if connection.vendor == "postgresql":
        left_out = {item for item in items if is_of_any_database(item)}
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def is_of_any_database(item) -> bool:
    asks = item.get_closest_marker("django_db") or ASKS_FOR_DATABASE & set(item.fixturenames)
    return not asks or item.get_closest_marker("any_database") is not None


@pytest.fixture
def seeds() -> Path:
    """The folder of the real seeds."""
    return SEEDS


@pytest.fixture(autouse=True)
def own_index(settings, tmp_path):
    """An index folder for each test, which no other finds."""
    settings.SEARCH_DIR = tmp_path / "search"


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """A hash that is dear on purpose would cost the tests of admin more than all else in them."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


BUILT: dict[str, Any] = {}
BUILT_INDEX: list[Path] = []


@pytest.fixture
def built(db, seeds, capsys, settings, tmp_path_factory):
    """The portal as `manage.py build` leaves it, on the real seeds.

    It is built once, by the command; later tests get the same rows again, each with its own id.
    """
    if BUILT:
        put_back()
        if BUILT_INDEX[0].exists():
            shutil.copytree(BUILT_INDEX[0], settings.SEARCH_DIR)
        return
    call_command("build")
    capsys.readouterr()
    BUILT.update((table, contents(table)) for table in own_tables())
    BUILT_INDEX.append(tmp_path_factory.mktemp("built") / "search")
    if settings.SEARCH_DIR.exists():
        shutil.copytree(settings.SEARCH_DIR, BUILT_INDEX[0])


def own_models() -> list:
    return [
        model
        for app in ("articles", "entities", "portal")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        # It counts what is written here as well.
        if model is not ChangeCount
    ]


def own_tables() -> list[str]:
    return [model._meta.db_table for model in own_models()]


def contents(table: str) -> Any:
    """All rows of a table as its driver gives and takes them: hundreds of tests want them back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                return b"".join(copy)
        return cursor.execute(f'SELECT * FROM "{table}"').fetchall()


def put_back() -> None:
    with connection.cursor() as cursor:
        for table, rows in BUILT.items():
            if rows and connection.vendor == "postgresql":
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(rows)
            elif rows:
                places = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f'INSERT INTO "{table}" VALUES ({places})', rows)
        for statement in connection.ops.sequence_reset_sql(no_style(), own_models()):
            cursor.execute(statement)
