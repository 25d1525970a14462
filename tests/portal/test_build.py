"""The whole way of the data: its figures, doing it again, and being killed on the way."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Article, ArticleVersion, Passage
from entities.models import Entity, Evidence, Link, Mention, Note, Relationship
from portal.search.backends import backend
from portal.search.models import IndexNote
from tests.dumps import every_row, natural_dump
from tests.portal.search.in_step import differences
from tests.soaking import times

ROOT = Path(__file__).resolve().parent.parent.parent
INTRODUCTION = "rare-earths-special-focus-introduction"
NEWS = "japan-namibia-rare-earths-exploration-deal"
TRIALS = times(4, 200)


def copy_of(seeds: Path, folder: Path) -> Path:
    return Path(shutil.copytree(seeds, folder / "seeds"))


def test_the_seeds_are_the_given_bytes(built):
    versions = dict(ArticleVersion.objects.values_list("article__slug", "sha256"))
    assert versions == {
        INTRODUCTION: "20d7e42549f89a99e4d8d08b4160b4b8121d8673a1bdfcde855413f5daef769d",
        NEWS: "789ad44ff9d661bdf757625ff6ba0365b9ecfda7ea9f16913325c05967f9505c",
    }


def test_all_evidence_of_the_seeds_is_found_in_its_context(built):
    assert Evidence.objects.count() > 50
    assert set(Evidence.objects.values_list("state", flat=True)) == {"ok"}
    for one in Evidence.objects.select_related("passage__version"):
        assert one.passage.text[one.start : one.end] == one.quote
        assert one.version_sha256 == one.passage.version.sha256
        assert one.passage.is_linkable


def test_every_statement_of_the_seeds_is_public_and_sound(built):
    assert Relationship.objects.public().count() == Relationship.objects.count() > 30
    assert all(one.is_sound for one in Relationship.objects.for_list())


def test_the_notes_stand_beside_passages(built):
    for note in Note.objects.prefetch_related("anchors__passage"):
        assert all(anchor.passage for anchor in note.anchors.all())


def test_at_the_end_the_database_knows_how_much_it_holds(db, seeds, capsys):
    if connection.vendor == "postgresql":
        asked = "SELECT reltuples::int FROM pg_class WHERE relname = 'entities_entity'"
    else:
        asked = "SELECT max(stat + 0) FROM sqlite_stat1 WHERE tbl = 'entities_entity'"
    call_command("build", seeds)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        assert cursor.fetchone() == (Entity.objects.count(),)


def test_the_last_step_makes_the_index_and_later_keeps_it(db, seeds, tmp_path, capsys):
    folder = copy_of(seeds, tmp_path)
    call_command("build", folder)
    held = "2 articles, 55 entities, 60 statements."
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "Search:", "The search index is made anew: it was missing.", f"Indexed: {held}",
    ]  # fmt: skip
    assert not IndexNote.objects.exists()
    path = folder / "articles" / "000_5fc3e21fa0a37897.txt"
    path.write_text(path.read_text() + "\n\nA windmill turns.")
    call_command("build", folder)
    assert capsys.readouterr().out.splitlines()[-1].endswith(held)
    assert differences(backend()) == []


def test_building_again_writes_nothing_not_even_a_timestamp(built, capsys):
    before = every_row(connection)
    call_command("build")
    out = capsys.readouterr().out
    assert "0 created, 0 updated, 2 unchanged, 0 failed." in out
    assert "0 records created, 0 updated, 0 removed, 0 conflicts." in out
    assert "0 created, 0 changed, 0 removed." in out
    assert "Up to date: 2 articles" in out
    assert every_row(connection) == before


def test_building_mends_what_was_lost(built):
    before = natural(connection)
    Mention.objects.filter(passage__version__article__slug=NEWS).delete()
    Link.objects.filter(mention_count__gt=3, by_curator=False).delete()
    Evidence.objects.update(state="broken")
    call_command("build")
    assert natural(connection) == before


def natural(django_connection) -> dict:
    django_connection.ensure_connection()
    return natural_dump(django_connection.connection)


def test_an_article_that_fails_does_not_keep_the_rest_from_being_built(db, seeds, tmp_path, capsys):
    folder = copy_of(seeds, tmp_path)
    (folder / "articles" / "bad.txt").write_bytes(b"caf\xe9")
    with pytest.raises(SystemExit) as stopped:
        call_command("build", folder)
    assert stopped.value.code == 1
    assert "bad.txt: not utf-8: byte 0xe9 at byte offset 3" in capsys.readouterr().err
    assert Article.objects.count() == 2
    assert Evidence.objects.filter(state="ok").count() == Evidence.objects.count() > 50


def test_faulty_curation_leaves_the_articles_imported_and_nothing_else(db, seeds, tmp_path, capsys):
    folder = copy_of(seeds, tmp_path)
    path = folder / "notes.toml"
    path.write_text(path.read_text().replace('verdict = "disputed"', 'verdict = "wrong"', 1))
    with pytest.raises(CommandError, match=r"1 problems?; nothing was loaded"):
        call_command("build", folder)
    assert "notes.toml: note-ev-batteries: verdict: " in capsys.readouterr().err
    assert Article.objects.count() == 2
    assert not Relationship.objects.exists()


def test_changed_bytes_keep_the_old_version_and_move_only_what_is_beyond_doubt(
    db, seeds, tmp_path, capsys
):
    folder = copy_of(seeds, tmp_path)
    call_command("build", folder)
    path = folder / "articles" / "001_951057280232a0bc.txt"
    text = path.read_text()
    quote = Evidence.objects.filter(article__slug=NEWS, passage__line=3).first()
    lines = text.split("\n")
    lines[2] = "Nothing of the old paragraph is left here, but for a bird singing in a tree."
    path.write_text("\n".join(lines))
    call_command("build", folder)
    err = capsys.readouterr().err
    assert "its blocks were left aside" in err
    assert ArticleVersion.objects.filter(article__slug=NEWS).count() == 2
    quote.refresh_from_db()
    assert quote.state in ("needs_person", "broken")
    assert not quote.passage.version.is_current
    others = Evidence.objects.filter(article__slug=NEWS, passage__line__gt=3)
    assert others and all(one.state == "ok" and one.passage.version.is_current for one in others)
    path.write_text(text)
    call_command("build", folder)
    quote.refresh_from_db()
    assert (quote.state, quote.passage.version.is_current) == ("ok", True)
    assert Passage.objects.current().of_articles([quote.article_id]).filter(kind="promo").exists()


# --- killed at random moments


class Site:
    """A portal of its own in a folder, built by a real process."""

    def __init__(self, folder: Path, empty: Path):
        self.folder, self.file = folder, folder / "lodestone.sqlite3"
        folder.mkdir()
        shutil.copy(empty, self.file)

    def start(self, *command: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), *(command or ["build"])],
            env=environment(self.folder),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def build(self) -> None:
        process = self.start()
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err.decode()

    def wait_for_first_write(self, process: subprocess.Popen) -> None:
        wal = Path(f"{self.file}-wal")
        while process.poll() is None and not (wal.exists() and wal.stat().st_size):
            time.sleep(0.002)

    def dump(self) -> dict:
        with sqlite3.connect(self.file) as held:
            return natural_dump(held)


def environment(folder: Path) -> dict:
    return (
        os.environ
        | {"PORTAL_DEBUG": "1", "PORTAL_DATA": str(folder), "DATABASE_URL": ""}
        | {"DATABASE_URL": f"sqlite:///{folder / 'lodestone.sqlite3'}"}
    )


@pytest.fixture
def empty(tmp_path) -> Path:
    """A migrated SQLite file without content."""
    folder = tmp_path / "empty"
    folder.mkdir()
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "-v0"]
    subprocess.run(command, env=environment(folder), cwd=ROOT, check=True)
    return folder / "lodestone.sqlite3"


@pytest.mark.own_database
def test_killed_at_any_moment_and_run_again_it_comes_to_the_same_content(tmp_path, empty):
    undisturbed = Site(tmp_path / "undisturbed", empty)
    nothing = undisturbed.dump()
    process = undisturbed.start()
    undisturbed.wait_for_first_write(process)
    began = time.monotonic()
    process.communicate()
    writing = time.monotonic() - began
    whole = undisturbed.dump()
    assert process.returncode == 0
    assert all(len(whole[table]) for table in ("articles_passage", "entities_mention"))

    dice = random.Random(30)
    # One in each stretch of the whole, so that few trials are spread over it, too.
    delays = [(number + dice.random()) / TRIALS * writing for number in range(TRIALS)]

    def trial(number: int) -> str:
        site = Site(tmp_path / f"trial{number}", empty)
        process = site.start()
        site.wait_for_first_write(process)
        time.sleep(delays[number])
        process.send_signal(signal.SIGKILL)
        process.communicate()
        left = site.dump()
        site.build()
        assert site.dump() == whole, f"killed {delays[number]:.3f} s after the first write"
        return "before" if left == nothing else "after" if left == whole else "half-done"

    with ThreadPoolExecutor(2) as pool:
        moments = Counter(pool.map(trial, range(TRIALS)))
    # Kills before the first commit or after the last would prove nothing.
    assert moments["half-done"] >= TRIALS // 4, moments
