"""Clients that take their time: others are answered meanwhile, by the Makefile's settings."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle
from threading import Event, Thread

import pytest

from tests.portal.faults.processes import Server, copied, serving
from tests.soaking import times

pytestmark = pytest.mark.own_database

SLOW = times(150, 300)
ASKED = times(8, 60)
PAGES = ("/", "/entities/jogmec/", "/search/?q=Lofdal", "/articles/")
# Seconds for an ordinary answer meanwhile; the machine may be busy.
LONGEST = 5
PAUSE = 0.2

HEADER = b"GET /entities/jogmec/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
BODY = (
    b"POST /admin/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
    # Without a cookie, Django would not even look at the body.
    b"Cookie: csrftoken=" + b"a" * 32 + b"\r\n\r\n"
)
ANSWER = b"GET /articles/ HTTP/1.1\r\nHost: localhost\r\n\r\n" * times(4, 20)


@pytest.fixture(scope="module", params=["all", "public"])
def server(request, made, tmp_path_factory):
    folder = copied(made, tmp_path_factory.mktemp("slow"))
    with serving(folder, PORTAL_ROLE=request.param) as server:
        yield server


@contextmanager
def slow_clients(server: Server, count: int) -> Iterator[list[socket.socket]]:
    """They send a header or a body byte by byte, or ask for much and read it byte by byte."""
    with ExitStack() as opened:
        lines = [opened.enter_context(narrow(server)) for _ in range(count)]
        begun = dict(zip(lines, cycle((HEADER, BODY, ANSWER)), strict=False))
        for line, first in begun.items():
            line.sendall(first)
        ended = Event()
        dribbling = Thread(target=dribble, args=(begun, ended))
        dribbling.start()
        try:
            yield lines
        finally:
            ended.set()
            dribbling.join()


def narrow(server: Server) -> socket.socket:
    """A connection that takes in little at once."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    line.settimeout(10)
    line.connect(("127.0.0.1", server.port))
    return line


def dribble(begun: dict[socket.socket, bytes], ended: Event) -> None:
    for line in begun:
        line.setblocking(False)
    while not ended.wait(PAUSE):
        for line, first in begun.items():
            try:
                line.recv(1) if first is ANSWER else line.send(b"a")
            except OSError:
                # The server may well have lost its own patience.
                continue


def test_ordinary_requests_are_answered_meanwhile(server):
    with slow_clients(server, SLOW):
        for number in range(ASKED):
            answer = server.get(PAGES[number % len(PAGES)])
            assert answer.status == 200
            assert answer.seconds < LONGEST, f"request {number}: {answer.seconds:.1f} s"
            time.sleep(PAUSE)
    assert server.get("/").status == 200
