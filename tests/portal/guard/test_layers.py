"""Each layer stops by itself what it is there for, all others switched off."""

import sqlite3
from contextlib import closing

import pytest

from portal.guard import layers

WRITES = [
    "INSERT INTO article VALUES (3, 'planted')",
    "UPDATE article SET title = 'planted' WHERE id = 1",
    "DELETE FROM article",
    "REPLACE INTO article VALUES (1, 'planted')",
    "CREATE TABLE planted (id integer)",
    "CREATE INDEX planted ON article (title)",
    "CREATE VIEW planted AS SELECT 1",
    "CREATE TRIGGER planted AFTER INSERT ON article BEGIN SELECT 1; END",
    "CREATE VIRTUAL TABLE planted USING fts5(text)",
    "ALTER TABLE article RENAME TO planted",
    "DROP TABLE article",
    "PRAGMA user_version = 7",
]
TEMPORARY = [
    "CREATE TEMP TABLE planted (id integer)",
    "CREATE TEMP TABLE planted AS SELECT * FROM article",
    "CREATE TEMP TRIGGER planted AFTER INSERT ON article BEGIN SELECT 1; END",
]
BESIDE = ["ATTACH '{folder}/planted.sqlite3' AS planted", "VACUUM INTO '{folder}/planted.sqlite3'"]
PRAGMAS = [
    "PRAGMA query_only = OFF",
    "PRAGMA writable_schema = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA temp_store_directory = '{folder}'",
    "PRAGMA mmap_size = 1000000",
    "PRAGMA cache_size = 1000000",
    "PRAGMA optimize",
]
OTHERS = [
    "VACUUM",
    "ANALYZE",
    "REINDEX",
    "DETACH main",
    "SELECT load_extension('planted')",
    "EXPLAIN DELETE FROM article",
    "WITH gone AS (SELECT 1) DELETE FROM article",
]
READS = [
    "SELECT * FROM article",
    "SELECT count(*), lower(max(title)) FROM article GROUP BY id",
    "WITH RECURSIVE up(n) AS (SELECT 1 UNION SELECT n + 1 FROM up WHERE n < 5) SELECT n FROM up",
    "SELECT a.title FROM article a JOIN article b ON a.id = b.id ORDER BY a.title DESC",
    "SELECT json_extract('[1, 2]', '$[1]')",
    "SELECT row_number() OVER (ORDER BY id) FROM article",
    "BEGIN",
    "PRAGMA busy_timeout = 3000",
]


@pytest.fixture
def file(tmp_path):
    """An edition's file, whose folder has a name that an address must quote."""
    folder = tmp_path / "50 %25 #1? é"
    folder.mkdir()
    path = folder / "edition.sqlite3"
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA synchronous = OFF")
        made.execute("CREATE TABLE article (id integer PRIMARY KEY, title text UNIQUE)")
        made.execute("INSERT INTO article VALUES (1, 'Lofdal'), (2, 'Namibia')")
        made.commit()
    return path


@pytest.fixture
def opened(file):
    """Open the file with only the layers that are asked for."""
    connections = []

    def with_layers(*guards, address=None):
        one = sqlite3.connect(address or file, uri=bool(address), isolation_level=None)
        connections.append(one)
        for guard in guards:
            guard(one)
        return one

    yield with_layers
    for one in connections:
        one.close()


def state(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def refused(connection, statement, folder, error=None) -> None:
    before = state(folder)
    with pytest.raises(sqlite3.DatabaseError, match=error):
        connection.execute(statement.format(folder=folder)).fetchall()
    assert state(folder) == before


@pytest.mark.parametrize("statement", WRITES + BESIDE + TEMPORARY)
def test_without_layers_all_of_it_is_done(statement, opened, file):
    opened().execute(statement.format(folder=file.parent))


@pytest.mark.parametrize("statement", WRITES)
def test_the_address_alone_stops_every_write_to_the_file(statement, opened, file):
    refused(opened(address=layers.address(file)), statement, file.parent, "readonly")


@pytest.mark.parametrize("switch", ["query_only = OFF", "writable_schema = ON"])
def test_no_pragma_opens_what_the_address_closed(switch, opened, file):
    connection = opened(address=layers.address(file))
    connection.execute(f"PRAGMA {switch}")
    refused(connection, WRITES[0], file.parent, "readonly")
    refused(connection, "UPDATE sqlite_master SET sql = ''", file.parent)


def test_the_address_reads_in_a_folder_where_nothing_may_be_written(opened, file):
    file.parent.chmod(0o500)
    connection = opened(address=layers.address(file))
    assert connection.execute("SELECT count(*) FROM article").fetchone() == (2,)
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize("statement", WRITES + TEMPORARY + BESIDE + PRAGMAS + OTHERS)
def test_the_authorizer_alone_lets_nothing_pass_but_reading(statement, opened, file):
    refused(opened(layers.authorize), statement, file.parent, "not authorized|prohibited|authoriz")


@pytest.mark.parametrize("statement", READS)
def test_the_authorizer_lets_every_kind_of_reading_pass(statement, opened):
    opened(layers.authorize).execute(statement).fetchall()


@pytest.mark.parametrize("statement", BESIDE)
def test_the_limit_alone_stops_files_beside_the_edition(statement, opened, file):
    refused(opened(layers.attach_nothing), statement, file.parent, "too many attached")


def test_the_limit_cannot_be_raised_by_a_statement(opened, file):
    connection = opened(layers.attach_nothing)
    for statement in PRAGMAS:
        connection.execute(statement.format(folder=file.parent))
    refused(connection, BESIDE[0], file.parent, "too many attached")


@pytest.mark.parametrize("statement", WRITES + TEMPORARY)
def test_query_only_alone_stops_writes(statement, opened, file):
    refused(opened(layers.query_only), statement, file.parent)


def test_together_they_stop_it_all_and_read(opened, file):
    connection = opened(*layers.GUARDS, address=layers.address(file))
    for statement in WRITES + TEMPORARY + BESIDE + PRAGMAS + OTHERS:
        refused(connection, statement, file.parent)
    for statement in READS:
        connection.execute(statement).fetchall()
