"""An import that is looked at after each commit and killed between them, again and again: on the
database of the run."""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from portal.search.contract import Search, Sort
from portal.search.tantivy import TantivyBackend
from tests.dumps import natural_dump
from tests.makers import write_files
from tests.portal.stepped_import import BATCH
from tests.soaking import times

ROOT = Path(__file__).resolve().parents[2]
# A portal is filled by so many imports, all of them killed, before the last one.
KILLS = 5
PORTALS = times(1, 40)
MOST_BATCHES = 2  # stored by an import before it is killed
TEXTS = KILLS * (MOST_BATCHES + 1) * BATCH + 1
NAME = "Namibia Critical Metals"
PREPARE = f"""
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.makers import make_entity
make_entity({NAME!r})
call_command("index_search")
"""
FINISH = """
from django.core.management import call_command
for command in (["import_articles", {!r}], ["index_search"], ["check_counts"]):
    call_command(*command)
"""

pytestmark = pytest.mark.django_db

# Each of these finds what must not be there: an article that is only half written.
HALF_WRITTEN = {
    "article without a single current version": """
        SELECT a.slug FROM articles_article a LEFT JOIN articles_articleversion v
            ON v.article_id = a.id AND v.is_current
        GROUP BY a.id, a.slug HAVING count(v.id) <> 1""",
    "version without its three passages": """
        SELECT v.file_name FROM articles_articleversion v LEFT JOIN articles_passage p
            ON p.version_id = v.id
        GROUP BY v.id, v.file_name HAVING count(p.id) <> 3""",
    "article without its two mentions": """
        SELECT v.file_name FROM articles_articleversion v
            LEFT JOIN articles_passage p ON p.version_id = v.id
            LEFT JOIN entities_mention m ON m.passage_id = p.id
        GROUP BY v.id, v.file_name HAVING count(m.id) <> 2""",
    "article without its link": """
        SELECT a.slug FROM articles_article a LEFT JOIN entities_link l
            ON l.article_id = a.id AND l.mention_count = 2
        GROUP BY a.id, a.slug HAVING count(l.id) <> 1""",
    "article that is not counted": """
        SELECT a.slug FROM articles_article a LEFT JOIN entities_countedarticle c
            ON c.key = a.id
        WHERE c.key IS NULL""",
}


