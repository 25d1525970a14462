"""A public process of its own reads an edition, and nothing gets past it."""

import json

import pytest

from tests.portal.guard.reading import ADDRESSES

pytestmark = pytest.mark.own_database


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def answer(site):
    site.manage("publish")
    before = contents(site.folder)
    process = site.start("-m", "tests.portal.guard.reading", role="public")
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err[-2000:]
    assert contents(site.folder) == before
    return json.loads(out)


def test_every_kind_of_page_is_there_and_no_write_gets_through(answer):
    assert answer["pages"] == dict.fromkeys(ADDRESSES, 200)
    assert not answer["cookies"]
    assert answer["posted"] == 405
    assert answer["admin"] == 404
    told = {name: error.partition(":")[0] for name, error in answer["writes"].items()}
    raw = {"save where it was read", "raw SQL"}
    assert {name for name, error in told.items() if error == "DatabaseError"} == raw
    commands = {"migrate", "publish", "make_reader"}
    assert {name for name, error in told.items() if error == "CommandError"} == commands
    assert {told[name] for name in told.keys() - raw - commands} == {"ReadOnly"}
