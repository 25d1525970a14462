"""Editions damaged at random: what can be read is served, all else is 503, and hashes find all."""

import random
import shutil
from pathlib import Path

import pytest

from portal.editions import verifying
from portal.editions.serving import POINTER, Edition
from tests.portal.faults import damaging
from tests.portal.faults.processes import Server
from tests.soaking import times

pytestmark = pytest.mark.own_database

PAGES = (
    "/", "/articles/", "/articles/japan-namibia-rare-earths-exploration-deal/", "/entities/",
    "/entities/jogmec/", "/entities/jogmec/graph/", "/elements/", "/relationships/",
    "/relationships/jogmec--participates-in--lofdal/", "/collections/rare-earths-special-focus/",
    "/evidence/", "/notes/", "/sources/", "/search/?q=Lofdal+Namibia", "/search/suggestions/?q=lo",
    "/timeline/", "/gaps/", "/figures/", "/map/", "/connections/?from=jogmec&to=dysprosium",
    "/readyz",
)  # fmt: skip
# What is damaged may lack rows that are asked for.
ANSWERS = {200, 301, 302, 404, 503}
ASKED = 7  # of these pages, of each damaged edition


def test_damaged_editions_are_answered_for_and_found(published, server):
    for number in range(times(12, 200)):
        dice = random.Random(number)
        one, harm = damaged(published, number, dice)
        assert verifying.faults_of(one), f"{number}: {harm} was not found"
        lead_to(published, one.name.encode())
        for address in dice.sample(PAGES, ASKED):
            status = answered(server, address)
            assert status in ANSWERS, f"{number}: {harm}: {address} gave {status}"
        shutil.rmtree(one.folder, ignore_errors=True)
    lead_to(published, sound(published).name.encode())
    assert {answered(server, address) for address in PAGES} == {200}


@pytest.mark.parametrize("content", damaging.POINTERS)
def test_a_damaged_pointer_gives_503_until_it_is_mended(published, server, content):
    lead_to(published, content)
    for address in ("/", "/search/?q=Lofdal", "/readyz"):
        assert answered(server, address) == 503, address
    lead_to(published, sound(published).name.encode())
    assert {answered(server, address) for address in ("/", "/search/?q=Lofdal", "/readyz")} == {200}


def damaged(published: Path, number: int, dice: random.Random) -> tuple[Edition, str]:
    """A copy of the edition with some damage, and which."""
    one = Edition(f"{number}-damaged", published / "editions" / f"{number}-damaged")
    shutil.copytree(sound(published), one.folder)
    before = contents(one.folder)
    harm = dice.choice(damaging.DAMAGES)
    # Dice may turn the same bit twice.
    while contents(one.folder) == before:
        harm(one.folder, dice)
    return one, harm.__name__


def sound(published: Path) -> Path:
    return min(published.glob("editions/1-*Z"))


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def lead_to(published: Path, content: bytes) -> None:
    (published / "editions" / POINTER).write_bytes(content)


def answered(server: Server, address: str) -> int:
    """The status; an answer that does not come in time is an error."""
    answer = server.get(address)
    assert answer.status != 503 or address == "/readyz" or "retry-after" in answer.headers, address
    return answer.status
