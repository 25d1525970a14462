"""Pages that an edition brings along: written out when it was made, since they take long to make.

They are the pages of the portal itself, of the entities of which most is stated, and of the
articles that are quoted most; all others are made when they are asked for. A page is only used by
the code and the settings that wrote it, and it is the page that these would make.

    pages.sqlite3
        code (version)            the code and settings by which the pages were written
        page (path, content)      a page in UTF-8, with HERE in place of the portal's address, and
                                  QUOTED where that stands within another address
"""

import logging
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from urllib.parse import quote_plus

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse

from portal.cache.version import code_version
from portal.editions.serving import Edition, pinned
from portal.guard.layers import address
from portal.guard.methods import READING

log = logging.getLogger(__name__)

FILE = "pages.sqlite3"
# No host can have a name like this. Source: RFC 6761, 6.4.
HOST = "edition.lodestone.invalid"
ORIGIN = f"http://{HOST}"
# Bytes that no text in UTF-8 has: one is found sooner than a word. Source: RFC 3629, 3.
HERE, QUOTED = b"\xff", b"\xfe"


class WrittenPagesMiddleware:
    """Answer with the page that the edition brings along, where it has one for the address."""

    def __init__(self, get_response):
        if not settings.READS_EDITIONS:
            raise MiddlewareNotUsed("Only an edition brings pages along.")
        self.get_response = get_response
        self.held = Held()

    def __call__(self, request):
        if request.method in READING and not request.META.get("QUERY_STRING"):
            content = self.held.at(request.path)
            if content is not None:
                return HttpResponse(at_home(content, request))
        return self.get_response(request)


class Held(threading.local):
    """The pages of the edition that this thread read last."""

    edition: Edition | None = None
    pages: sqlite3.Connection | None = None

    def at(self, path: str) -> bytes | None:
        if self.edition != pinned():
            self.open(pinned())
        if self.pages is None:
            return None
        try:
            row = self.pages.execute("SELECT content FROM page WHERE path = ?", [path]).fetchone()
        except sqlite3.Error as error:
            # The page can be made as any other is.
            log.warning("Pages of %s cannot be read: %s", self.edition.name, error)
            self.pages = None
            return None
        return row[0] if row else None

    def open(self, edition: Edition) -> None:
        if self.pages is not None:
            self.pages.close()
        self.edition, self.pages = edition, opened(edition.folder / FILE)


def opened(path: Path) -> sqlite3.Connection | None:
    """The pages, if there are any and if the same code would make them now."""
    if not path.is_file():
        return None
    try:
        pages = sqlite3.connect(address(path), uri=True)
        (version,) = pages.execute("SELECT version FROM code").fetchone()
    except (sqlite3.Error, TypeError) as error:
        log.warning("The pages of %s cannot be read: %s", path.parent.name, error)
        return None
    if version != code_version():
        pages.close()
        return None
    return pages


def away(content: bytes) -> bytes:
    """The page without the address at which it was written."""
    return content.replace(ORIGIN.encode(), HERE).replace(quote_plus(ORIGIN).encode(), QUOTED)


def at_home(content: bytes, request) -> bytes:
    """The page with the address at which it is asked for, also where it stands within another."""
    origin = f"{request.scheme}://{request.get_host()}"
    return content.replace(HERE, origin.encode()).replace(QUOTED, quote_plus(origin).encode())


def write(path: Path, pages) -> int:
    """Write a new file of pages, by address; their number."""
    with closing(sqlite3.connect(path)) as file:
        # Like all of an edition in the making, it is thrown away if anything goes wrong.
        file.execute("PRAGMA journal_mode = OFF")
        file.execute("CREATE TABLE code (version BLOB NOT NULL)")
        file.execute("INSERT INTO code VALUES (?)", [code_version()])
        file.execute("CREATE TABLE page (path TEXT PRIMARY KEY, content BLOB NOT NULL)")
        rows = ((path, away(content)) for path, content in pages)
        file.executemany("INSERT INTO page VALUES (?, ?)", rows)
        (number,) = file.execute("SELECT count(*) FROM page").fetchone()
        file.commit()
    return number
