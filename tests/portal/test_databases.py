"""DATABASE_URL says where a process reads and writes, in each role."""

import socket
from contextlib import closing
from pathlib import Path
from time import monotonic
from urllib.parse import quote

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.db.utils import ConnectionHandler

from portal.databases import of_role
from portal.roles import Role

FOLDER = Path("data")
SECRET = "s3cret"
ONE = f"postgres://ada:{SECRET}@host/name"
SEVERAL = f"postgres://ada:{SECRET}@one:5432,two:5433/name"


def default(url: str, role: Role = Role.ALL) -> dict:
    return of_role(role, url, FOLDER)["default"]


@pytest.mark.parametrize("role", [Role.ALL, Role.CURATION])
def test_without_an_address_curators_work_on_a_file_below_the_data(role):
    database = default("", role)
    assert database["NAME"] == FOLDER / "lodestone.sqlite3"
    assert database["ENGINE"].endswith("sqlite3")


def test_a_file_may_lie_elsewhere():
    assert default("sqlite:////srv/one.sqlite3")["NAME"] == "/srv/one.sqlite3"


@pytest.mark.parametrize("url", ["", "sqlite:////srv/one.sqlite3"])
def test_the_public_role_reads_editions_and_never_the_live_file(url):
    databases = of_role(Role.PUBLIC, url, FOLDER)
    assert databases["default"]["ENGINE"] == "portal.guard.editions"
    assert databases["default"]["NAME"] == FOLDER / "editions"
    assert databases["refused"]["ENGINE"] == "portal.guard.refusing"


def test_an_address_may_name_several_hosts_and_every_option_of_libpq():
    url = f"{SEVERAL}?target_session_attrs=read-write&sslmode=verify-full&application_name=a%20b"
    database = default(url)
    assert database["HOST"] == "one,two"
    assert database["PORT"] == "5432,5433"
    assert (database["USER"], database["PASSWORD"], database["NAME"]) == ("ada", SECRET, "name")
    assert database["OPTIONS"] == {
        "target_session_attrs": "read-write", "sslmode": "verify-full", "application_name": "a b",
        "connect_timeout": "2",
    }  # fmt: skip


def test_what_has_a_meaning_in_an_address_is_quoted_in_a_password():
    assert default(f"postgresql://ada:{quote('p@ss:w/rd%,', safe='')}@h/name")["PASSWORD"] == (
        "p@ss:w/rd%,"
    )


def test_readers_notice_soon_that_a_server_is_away_and_read_briefly():
    options = default(ONE, Role.PUBLIC)["OPTIONS"]
    assert options["connect_timeout"] == "2"
    assert options["tcp_user_timeout"] == "3000"
    assert "default_transaction_read_only=on" in options["options"]
    assert default(f"{ONE}?connect_timeout=9", Role.PUBLIC)["OPTIONS"]["connect_timeout"] == "9"


def test_readers_may_be_led_to_replicas_and_curators_may_not():
    url = f"{SEVERAL}?target_session_attrs=prefer-standby&load_balance_hosts=random"
    assert default(url, Role.PUBLIC)["OPTIONS"]["load_balance_hosts"] == "random"
    for address in (url, SEVERAL):
        with pytest.raises(ImproperlyConfigured, match="read-write or primary where curators work"):
            default(address)


@pytest.mark.parametrize(
    "url, named",
    [
        ("mysql://ada@host/name", "begins with sqlite:/// or postgres://"),
        (f"{ONE}?target_session_attrs=standbye", "target_session_attrs is standbye; it is one of"),
        (f"{ONE}?target_session_attrs=read-write", "the sessions of readers never are"),
        (f"{ONE}?load_balance_hosts=yes", "load_balance_hosts is yes"),
        (f"{ONE}?bogus=1", 'invalid URI query parameter: "bogus"'),
        (f"postgres://ada:{SECRET}@host", "dbname is missing"),
        (f"postgres://ada:{SECRET}@one:1,two:2,three/name?port=1,2", "port has 2 numbers for 3"),
        (f"postgres://ada:{SECRET}@host:name/name", "port is no number"),
        (f"postgres://ada:{SECRET}@host:99999/name", "port is no number"),
        (f"postgres://ada:{SECRET}%zz@host/name", "write %25"),
        (f"postgres://ada:{SECRET}/x@host/name", "port is no number"),
        (f"postgres://ada:{SECRET}@[::1/name", "IPv6"),
    ],
)
def test_what_is_wrong_is_named_and_the_password_is_not(url, named):
    with pytest.raises(ImproperlyConfigured) as refused:
        default(url, Role.PUBLIC)
    assert named in str(refused.value)
    assert SECRET not in str(refused.value)


needs_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")


def connected(hosts: str, options: str):
    """A connection by an address that names these hosts, as Django makes it."""
    given = connection.get_connection_params()
    url = f"postgres://{given['user']}@{hosts}/{given['dbname']}?{options}"
    one = ConnectionHandler({"default": default(url, Role.PUBLIC)})["default"]
    return closing(one)


@needs_postgres
@pytest.mark.django_db
@pytest.mark.parametrize("attributes", ["any", "read-only", "primary", "prefer-standby"])
@pytest.mark.parametrize("balance", ["disable", "random"])
def test_a_host_that_is_dead_is_passed_over(attributes, balance):
    host = quote(connection.get_connection_params()["host"], safe="")
    wanted = f"target_session_attrs={attributes}&load_balance_hosts={balance}"
    with connected(f"127.0.0.1:1,{host}:5432", wanted) as one, one.cursor() as cursor:
        assert cursor.execute("SELECT 1").fetchone() == (1,)


@needs_postgres
@pytest.mark.django_db
def test_a_host_that_says_nothing_is_passed_over_after_two_seconds():
    host = quote(connection.get_connection_params()["host"], safe="")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hosts = f"127.0.0.1:{silent.getsockname()[1]},{host}:5432"
        began = monotonic()
        with connected(hosts, "target_session_attrs=any") as one, one.cursor() as cursor:
            assert cursor.execute("SELECT 1").fetchone() == (1,)
    assert monotonic() - began < 4


@needs_postgres
@pytest.mark.django_db
def test_where_all_are_away_or_of_another_kind_it_is_an_error_of_the_database():
    host = quote(connection.get_connection_params()["host"], safe="")
    for hosts, wanted in (("127.0.0.1:1,127.0.0.1:2", "any"), (f"{host}:5432", "standby")):
        one = connected(hosts, f"target_session_attrs={wanted}")
        with one as away, pytest.raises(OperationalError):
            away.ensure_connection()
