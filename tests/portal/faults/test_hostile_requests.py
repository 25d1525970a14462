"""Whatever is sent, the portal answers with no fault of its own, in time, and goes on."""

import re
import socket
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.portal.faults import hostility
from tests.portal.faults.processes import Server, copied, serving
from tests.soaking import times

pytestmark = pytest.mark.own_database

AT_ONCE = 6
# Seconds for an answer, and for one to a request that may not have ended.
WAITED, PATIENCE = 10, 1
NONE = 0


@pytest.fixture(scope="module", params=["all", "public"])
def server(request, made, tmp_path_factory):
    folder = copied(made, tmp_path_factory.mktemp("hostile"))
    with serving(folder, PORTAL_ROLE=request.param) as server:
        yield server


def test_no_hostile_request_finds_a_fault(server):
    sent = list(hostility.requests(1, times(150, 5_000)))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda one: answered(server, *one), sent))
    faults = [
        (answer, one[:300])
        for answer, (one, is_whole) in zip(answers, sent, strict=True)
        if (answer >= 500 and not is_deliberate(answer, one)) or (is_whole and answer == NONE)
    ]
    assert not faults, f"{len(faults)}: {faults[:5]}"
    # Most are understood after all, so that it is the pages that are tried and not the server.
    assert Counter(answers)[200] > len(sent) / 4, Counter(answers)
    assert server.get("/").status == 200


def is_deliberate(answer: int, sent: bytes) -> bool:
    """Of strangers, one form is read at a time: see `portal.guard.bodies`."""
    return answer == 503 and not sent.startswith((b"GET ", b"HEAD "))


def answered(server: Server, sent: bytes, is_whole: bool) -> int:
    """The status, or NONE where there was no answer."""
    with server.connect() as line:
        line.settimeout(WAITED if is_whole else PATIENCE)
        try:
            line.sendall(sent)
            said = received(line)
        except OSError:
            return NONE
    status = re.match(rb"HTTP/1\.[01] (\d{3})", said)
    return int(status[1]) if status else NONE


def received(line: socket.socket) -> bytes:
    """An answer's beginning; all of it is read."""
    parts = []
    while part := line.recv(65536):
        parts.append(part)
    return b"".join(parts)[:20]
