"""Editions in a folder of the test's own, and a portal for processes of their own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS
from django.db.utils import ConnectionHandler

from portal import databases
from portal.editions.connecting import reading_by

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def shelf(settings, tmp_path) -> Path:
    """The folder of the editions; none is there yet."""
    settings.DATA_DIR = tmp_path
    settings.EDITIONS_DIR = tmp_path / "editions"
    return settings.EDITIONS_DIR


@pytest.fixture
def live(django_db_blocker, built_site, settings, tmp_path, shelf) -> Iterator[Path]:
    """The real seeds in a SQLite file of the test's own, which is committed to and thrown away: an
    edition is read by a connection that sees nothing of a test's open transaction."""
    file = tmp_path / "lodestone.sqlite3"
    shutil.copy(built_site / file.name, file)
    shutil.copytree(built_site / "search", settings.SEARCH_DIR)
    with django_db_blocker.unblock(), reading_by(connection_to_live(file)):
        yield file


def connection_to_live(file: Path):
    """As the portal opens its live database."""
    database = {**databases.sqlite("", file.parent), "NAME": file}
    return ConnectionHandler({DEFAULT_DB_ALIAS: database})[DEFAULT_DB_ALIAS]


@dataclass(frozen=True)
class Site:
    """A portal on a SQLite file in a folder, for real processes."""

    folder: Path

    @property
    def editions(self) -> Path:
        return self.folder / "editions"

    def environment(self, role: str = "all") -> dict[str, str]:
        own = {"PORTAL_DEBUG": "1", "PORTAL_DATA": str(self.folder), "PORTAL_ROLE": role}
        kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "SEARCH_BACKEND")}
        return kept | own | {"PORTAL_LOG_LEVEL": "ERROR"}

    def start(self, *command: str, role: str = "all", **options) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *command], env=self.environment(role), cwd=ROOT, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options,
        )  # fmt: skip

    def run(self, *command: str) -> str:
        process = self.start(*command)
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, err[-2000:]
        return out

    def manage(self, *command: str) -> str:
        return self.run("manage.py", *command)


@pytest.fixture
def site(built_site, tmp_path) -> Site:
    return Site(Path(shutil.copytree(built_site, tmp_path / "site")))