class Site:
    """A portal of its own: a folder, and a database that is SQLite's or PostgreSQL's."""

    def __init__(self, folder: Path, url: str):
        self.folder, self.url = folder, url

    def environment(self) -> dict[str, str]:
        own = {"PORTAL_DEBUG": "1", "PORTAL_DATA": str(self.folder), "DATABASE_URL": self.url}
        return os.environ | own

    def start(self, *arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT, env=self.environment(), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def manage(self, *command: str) -> str:
        process = self.start(str(ROOT / "manage.py"), *command)
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, err
        return out

    def run(self, code: str) -> str:
        return self.manage("shell", "-c", code)

    @contextmanager
    def opened(self) -> Iterator:
        """A plain connection, beside whatever the portal does."""
        if self.url.startswith("sqlite"):
            held = sqlite3.connect(self.folder / "lodestone.sqlite3")
        else:
            held = psycopg.connect(self.url, autocommit=True)
        with closing(held):
            yield held

    def rows(self, question: str) -> list[tuple]:
        with self.opened() as held:
            return held.execute(question).fetchall()

    def kill_an_import(self, files: Path, batches: int, part: float) -> int:
        """Kill it once it has stored so many batches, on its way to the next; how many articles
        it had said were stored.

        After each commit nothing may be half done, since a kill leaves what the last one left.
        """
        goal, took = len(self.keys()) + batches * BATCH, 0.05
        process = self.start("-m", "tests.portal.stepped_import", str(files))
        said = int(process.stdout.readline())
        while len(self.keys()) < goal:
            began = time.monotonic()
            let_go_on(process)
            said = int(process.stdout.readline())
            took = time.monotonic() - began
            assert self.faults() == {}
        let_go_on(process)
        time.sleep(part * took)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        self.wait_for_peace()
        return said

    def wait_for_peace(self) -> None:
        """PostgreSQL ends the session of a killed process when it next looks at it."""
        others = (
            "SELECT 1 FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        while not self.url.startswith("sqlite") and self.rows(others):
            time.sleep(0.01)

    def slugs(self) -> set[str]:
        return {slug for (slug,) in self.rows("SELECT slug FROM articles_article")}

    def faults(self) -> dict[str, list]:
        found = {what: self.rows(question) for what, question in HALF_WRITTEN.items()}
        if self.url.startswith("sqlite"):
            found["damage"] = [one for one in self.rows("PRAGMA integrity_check") if one != ("ok",)]
            found["broken reference"] = self.rows("PRAGMA foreign_key_check")
        found["neither indexed nor noted"] = sorted(self.keys() - self.indexed() - self.noted())
        return {what: rows for what, rows in found.items() if rows}

    def keys(self) -> set[int]:
        return {key for (key,) in self.rows("SELECT id FROM articles_article")}

    def noted(self) -> set[int]:
        notes = self.rows("SELECT keys FROM portal_indexnote WHERE sort = 'article'")
        lists = (json.loads(keys) if isinstance(keys, str) else keys for (keys,) in notes)
        return set().union(*lists)

    def indexed(self) -> set[int]:
        if self.url.startswith("sqlite"):
            engine = TantivyBackend(self.folder / "search")
            return set(engine.search(Sort.ARTICLE, Search(), limit=TEXTS).keys)
        documents = "SELECT key FROM portal_indexeddocument WHERE sort = 'article'"
        return {key for (key,) in self.rows(documents)}

    def dump(self) -> dict:
        with self.opened() as held:
            return natural_dump(held)


def let_go_on(process: subprocess.Popen) -> None:
    process.stdin.write("\n")
    process.stdin.flush()


@contextmanager
def new_site(folder: Path, like: Site | None = None) -> Iterator[Site]:
    """A portal with an empty database, or one with all that another has."""
    shutil.copytree(like.folder, folder) if like else folder.mkdir()
    if connection.vendor == "sqlite":
        yield Site(folder, f"sqlite:///{folder / 'lodestone.sqlite3'}")
        return
    server = connection.get_connection_params() | {"dbname": "postgres"}
    info = {key: server[key] for key in ("host", "port", "user", "password") if server.get(key)}
    name = f"killed_{uuid4().hex[:8]}"
    template = like.url.partition("@/")[2].partition("?")[0] if like else "template1"
    with closing(psycopg.connect(dbname="postgres", autocommit=True, **info)) as held:
        held.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            place = urlencode({key: info[key] for key in info if key != "user"})
            yield Site(folder, f"postgresql://{info.get('user', '')}@/{name}?{place}")
        finally:
            held.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> Path:
    text = "Title {0}\n\n{1} has the number {0}.\n\nSo says {1} itself."
    texts = {f"t{number:04}.txt": text.format(number, NAME) for number in range(TEXTS)}
    return write_files(tmp_path_factory.mktemp("texts"), texts)


@pytest.mark.parametrize("portal", range(PORTALS))
def test_a_killed_import_loses_nothing_halves_nothing_and_goes_on_where_it_stopped(
    tmp_path, files, portal
):
    dice = random.Random(portal)
    names = [path.stem for path in sorted(files.iterdir())]
    with new_site(tmp_path / "undisturbed") as undisturbed:
        undisturbed.run(PREPARE)
        with new_site(tmp_path / "site", undisturbed) as site:
            left: set[str] = set()
            for _ in range(KILLS):
                said = site.kill_an_import(
                    files, dice.randint(0, MOST_BATCHES), dice.uniform(0, 1.2)
                )
                before, left = left, site.slugs()
                assert set(names[:said]) | before <= left, "what it said it had stored is lost"
                assert len(left) % BATCH == 0 and site.faults() == {}
            assert 0 < len(left) < TEXTS
            said = site.run(FINISH.format(str(files)))
            assert f"{TEXTS - len(left)} created, 0 updated, {len(left)} unchanged, 0 f" in said
            assert "All counts are right." in said
            assert (site.faults(), site.noted()) == ({}, set())
            undisturbed.manage("import_articles", str(files))
            assert site.dump() == undisturbed.dump()
