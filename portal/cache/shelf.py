"""Put pages by and get them back, in the memory of the process or in a cache that many share."""

import json
import logging
import time
from functools import lru_cache

from django.core.cache import cache
from django.http import HttpResponse

log = logging.getLogger(__name__)

# Seconds in which a shared cache that failed is not asked again: each try may take its time limit.
REST = 30


class Shelf:
    """Pages by their marks. A cache that is away costs readers time, and never the page."""

    def __init__(self):
        self.resting_until = 0.0

    def get(self, mark: str) -> HttpResponse | None:
        kept = self.attempt("get", mark)
        return unpacked(kept) if kept else None

    def put(self, mark: str, page: HttpResponse) -> None:
        self.attempt("set", mark, packed(page))

    def attempt(self, method: str, *arguments) -> bytes | None:
        if time.monotonic() < self.resting_until:
            return None
        try:
            return getattr(cache, method)(*arguments)
        except Exception:
            # Every backend has errors of its own, and some try to connect when they are named.
            log.exception("The page cache cannot be used; pages are made without it")
            self.resting_until = time.monotonic() + REST
            return None


def packed(page: HttpResponse) -> bytes:
    """As bytes, which every cache keeps as they are: the headers on a line, then the content."""
    return json.dumps(dict(page.items())).encode() + b"\n" + page.content


def unpacked(kept: bytes) -> HttpResponse:
    headers, _, content = kept.partition(b"\n")
    return HttpResponse(content, headers=read(headers))


@lru_cache(maxsize=256)
def read(headers: bytes) -> dict[str, str]:
    """Most readers ask for the same few pages."""
    return json.loads(headers)
