"""Publishing: what it makes, what it keeps, going back, and failing without harm."""

import json
import sqlite3
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from articles.models import Article
from entities.models import Entity, Relationship
from portal.disk import replace_file
from portal.editions import manifest, publishing, verifying
from portal.editions.connecting import reading_by
from portal.editions.contents import INSTEAD, PUBLIC, ROWS
from portal.editions.publishing import NotPublished, preview, publish, roll_back
from portal.search.backends import opened
from portal.search.contract import Sort
from portal.search.models import IndexState
from tests.portal.editions.conftest import connection_to_live


def opened_file(made) -> sqlite3.Connection:
    database = publishing.shelf.edition(made.name).database
    return sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True)


def test_an_edition_is_whole_sound_and_read_only_to_look_at(live, shelf):
    made = publish()
    edition = publishing.shelf.edition(made.name)
    assert (shelf / "current").read_text().strip() == made.name
    assert verifying.faults_of(edition) == []
    with opened_file(made) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        assert file.execute("PRAGMA journal_mode").fetchall() != [("wal",)]
        tables = {name for (name,) in file.execute("SELECT name FROM sqlite_schema")}
    assert not {"auth_user", "django_session", "articles_historicalarticle"} & tables
    assert made.counts["entities_relationship"] == Relationship.objects.count() == 60
    assert made.things["entity"] == Entity.objects.count()
    assert set(made.files) == {
        path.relative_to(edition.folder).as_posix() for path in manifest.files_in(edition.folder)
    }
    assert not list(shelf.glob("draft-*"))


def test_every_row_keeps_its_primary_key_and_every_index_is_there(live, shelf):
    made = publish()
    with opened_file(made) as file:
        held = dict(file.execute("SELECT slug, id FROM entities_entity").fetchall())
        indexes = {
            name
            for (name,) in file.execute(
                "SELECT tbl_name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
            )
        }
    assert held == dict(Entity.objects.values_list("slug", "pk"))
    assert {"articles_article", "entities_mention", "entities_evidence"} <= indexes


def test_the_index_of_an_edition_holds_what_its_database_holds(live, shelf):
    made = publish()
    engine = opened("tantivy", publishing.shelf.edition(made.name).search)
    assert engine.sizes() == {
        Sort.ARTICLE: made.counts["articles_article"],
        Sort.ENTITY: made.counts["entities_entity"],
        Sort.STATEMENT: made.counts["entities_relationship"],
    }


def test_numbers_go_on_after_going_back_and_going_back_goes_on(live, shelf):
    first, second, third = publish(), publish(), publish()
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert roll_back().name == second.name
    assert roll_back().name == first.name
    with pytest.raises(NotPublished, match="no edition to go back to"):
        roll_back()
    fourth = publish()
    assert (fourth.number, fourth.previous) == (4, first.name)
    assert roll_back().name == first.name
    states = {one.manifest.number: (one.is_current, one.was_taken_back)
              for one in publishing.shelf.kept()}  # fmt: skip
    assert states == {1: (True, False), 2: (False, True), 3: (False, True), 4: (False, True)}


def test_the_last_are_kept_and_never_less_than_the_current_one_and_the_one_before(live, shelf):
    made = [publish(keep=2) for _ in range(3)]
    assert {path.name for path in shelf.glob("[0-9]*")} == {one.name for one in made[1:]}
    roll_back()
    last = publish(keep=0)
    assert {path.name for path in shelf.glob("[0-9]*")} == {made[1].name, last.name}


def test_what_changed_is_told_by_name_and_number(live, shelf, client):
    publish()
    jogmec = Entity.objects.get(slug="jogmec")
    jogmec.names.create(text="Another name")
    Entity.objects.create(slug="newcomer", name="Newcomer", kind="organization")
    gone = Relationship.objects.first()
    title = str(gone)
    gone.delete()
    Article.objects.filter(slug__startswith="japan").update(author="Somebody")
    expected = preview()
    changes = publish().changes
    assert {key: changes[key] for key in changes} == {key: expected[key] for key in changes}
    told = {one["thing"]: one for one in changes["things"]}
    assert told["entity"]["added"] == {"count": 1, "named": [["newcomer", "Newcomer"]]}
    assert told["entity"]["changed"] == {"count": 1, "named": [["jogmec", "JOGMEC"]]}
    assert told["statement"]["gone"]["named"] == [[gone.slug, title]]
    assert told["article"]["changed"]["count"] == 1
    assert set(told) == {"entity", "statement", "article"}
    html = client.get("/editions/").content.decode()
    assert '1 entity was added: <a href="/entities/newcomer/">Newcomer</a>.' in html
    assert f"1 statement was taken away: “{title}”." in html


