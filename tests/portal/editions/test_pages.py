"""Pages that an edition brings along are the pages that would be made."""

import json
import sqlite3

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from portal.cache.version import code_version
from portal.editions import pages, serving, written
from portal.editions.serving import Edition

MADE = HttpResponse(b"made now")


@pytest.fixture
def edition(tmp_path, settings, monkeypatch):
    """An edition of nothing but one page."""
    settings.READS_EDITIONS = True
    settings.ALLOWED_HOSTS = ["rare.example"]
    pages.write(tmp_path / pages.FILE, [("/about/", f"at {pages.ORIGIN}/about/".encode())])
    one = Edition("1-made", tmp_path)
    monkeypatch.setattr(serving.PINNED, "edition", one)
    return one


def answer(path="/about/", method="GET", **extra):
    request = RequestFactory(headers={"host": "rare.example"}).generic(method, path, **extra)
    return pages.WrittenPagesMiddleware(lambda request: MADE)(request)


def alter(edition, statement, *values):
    with sqlite3.connect(edition.folder / pages.FILE) as file:
        file.execute(statement, values)


def test_a_page_that_came_along_says_the_address_at_which_it_is_asked_for(edition):
    assert answer().content == b"at http://rare.example/about/"
    assert answer(secure=True).content == b"at https://rare.example/about/"


def test_an_address_within_an_address_is_changed_too(edition):
    within = b"?subject=http%3A%2F%2Fedition.lodestone.invalid%2F"
    alter(edition, "UPDATE page SET content = ?", pages.away(within))
    assert answer().content == b"?subject=http%3A%2F%2Frare.example%2F"


def test_all_else_is_made_when_it_is_asked_for(edition):
    assert answer("/map/") is MADE
    assert answer("/about/?page=2") is MADE
    assert answer(method="POST") is MADE


def test_pages_of_other_code_are_not_used(edition):
    assert code_version() != b"another"
    alter(edition, "UPDATE code SET version = ?", b"another")
    assert answer() is MADE


def test_what_cannot_be_read_is_made(edition):
    (edition.folder / pages.FILE).write_bytes(b"no database at all, but long enough" * 100)
    assert answer() is MADE
    (edition.folder / pages.FILE).unlink()
    assert answer() is MADE


def test_another_edition_brings_its_own(edition, tmp_path, monkeypatch):
    reader = pages.WrittenPagesMiddleware(lambda request: MADE)
    request = RequestFactory(headers={"host": "rare.example"}).get("/about/")
    assert reader(request) is not MADE
    (tmp_path / "next").mkdir()
    monkeypatch.setattr(serving.PINNED, "edition", Edition("2-made", tmp_path / "next"))
    assert reader(request) is MADE


@pytest.mark.own_database
def test_a_publishing_writes_out_the_pages_that_would_be_made(site, monkeypatch):
    monkeypatch.setenv("PORTAL_WRITTEN_PAGES", "40")
    site.manage("publish")
    process = site.start("-m", "tests.portal.editions.comparing_pages", role="public")
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err[-2000:]
    equal = json.loads(out)
    article = "/articles/japan-namibia-rare-earths-exploration-deal/"
    assert {"/", "/map/", "/entities/jogmec/", article} <= {*equal}
    assert [path for path, is_equal in equal.items() if not is_equal] == []
    site.manage("verify_edition")


@pytest.mark.own_database
def test_an_edition_without_pages_is_still_an_edition(site, monkeypatch, settings, caplog):
    # No edition lies there, but the live database alone.
    (site.folder / pages.FILE).write_text("begun")
    (site.folder / "lodestone.sqlite3").unlink()
    settings.WRITTEN_PAGES = 40
    with caplog.at_level("WARNING"):
        written.write_beside(site.folder)
    assert not (site.folder / pages.FILE).exists()
    assert "no pages written out" in caplog.text
