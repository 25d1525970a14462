"""The engine for editions reads the one that its thread is pinned to, and can do nothing else."""

import shutil
import threading

import pytest
from django.db import DatabaseError, NotSupportedError, OperationalError

from portal.editions import serving
from portal.guard import layers
from portal.guard.editions import base
from tests.portal.guard.conftest import make_reader
from tests.portal.guard.test_layers import BESIDE, PRAGMAS, TEMPORARY, WRITES


def title(reader) -> str:
    with reader.cursor() as cursor:
        return cursor.execute("SELECT title FROM article").fetchone()[0]


def test_it_reads_the_edition_that_is_current(reader, publish):
    publish("first")
    assert title(reader) == "first"


def test_without_an_edition_there_is_nothing_to_read(reader):
    with pytest.raises(serving.NoEdition, match="publish makes one"):
        title(reader)


def test_a_request_ends_in_the_edition_it_began_in_and_the_next_reads_the_new_one(reader, publish):
    publish("first")
    assert title(reader) == "first"
    publish("second")
    assert title(reader) == "first"
    serving.release()
    assert title(reader) == "second"


def test_the_connection_stays_open_as_long_as_the_edition_does(reader, publish):
    publish("first")
    title(reader)
    connection = reader.connection
    serving.release()
    title(reader)
    assert reader.connection is connection


def test_an_edition_that_is_deleted_is_read_to_the_end_of_the_request(reader, publish):
    first = publish("first")
    title(reader)
    publish("second")
    shutil.rmtree(first)
    assert title(reader) == "first"


def test_going_back_leads_readers_back(reader, publish, settings):
    publish("first")
    publish("second")
    assert title(reader) == "second"
    (settings.EDITIONS_DIR / serving.POINTER).write_text("first")
    serving.release()
    assert title(reader) == "first"


def test_threads_read_their_own_editions(reader, publish, settings):
    publish("first")
    assert title(reader) == "first"
    publish("second")
    read = []

    def another():
        one = make_reader(settings)
        read.append(title(one))
        one.close()

    thread = threading.Thread(target=another)
    thread.start()
    thread.join()
    assert read == ["second"]
    assert title(reader) == "first"


@pytest.mark.parametrize("statement", WRITES + TEMPORARY + BESIDE + PRAGMAS)
def test_no_statement_gets_through(statement, reader, publish):
    folder = publish("first")
    held = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(DatabaseError), reader.cursor() as cursor:
        cursor.execute(statement.format(folder=folder))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == held


def test_every_layer_is_in_force(reader, publish, monkeypatch):
    """Taken away one by one, with only the others left, each of them still refuses a write."""
    publish("first")
    for left_out in layers.GUARDS:
        monkeypatch.setattr(base, "GUARDS", [one for one in layers.GUARDS if one != left_out])
        reader.close()
        with pytest.raises(DatabaseError), reader.cursor() as cursor:
            cursor.execute(WRITES[0])


def test_reading_in_a_transaction_is_reading(reader, publish):
    publish("first")
    with reader.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SAVEPOINT one")
        cursor.execute("SELECT * FROM article").fetchall()
        cursor.execute("RELEASE one")
        cursor.execute("COMMIT")


def test_a_runaway_is_an_error_of_the_database(reader, publish, monkeypatch):
    publish("first")
    monkeypatch.setattr("portal.guard.timing.SECONDS", 0.05)
    endless = "WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n FROM up) SELECT max(n) FROM up"
    with pytest.raises(OperationalError, match="stopped after"), reader.cursor() as cursor:
        cursor.execute(endless)
    assert title(reader) == "first"


def test_an_edition_is_not_migrated(reader, publish):
    publish("first")
    with pytest.raises(NotSupportedError, match="publish another"):
        reader.prepare_database()
