"""Publishing while readers read: no answer fails, is torn between editions, or is stale."""

import re
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import cycle

import pytest

from tests.soaking import times

pytestmark = pytest.mark.own_database

READERS = 3
# Each shows the number of its edition in several ways, made by different queries, by the index, by
# the stored text, and by the manifest.
ADDRESSES = [
    "/articles/japan-namibia-rare-earths-exploration-deal/",
    "/entities/jogmec/",
    "/articles/?entity=jogmec",
    "/search/?q=marked",
]
MARKS = re.compile(r"Marked (?:<mark>)?(\d+)|Edition (\d+)</a>, published")


@dataclass
class Seen:
    """What the readers got: when each asked, and the numbers on the page."""

    answers: list[tuple[float, str, set[int]]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


@pytest.fixture
def served(site):
    """The public role, served as in production."""
    site.run("-m", "tests.portal.editions.often", "marked", "1")
    port = free_port()
    command = [
        "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", "3", "--log-level", "error",
        "portal.wsgi:application",
    ]  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, *command], env=site.environment("public"),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    wait_for(port)
    yield port
    server.terminate()
    server.wait(20)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
    pytest.fail("The server did not come up.")


def read(port: int, seen: Seen, is_over: threading.Event) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    for address in cycle(ADDRESSES):
        if is_over.is_set():
            return
        asked = time.monotonic()
        connection.request("GET", address)
        response = connection.getresponse()
        html = response.read().decode()
        if response.status != 200:
            seen.failed.append(f"{address}: {response.status}")
        numbers = {int(one or other) for one, other in MARKS.findall(html)}
        seen.answers.append((asked, address, numbers))


def test_no_reader_gets_a_failed_a_torn_or_a_stale_page(site, served):
    count = times(3, 100)
    seen, is_over = Seen(), threading.Event()
    readers = [threading.Thread(target=read, args=(served, seen, is_over)) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    publishing = site.start("-m", "tests.portal.editions.often", "marked", str(count))
    out, err = publishing.communicate(timeout=60 + 20 * count)
    time.sleep(1)
    is_over.set()
    for reader in readers:
        reader.join()
    assert publishing.returncode == 0, err
    assert seen.failed == []
    out_at = {int(number): float(at) for number, at in map(str.split, out.splitlines())}
    for asked, address, numbers in seen.answers:
        assert len(numbers) == 1, f"{address}: torn, or without its marks: {numbers}"
        (number,) = numbers
        newest = max((one for one, at in out_at.items() if at < asked), default=1)
        assert number >= newest, f"{address}: stale"
    assert {number for _, _, (number,) in seen.answers} >= {1, count + 1}
    assert len(seen.answers) > 10 * count
