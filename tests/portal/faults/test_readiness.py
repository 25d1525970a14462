"""What a public process says of the edition that it is to serve."""

import json
import shutil
from pathlib import Path

import pytest

from portal.editions.serving import DATABASE, MANIFEST, POINTER, SEARCH
from tests.portal.faults.processes import Server

pytestmark = pytest.mark.own_database


@pytest.fixture
def edition(published) -> Path:
    """A copy of the edition under another name, to which readers are led."""
    sound = min(published.glob("editions/1-*Z"))
    copy = shutil.copytree(sound, sound.with_name("harmed"))
    (published / "editions" / POINTER).write_text("harmed")
    yield copy
    shutil.rmtree(copy, ignore_errors=True)


def faults(server: Server) -> list[str]:
    answer = server.get("/readyz", host="10.1.2.3")
    said = json.loads(answer.text)
    assert (answer.status == 200) == said["ready"] == (not said["faults"])
    return said["faults"]


def test_a_published_edition_is_ready(server, published):
    sound = min(published.glob("editions/1-*Z")).name
    (published / "editions" / POINTER).write_text(sound)
    assert faults(server) == []
    assert json.loads(server.get("/readyz").text)["edition"] == sound


def test_a_file_that_was_cut_short_is_named_with_its_sizes(server, edition):
    size = (edition / DATABASE).stat().st_size
    with (edition / DATABASE).open("r+b") as file:
        file.truncate(size - 1)
    assert f"{DATABASE} in harmed has {size - 1:,} bytes instead of {size:,}." in faults(server)


def test_a_file_that_is_missing_is_named(server, edition):
    gone = next((edition / SEARCH).rglob("*.term"))
    gone.unlink()
    name = gone.relative_to(edition).as_posix()
    assert f"{name} is missing in harmed." in faults(server)


def test_a_row_is_read_and_not_only_a_number(server, edition):
    """Of the file only its first page is left as it was: `select 1` would not notice."""
    path = edition / DATABASE
    path.write_bytes(path.read_bytes()[:4096].ljust(path.stat().st_size, b"\0"))
    assert any(fault.startswith("The database cannot be read: ") for fault in faults(server))


def test_an_altered_manifest_is_noticed_by_its_own_sum(server, edition):
    text = (edition / MANIFEST).read_text()
    (edition / MANIFEST).write_text(text.replace('"number": 1', '"number": 2'))
    assert any("manifest" in fault for fault in faults(server))


def test_the_manifest_of_another_edition_is_noticed(server, edition):
    assert any("is that of 1-" in fault for fault in faults(server))


def test_nothing_published_is_said(server, published):
    (published / "editions" / POINTER).unlink()
    assert faults(server) == ["No edition has been published; manage.py publish makes one."]
