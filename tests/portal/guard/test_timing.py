"""A statement works for a second at most, whoever fetches it and however."""

import sqlite3
from contextlib import closing
from time import monotonic, process_time, sleep

import pytest

from portal.guard import timing

ENDLESS = """
    WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up) SELECT {} FROM up {}
"""
NOTHING_FOUND = ENDLESS.format("n", "WHERE n < 0")
ROWS = ENDLESS.format("n", "WHERE n % 20000 = 0")


@pytest.fixture
def connection(monkeypatch):
    """A connection with this layer alone, and a limit that does not hold up the tests."""
    monkeypatch.setattr(timing, "SECONDS", 0.1)
    with closing(sqlite3.connect(":memory:", factory=timing.TimedConnection)) as one:
        yield one


def fetch_all_by_one(cursor):
    while cursor.fetchone():
        pass


def fetch_all_by_some(cursor):
    while cursor.fetchmany(5):
        pass


FETCHES = {
    "fetchone": fetch_all_by_one,
    "fetchmany": fetch_all_by_some,
    "fetchall": lambda cursor: cursor.fetchall(),
    "iteration": list,
}


@pytest.mark.parametrize("opened", ["cursor", "connection"])
def test_what_finds_nothing_without_end_is_stopped(opened, connection):
    began = process_time()
    asked = connection if opened == "connection" else connection.cursor()
    with pytest.raises(sqlite3.OperationalError, match=r"stopped after 0\.1 s"):
        asked.execute(NOTHING_FOUND)
    assert process_time() - began < 1


@pytest.mark.parametrize("way", FETCHES)
def test_what_gives_rows_without_end_is_stopped_by_whatever_fetch(way, connection):
    # On a machine that is very busy, no row may come at all.
    with pytest.raises(sqlite3.OperationalError, match="stopped"):
        FETCHES[way](connection.execute(ROWS))


def test_the_time_between_two_rows_is_the_pages_own(connection):
    cursor = connection.execute(ENDLESS.format("n", "LIMIT 3"))
    cursor.fetchone()
    sleep(0.15)
    assert cursor.fetchall() == [(2,), (3,)]


def test_another_statement_meanwhile_neither_lengthens_nor_ends_it(connection):
    slow = connection.execute(ROWS)
    with pytest.raises(sqlite3.OperationalError, match="stopped"):
        while slow.fetchone():
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_each_statement_of_a_cursor_has_its_own_time(connection):
    cursor = connection.cursor()
    for _ in range(3):
        began = monotonic()
        with pytest.raises(sqlite3.OperationalError, match="stopped"):
            cursor.execute(NOTHING_FOUND)
        assert monotonic() - began > timing.SECONDS / 2


def test_the_connection_goes_on_after_a_statement_was_stopped(connection):
    with pytest.raises(sqlite3.OperationalError):
        connection.execute(NOTHING_FOUND)
    assert connection.execute("SELECT 1").fetchall() == [(1,)]


def test_an_error_of_another_kind_keeps_its_words(connection):
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        connection.execute("SELECT * FROM nowhere")
