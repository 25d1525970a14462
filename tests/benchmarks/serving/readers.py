"""Readers: connections that are kept, and ask one address after another."""

import http.client
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

CONNECTIONS = 4


@dataclass(frozen=True)
class Request:
    path: str
    headers: tuple[tuple[str, str], ...] = (("Accept-Encoding", "br, gzip"),)


@dataclass(frozen=True)
class Answered:
    """Seconds that all took, and how often each status came."""

    elapsed: float
    statuses: Counter


def ask(port: int, requests: Sequence[Request]) -> Answered:
    """Ask all of them, divided among the connections."""
    portions = [requests[number::CONNECTIONS] for number in range(CONNECTIONS)]
    start = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as readers:
        counted = list(readers.map(lambda portion: statuses(port, portion), portions))
    return Answered(time.perf_counter() - start, sum(counted, Counter()))


def statuses(port: int, requests: Sequence[Request]) -> Counter:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    found: Counter = Counter()
    for one in requests:
        connection.request("GET", one.path, headers=dict(one.headers))
        with connection.getresponse() as response:
            response.read()
            found[response.status] += 1
    connection.close()
    return found


def first(port: int, path: str) -> http.client.HTTPResponse:
    """One answer with its headers; its body is read and let go."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers=dict(Request(path).headers))
    response = connection.getresponse()
    response.read()
    connection.close()
    return response
