"""The live database locked, gone or damaged under a server: 503 in time, and back by itself."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from portal.faults.patience import OF_CURATORS, OF_READERS
from tests.portal.faults.processes import Server, copied, manage, serving
from tests.soaking import IS_SOAK

pytestmark = pytest.mark.own_database

PAGES = ("/", "/entities/jogmec/", "/search/?q=Lofdal", "/relationships/", "/readyz")
# Over and above what is waited for on purpose; the machine may be busy.
LEEWAY = 3.0
FILE = "lodestone.sqlite3"

HOLDING = """
import sqlite3, sys
file = sqlite3.connect(sys.argv[1], isolation_level=None)
if sys.argv[2] == "all":
    file.execute("PRAGMA locking_mode = EXCLUSIVE")
    file.execute("PRAGMA journal_mode = DELETE")
file.execute("BEGIN EXCLUSIVE")
file.execute("UPDATE articles_article SET title = title")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(path: Path, whom: str) -> Iterator[None]:
    """Another process holds the lock: against writers alone, or all."""
    command = [sys.executable, "-c", HOLDING, str(path), whom]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline() == "held\n"
        yield
        holder.stdin.close()


@pytest.fixture
def data(made, tmp_path) -> Path:
    return copied(made, tmp_path)


def statuses(server: Server, pages=PAGES) -> set[int]:
    found = set()
    for address in pages:
        answer = server.get(address)
        assert answer.seconds < OF_READERS + LEEWAY, address
        assert answer.status != 503 or address == "/readyz" or "retry-after" in answer.headers
        found.add(answer.status)
    return found


def put(data: Path, content: bytes | None) -> None:
    """Another file in place of the database; None takes it away."""
    for path in data.glob(FILE + "*"):
        path.unlink()
    if content is not None:
        (data / "new").write_bytes(content)
        (data / "new").replace(data / FILE)


def test_a_locked_database_is_answered_for_and_comes_back(data):
    with ExitStack() as locked:
        locked.enter_context(held(data / FILE, "all"))
        with serving(data, workers=1) as server:
            assert statuses(server, ("/search/?q=Lofdal", "/readyz")) == {503}
            assert server.get("/healthz").status == 200
            locked.close()
            assert statuses(server) == {200}
            # Who only reads waits for no writer.
            with held(data / FILE, "writers"):
                assert statuses(server) == {200}


def test_a_database_that_is_gone_or_damaged_is_answered_for_and_comes_back(data):
    sound = database_of(data)
    harmed = {
        "gone": None,
        "emptied": b"",
        "no database": b"no database" * 10_000,
        "cut short": sound[: len(sound) // 3],
        "without its header": bytes(100) + sound[100:],
        "only its first page": sound[:4096] + bytes(len(sound) - 4096),
    }
    put(data, None)
    with serving(data, workers=1) as server:
        for harm, content in harmed.items():
            put(data, content)
            assert 500 not in statuses(server), harm
            assert server.get("/entities/jogmec/").status == 503, harm
        put(data, sound)
        assert statuses(server) == {200}
        assert told(data) < 60, "the log is flooded"


def database_of(data: Path) -> bytes:
    """The whole database in one file, without a journal beside it."""
    with closing(sqlite3.connect(data / FILE)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (data / FILE).read_bytes()


def told(data: Path) -> int:
    return len((data / "server.log").read_text().splitlines())


@pytest.mark.skipif(not IS_SOAK, reason="waits for as long as a curator does")
def test_a_curator_is_told_to_look_at_what_was_saved(data):
    named = {"DJANGO_SUPERUSER_PASSWORD": "only for this test"}
    arguments = ("--no-input", "--username", "ada", "--email", "ada@example.org")
    assert manage(data, "createsuperuser", *arguments, **named).returncode == 0
    with serving(data, workers=1, PORTAL_ROLE="curation") as server:
        with held(data / FILE, "writers"):
            answer = logged_in(server, "ada", named["DJANGO_SUPERUSER_PASSWORD"])
            assert answer.status == 503
            assert "Perhaps none of it was saved, perhaps a part." in answer.text
            assert answer.seconds < OF_CURATORS + LEEWAY
        assert logged_in(server, "ada", named["DJANGO_SUPERUSER_PASSWORD"]).status == 302


def logged_in(server: Server, name: str, password: str):
    page = server.get("/admin/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    cookie = page.headers["set-cookie"].partition(";")[0]
    form = {"username": name, "password": password, "csrfmiddlewaretoken": token, "next": "/admin/"}
    return server.get(
        "/admin/login/", method="POST", body=urlencode(form),
        **{"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
