"""On PostgreSQL, the role of readers may read what readers get, whatever it asks for."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Article
from portal.guard import reader
from tests.portal.guard.reading import ADDRESSES

NAME, PASSWORD = "lodestone reader", "p@ss:w/rd%"
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]
NOT_FOR_READERS = [
    "auth_user", "django_session", "django_admin_log", "articles_historicalarticle",
    "entities_historicalrelationship", "entities_mentiondecision", "portal_indexnote",
]  # fmt: skip
WRITES = [
    "UPDATE articles_article SET title = 'planted'",
    "DELETE FROM entities_mention",
    "INSERT INTO entities_formerslug (slug, entity_id) VALUES ('planted', 1)",
    "TRUNCATE portal_changecount",
    "CREATE TABLE planted (id integer)",
    "CREATE TEMP TABLE planted (id integer)",
    "CREATE SCHEMA planted",
    "CREATE VIEW planted AS SELECT 1",
    "CREATE FUNCTION planted() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "ALTER TABLE articles_article ADD COLUMN planted integer",
    "DROP TABLE articles_article",
    "SELECT nextval('articles_article_id_seq')",
    "SELECT lo_from_bytea(0, 'planted')",
    "SELECT lo_create(0)",
    "COPY articles_article TO '/tmp/planted'",
    "CREATE ROLE planted",
]


@pytest.fixture
def role(monkeypatch, capsys):
    monkeypatch.setenv("READER_PASSWORD", PASSWORD)
    call_command("make_reader", NAME)
    assert capsys.readouterr().out == f"{NAME} may read what readers get, and nothing else.\n"
    yield NAME
    with connection.cursor() as cursor:
        cursor.execute(f'DROP OWNED BY "{NAME}"')
        cursor.execute(f'DROP ROLE "{NAME}"')


def address(hosts="") -> str:
    """Of the tests' database, for the role of readers."""
    given = connection.get_connection_params()
    host = hosts or quote(given.get("host", ""), safe="")
    return f"postgres://{quote(NAME)}:{quote(PASSWORD, safe='')}@{host}/{given['dbname']}"


@contextmanager
def session(*, set_free=True):
    """A session of the reader, who takes back every setting that a session may take back."""
    with psycopg.connect(address(), autocommit=True) as one:
        if set_free:
            one.execute("SET default_transaction_read_only = off")
            one.execute("SET statement_timeout = 0")
        yield one


def refusal(one, statement) -> type[Exception] | None:
    try:
        one.execute(statement)
    except psycopg.Error as error:
        return type(error)


def test_no_statement_writes_though_the_session_is_set_free(role):
    with session() as one:
        assert {statement: refusal(one, statement) for statement in WRITES} == dict.fromkeys(
            WRITES, psycopg.errors.InsufficientPrivilege
        )


def test_the_settings_alone_stop_writes_and_bound_statements(role):
    """Had the role all rights, its sessions would still begin as ones that read, and briefly."""
    with connection.cursor() as cursor:
        cursor.execute(f'GRANT ALL ON articles_article TO "{NAME}"')
    with session(set_free=False) as one:
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            one.execute(WRITES[0])
        with pytest.raises(psycopg.errors.QueryCanceled):
            one.execute("SELECT pg_sleep(5)")
        assert one.execute("SHOW lock_timeout").fetchone() == ("1s",)


def test_what_is_not_for_readers_cannot_be_read(role):
    with session() as one:
        refused = {table: refusal(one, f"SELECT * FROM {table}") for table in NOT_FOR_READERS}
    assert refused == dict.fromkeys(NOT_FOR_READERS, psycopg.errors.InsufficientPrivilege)


def test_what_readers_get_can_be_read(role):
    with session() as one:
        for table in reader.tables():
            one.execute(f'SELECT * FROM "{table}" LIMIT 1')


def test_the_owner_goes_on_writing(role):
    User.objects.create_user("curator")
    Article.objects.update(title="Changed")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE mine (id integer)")
        cursor.execute("DROP TABLE mine")


def test_made_again_it_loses_what_it_was_given_meanwhile(role, capsys):
    with connection.cursor() as cursor:
        cursor.execute(f'GRANT ALL ON ALL TABLES IN SCHEMA public TO "{NAME}"')
        cursor.execute(f'GRANT UPDATE (title) ON articles_article TO "{NAME}"')
        cursor.execute(
            f"GRANT CREATE, TEMP ON DATABASE {connection.settings_dict['NAME']} TO PUBLIC"
        )
        cursor.execute(f'GRANT pg_write_all_data TO "{NAME}"')
    call_command("make_reader", NAME)
    test_no_statement_writes_though_the_session_is_set_free(role)
    test_what_is_not_for_readers_cannot_be_read(role)


def test_what_it_cannot_take_away_is_named(role):
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER ROLE "{NAME}" CREATEDB BYPASSRLS')
        cursor.execute("CREATE SCHEMA elsewhere CREATE TABLE secrets (id integer)")
        cursor.execute("GRANT ALL ON elsewhere.secrets TO PUBLIC")
    try:
        with pytest.raises(CommandError) as refused:
            call_command("make_reader", NAME)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA elsewhere CASCADE")
    for what in ("CREATEDB", "BYPASSRLS", "SELECT on elsewhere.secrets"):
        assert what in str(refused.value)


def test_who_writes_is_not_made_a_reader():
    with pytest.raises(CommandError, match="a reader is another"):
        call_command("make_reader", reader.rows("SELECT current_user")[0][0])


def test_a_new_reader_needs_a_password(monkeypatch):
    monkeypatch.delenv("READER_PASSWORD", raising=False)
    monkeypatch.setattr("portal.management.commands.make_reader.getpass", lambda prompt: "")
    with pytest.raises(CommandError, match="needs a password"):
        call_command("make_reader", "someone else")


def test_its_password_is_kept_hashed_and_let_be_when_made_again(role, monkeypatch):
    kept = "SELECT rolpassword FROM pg_authid WHERE rolname = %(name)s"
    before = reader.rows(kept, name=NAME)
    assert before[0][0].startswith("SCRAM-SHA-256$")
    monkeypatch.delenv("READER_PASSWORD")
    call_command("make_reader", NAME)
    assert reader.rows(kept, name=NAME) == before


def ask(url: str) -> dict:
    own = {"PORTAL_ROLE": "public", "DATABASE_URL": url, "PORTAL_LOG_LEVEL": "ERROR"}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.portal.guard.reading"], env=os.environ | own,
        cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    print(ran.stderr)
    return json.loads(ran.stdout)


def test_a_public_process_shows_every_kind_of_page_as_that_role(role, built):
    answer = ask(address())
    assert answer["pages"] == dict.fromkeys(ADDRESSES, 200)
    assert not answer["cookies"]
    assert answer["posted"] == 405
    assert answer["admin"] == 404
    for name, error in answer["writes"].items():
        assert "written" not in error, name
    assert "only reads" in answer["writes"]["save"]
    assert "read-only" in answer["writes"]["raw SQL"]
