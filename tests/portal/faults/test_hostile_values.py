"""Every kind of page with every parameter of its own, asked as no browser asks: none has a fault.

In this process, so that what goes wrong is raised here and no handler can make a 503 of it.
"""

import random
import re
from urllib.parse import unquote_to_bytes

import pytest

from tests.portal.faults import hostility
from tests.soaking import times

# Fields of forms, and what addresses of links end with.
OWN = re.compile(r'<(?:input|select|textarea|button)[^>]*? name="(\w+)"|[?;&](\w+)=')
ASKED = times(200, 3_000)
OTHERWISE = (
    hostility.by_path, hostility.by_headers, hostility.by_host, hostility.by_method,
    hostility.by_many_parameters, hostility.by_separators,
)  # fmt: skip


@pytest.fixture
def pages(built, client) -> dict[str, list[str]]:
    """The names of each page's parameters."""
    found = {}
    for address in hostility.PATHS:
        response = client.get(address)
        html = b"".join(response).decode("utf-8", "replace")
        own = {name for pair in OWN.findall(html) for name in pair if name}
        found[address] = sorted(own | {"page", "q"})
    return found


def test_no_value_finds_a_fault(pages, client):
    dice = random.Random(2)
    for number in range(ASKED):
        address = hostility.PATHS[number % len(hostility.PATHS)]
        query = hostility.query(dice, pages[address])
        assert status(client, f"{address}?{query}") < 500, f"{address}?{query}"


def test_no_address_and_no_header_finds_a_fault(built, client):
    dice = random.Random(3)
    for _ in range(ASKED // 4):
        sent = dice.choice(OTHERWISE)(dice)
        first, *lines = sent.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        method, _, target = first.removesuffix(" HTTP/1.1").rpartition(" ")
        named = (line.partition(": ") for line in lines)
        headers = {f"HTTP_{name.upper().replace('-', '_')}": held for name, _, held in named}
        assert status(client, target, method or "GET", **headers) < 500, sent[:500]


def status(client, target: str, method: str = "GET", **headers: str) -> int:
    """Address and headers come to Django as the server hands them over, undone and unchecked."""
    path, _, query = target.partition("?")
    environ = {
        "PATH_INFO": unquote_to_bytes(path.encode("latin-1")).decode("latin-1"),
        "QUERY_STRING": query.encode().decode("latin-1"),
    }
    return client.generic(method, "/", **environ, **headers).status_code
