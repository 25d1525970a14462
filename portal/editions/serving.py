"""Which edition a process reads: the one that was current when its request began, to the end.

    editions/current              the name of the edition that readers get
    editions/<name>/              an edition; never changed once it is there
        manifest.json             what it holds, and the SHA-256 of every other file
        lodestone.sqlite3         the snapshot
        search/                   its search index

A request that began in one edition ends in it, whatever is published meanwhile.
"""

import os
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import OperationalError

POINTER, MANIFEST, DATABASE, SEARCH = "current", "manifest.json", "lodestone.sqlite3", "search"
# Bytes: as many as a file system lets a name have, so that no pointer leads to an error of names.
LONGEST = 255


class NoEdition(OperationalError):
    """There is nothing to read from: readers get 503, as with any database that is away."""


@dataclass(frozen=True)
class Edition:
    """A published edition by its name, and where it lies."""

    name: str
    folder: Path

    @property
    def manifest(self) -> Path:
        return self.folder / MANIFEST

    @property
    def database(self) -> Path:
        return self.folder / DATABASE

    @property
    def search(self) -> Path:
        return self.folder / SEARCH


def current() -> Edition:
    """The edition that the pointer names now; NoEdition where there is none."""
    try:
        name = read(f"{settings.EDITIONS_DIR}/{POINTER}").decode().strip()
    except (OSError, UnicodeDecodeError):
        raise NoEdition("No edition has been published; manage.py publish makes one.") from None
    return edition(settings.EDITIONS_DIR, name)


def read(path: str) -> bytes:
    """The pointer, for every request: a file object would take most of the time."""
    handle = os.open(path, os.O_RDONLY)
    try:
        return os.read(handle, LONGEST)
    finally:
        os.close(handle)


@lru_cache(maxsize=16)
def edition(folder: Path, name: str) -> Edition:
    return Edition(name, folder / name)


class Pinned(threading.local):
    """The edition of the request that this thread answers."""

    edition: Edition | None = None


PINNED = Pinned()


def release() -> None:
    """What is read next pins the edition that is current then; called where a request begins."""
    PINNED.edition = None


def pin() -> Edition:
    """Read from the current edition from here on."""
    PINNED.edition = current()
    return PINNED.edition


def pinned() -> Edition:
    """The edition this thread reads."""
    return PINNED.edition or pin()


def search_folder() -> Path:
    """Where the index lies that this process searches."""
    return pinned().search if settings.READS_EDITIONS else settings.SEARCH_DIR
