"""Whatever is done to the files of an edition is found, and said file by file."""

import pytest
from django.core.management import CommandError, call_command

from portal.editions import publishing, verifying
from portal.editions.publishing import publish


@pytest.fixture
def edition(live):
    return publishing.shelf.edition(publish().name)


def test_a_sound_edition_has_no_fault(edition, capsys):
    assert verifying.faults_of(edition) == []
    call_command("verify_edition")
    assert capsys.readouterr().out == f"{edition.name}: sound.\n"


def test_each_fault_is_told_of_its_file(edition, capsys):
    index = next(edition.search.glob("g-*"))
    store, terms = next(index.glob("article/*.store")), next(index.glob("entity/*.term"))
    store.unlink()
    terms.write_bytes(terms.read_bytes()[:-1])
    content = bytearray(edition.database.read_bytes())
    content[-100] ^= 1
    edition.database.write_bytes(content)
    (edition.folder / "lodestone.sqlite3-journal").write_text("")
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_edition", edition.name)
    assert stopped.value.code == 1
    out = capsys.readouterr().out
    size = terms.stat().st_size
    assert "  lodestone.sqlite3 was altered.\n" in out
    assert f"{store.name} is missing.\n" in out
    assert f"{terms.name} is truncated: {size:,} of {size + 1:,} bytes.\n" in out
    assert "  lodestone.sqlite3-journal is surplus.\n" in out
    assert len(out.splitlines()) == 5


@pytest.mark.parametrize("place", [2, 300, -3])
def test_a_manifest_that_is_not_as_it_was_written_is_found(edition, place):
    content = bytearray(edition.manifest.read_bytes())
    content[place] ^= 2
    edition.manifest.write_bytes(content)
    (fault,) = verifying.faults_of(edition)
    assert "manifest" in fault


def test_a_pointer_that_leads_nowhere_is_found(edition, shelf, capsys):
    (shelf / "current").write_text("9-nowhere\n")
    with pytest.raises(SystemExit):
        call_command("verify_edition")
    assert "current names “9-nowhere”, which is not there." in capsys.readouterr().out


def test_without_an_edition_there_is_nothing_to_verify(live):
    with pytest.raises(CommandError, match="There is no edition"):
        call_command("verify_edition")


def test_from_a_damaged_edition_one_goes_back_or_on(edition):
    damaged = publish()
    publishing.shelf.edition(damaged.name).manifest.write_text("{}")
    assert publishing.roll_back().name == edition.name
    edition.manifest.write_text("{}")
    made = publish()
    assert (made.number, made.previous) == (3, "")
    assert verifying.faults_of(publishing.shelf.edition(made.name)) == []
