"""`manage.py index_search`: what an operator sees of it."""

import os

import pytest
from django.core.management import CommandError, call_command

from portal.search.backends import backend
from portal.search.contract import State
from portal.search.models import IndexState
from tests.makers import make_article, make_entity
from tests.portal.search.in_step import differences

HELD = "2 articles, 1 entities, 0 statements."

pytestmark = pytest.mark.django_db


@pytest.fixture
def corpus():
    make_entity("Wind")
    return [make_article(f"Title {n}\n\nBody.", slug=f"t{n}") for n in range(2)]


def run(capsys, *options: str) -> list[str]:
    call_command("index_search", *options)
    return capsys.readouterr().out.splitlines()


def index_files(settings):
    return sorted(settings.SEARCH_DIR.glob("g-*/article/*.*"))


def test_a_missing_index_is_made(engine, corpus, capsys):
    assert run(capsys) == ["The search index is made anew: it was missing.", f"Indexed: {HELD}"]
    assert differences(engine) == []


def test_progress_is_shown_apart_from_what_is_said(engine, corpus, capsys):
    call_command("index_search")
    assert "Indexing articles: 2 of 2" in capsys.readouterr().err


def test_an_index_in_order_is_left_alone(engine, corpus, capsys):
    run(capsys)
    assert run(capsys) == [f"Up to date: {HELD}"]


def test_changes_are_taken_up(engine, corpus, capsys):
    run(capsys)
    make_article("Other\n\nA windmill.", slug="t0")
    assert run(capsys) == [f"Brought up to date with 1 changed rows: {HELD}"]
    assert differences(engine) == []


def test_it_is_made_anew_on_demand(engine, corpus, capsys):
    run(capsys)
    reason = "The search index is made anew: it was asked for."
    assert run(capsys, "--rebuild") == [reason, f"Indexed: {HELD}"]


def test_an_index_of_another_database_is_made_anew(engine, corpus, capsys):
    run(capsys)
    IndexState.objects.all().delete()
    reason = "The search index is made anew: it was made from another database."
    assert run(capsys) == [reason, f"Indexed: {HELD}"]


def test_a_migrated_database_without_content_has_an_index_without_content(engine, capsys):
    assert run(capsys)[-1] == "Indexed: 0 articles, 0 entities, 0 statements."
    assert differences(engine) == []


# --- damage, to the index in a folder


@pytest.fixture
def folder(corpus, settings, capsys):
    """The folder of an index that was in order."""
    settings.SEARCH_BACKEND = "tantivy"
    run(capsys)
    return settings.SEARCH_DIR


def replace(path, content: bytes):
    """Another file in its place: a process dies whose mapped file is cut off under it."""
    path.unlink()
    path.write_bytes(content)


def truncate(path):
    replace(path, path.read_bytes()[:-20])


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    replace(path, content)


def empty(path):
    replace(path, b"")


def remove(path):
    path.unlink()


SUFFIXES = [".idx", ".term", ".pos", ".fast", ".store", ".fieldnorm"]


@pytest.mark.parametrize("damage", [truncate, flip, empty, remove])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_damaged_file_is_found_and_all_is_made_anew(folder, capsys, suffix, damage):
    (path,) = folder.glob(f"g-*/article/*{suffix}")
    damage(path)
    assert backend().state() is State.DAMAGED
    assert run(capsys)[0] == "The search index is made anew: it was damaged."
    assert differences(backend()) == []


@pytest.mark.parametrize("damage", [truncate, empty, remove])
@pytest.mark.parametrize("name", ["manifest.json", "article/meta.json", "entity"])
def test_so_is_one_that_says_what_there_is(folder, capsys, name, damage):
    (path,) = folder.glob(f"g-*/{name}")
    path = next(path.glob("*.idx")) if path.is_dir() else path
    damage(path)
    assert run(capsys)[0].startswith("The search index is made anew: it was ")
    assert differences(backend()) == []


@pytest.mark.parametrize("content", ["", "g-of-nowhere", "\x00\xff", "../.."])
def test_a_pointer_that_leads_nowhere(folder, capsys, content):
    (folder / "current").write_text(content)
    assert backend().state() is not State.GOOD
    assert run(capsys)[0].startswith("The search index is made anew: it was ")
    assert differences(backend()) == []


def test_an_index_of_an_earlier_form_is_made_anew(folder, capsys):
    (path,) = folder.glob("g-*/manifest.json")
    path.write_text(path.read_text().replace('"format": ', '"format": 9'))
    assert run(capsys)[0] == "The search index is made anew: it was outdated."
    assert differences(backend()) == []


def test_a_file_in_place_of_the_folder_is_said(corpus, settings):
    settings.SEARCH_BACKEND = "tantivy"
    settings.SEARCH_DIR.write_text("no folder")
    with pytest.raises(CommandError, match=r"cannot be used: .*search'"):
        call_command("index_search")
    assert settings.SEARCH_DIR.read_text() == "no folder"


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_said(corpus, settings):
    settings.SEARCH_BACKEND = "tantivy"
    settings.SEARCH_DIR.mkdir()
    settings.SEARCH_DIR.chmod(0o500)
    with pytest.raises(CommandError, match="Permission denied"):
        call_command("index_search")
