"""What every test may ask for."""

import shutil
from copy import copy
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


@pytest.fixture
def seeds() -> Path:
    """The folder of the real seeds."""
    return SEEDS


@pytest.fixture(autouse=True)
def own_index(settings, tmp_path):
    """An index folder for each test, which no other finds."""
    settings.SEARCH_DIR = tmp_path / "search"


BUILT: list = []
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
    BUILT.extend((model, list(model.objects.all())) for model in own_models())
    BUILT_INDEX.append(tmp_path_factory.mktemp("built") / "search")
    if settings.SEARCH_DIR.exists():
        shutil.copytree(settings.SEARCH_DIR, BUILT_INDEX[0])


def own_models() -> list:
    return [
        model
        for app in ("articles", "entities", "portal")
        for model in apps.get_app_config(app).get_models()
    ]


def put_back() -> None:
    for model, rows in BUILT:
        model.objects.bulk_create(copy(row) for row in rows)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), own_models()):
            cursor.execute(statement)