def test_nothing_changed_is_said_so(live, shelf, capsys):
    publish()
    call_command("publish", "--dry-run")
    assert "Nothing changed that readers get." in capsys.readouterr().out


def test_another_database_is_not_compared_with(live, shelf, capsys):
    publish()
    IndexState.objects.all().delete()
    call_command("publish")
    assert "made from another database" in capsys.readouterr().out


def test_one_publishes_at_a_time_and_the_second_says_so(live, shelf):
    with publishing.alone(), pytest.raises(CommandError, match="Another process is publishing"):
        call_command("publish")
    assert publishing.is_publishing() is False
    assert publish().number == 1


@pytest.mark.parametrize("name", ["lodestone.sqlite3", "search", "manifest.draft"])
def test_what_fails_on_the_way_leaves_the_edition_before(live, shelf, monkeypatch, name):
    """Whatever cannot be written: the snapshot, the index, or the manifest at the very end."""
    before = publish()
    make = type(shelf).mkdir

    def obstructed(path, *args, **options):
        make(path, *args, **options)
        if path.name.startswith("draft-"):
            (path / name).symlink_to(path / "nowhere" / "at-all")

    monkeypatch.setattr(type(shelf), "mkdir", obstructed)
    with pytest.raises(CommandError, match="Nothing was published: "):
        call_command("publish")
    monkeypatch.undo()
    assert publishing.shelf.current().name == before.name
    assert not list(shelf.glob("draft-*"))
    report = json.loads((shelf / "publishing.json").read_text())
    assert report["state"] == "failed" and report["reason"]


def test_what_a_dead_process_left_is_cleared_by_the_next(live, shelf):
    before = publish()
    (shelf / "draft-7-dead" / "search").mkdir(parents=True)
    # Killed after it was put up and before readers were led to it.
    never = publish()
    replace_file(shelf / "current", before.name)
    assert [one.manifest.name for one in publishing.shelf.kept()] == [before.name]
    after = publish()
    assert {path.name for path in shelf.iterdir() if path.is_dir()} == {before.name, after.name}
    assert (after.previous, never.previous) == (before.name, before.name)


def test_curators_go_on_writing_and_the_edition_is_of_one_moment(live, shelf):
    """Each change touches two tables: an edition has both or neither."""
    stop, count = threading.Event(), [0]

    def curate():
        with reading_by(connection_to_live(live)):
            while not stop.is_set():
                count[0] += 1
                say(f"turn {count[0]}")

    curator = threading.Thread(target=curate)
    curator.start()
    try:
        made = [publish(keep=10) for _ in range(3)]
        written = count[0]
    finally:
        stop.set()
        curator.join()
    for one in made:
        with opened_file(one) as file:
            said = file.execute("SELECT description FROM entities_entity WHERE slug = 'jogmec'")
            author = file.execute(
                "SELECT author FROM articles_article WHERE slug LIKE 'japan%'"
            ).fetchone()
            assert said.fetchone() == author
    assert written > 10


@transaction.atomic
def say(words):
    Entity.objects.filter(slug="jogmec").update(description=words)
    Article.objects.filter(slug__startswith="japan").update(author=words)


def test_whoever_adds_a_public_table_says_which_rows_readers_get():
    assert set(ROWS) == set(PUBLIC)
    assert set(INSTEAD) <= set(PUBLIC)
    for model, instead in INSTEAD.items():
        assert all(model._meta.get_field(name) for name in instead)


def test_readers_processes_do_not_publish(settings, shelf):
    settings.IS_CURATED = False
    with pytest.raises(CommandError, match="curators"):
        call_command("publish")
