"""The search index of an edition: a copy of the live one where that is of the very same moment,
else made anew from the edition's own rows.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from portal.editions.connecting import one_moment
from portal.search import indexing
from portal.search.backends import backend
from portal.search.contract import Backend, Sort, State, Unavailable
from portal.search.documents import rows
from portal.search.indexing import Watch
from portal.search.models import IndexNote
from portal.search.tantivy import TantivyBackend

# Curators who save between the catching up and the moment that is published make it worth a
# second look, but not an endless one.
TRIES = 5
WAIT = 30.0  # seconds for whoever writes to the index
# What tantivy makes where an index is opened; it is there from the beginning, so that nothing is
# added to an edition.
OPENED_BY = ".tantivy-meta.lock"


@contextmanager
def moment_with_index(file: Path, search: Path) -> Iterator[tuple]:
    """One moment of the live database, and whether its index now lies in `search`."""
    with ExitStack() as stack:
        live = moment_of_index(stack, file, search) if can_be_copied() else None
        if live:
            yield live, True
        else:
            yield stack.enter_context(one_moment(file)), False


def can_be_copied() -> bool:
    """PostgreSQL's own search has no folder, and an index beside PostgreSQL may be another's."""
    return connection.vendor == "sqlite" and settings.SEARCH_BACKEND == "tantivy"


def moment_of_index(stack: ExitStack, file: Path, search: Path):
    """While nobody else may write to the index: what is noted is taken up, and then there must be
    no note in the moment that is published."""
    engine = backend()
    with engine.writing(wait=WAIT) as is_ours:
        for _ in range(TRIES if is_ours else 0):
            if not caught_up(engine):
                return None
            with ExitStack() as attempt:
                live = attempt.enter_context(one_moment(file))
                if not IndexNote.objects.exists():
                    copy_index(engine, search)
                    stack.push(attempt.pop_all())
                    return live
    return None


def caught_up(engine: Backend) -> bool:
    if not indexing.is_ready(engine):
        return False
    try:
        indexing.take_up(engine)
        return True
    except (Unavailable, OSError):
        return False


def copy_index(engine: TantivyBackend, search: Path) -> None:
    held = engine.generations.current()
    locks = shutil.ignore_patterns(".tantivy-*.lock")
    shutil.copytree(held, search / held.name, ignore=locks)
    (search / engine.generations.pointer.name).write_text(held.name)


def complete(search: Path, is_copied: bool, watch: Watch) -> None:
    """See to it that the index is there and holds what the rows hold, which this thread reads."""
    if not (is_copied and is_whole(search)):
        shutil.rmtree(search, ignore_errors=True)
        make(search, watch)
    for index in search.glob("g-*/*/"):
        (index / OPENED_BY).touch()


def is_whole(search: Path) -> bool:
    engine = TantivyBackend(search)
    return engine.state() is State.GOOD and engine.sizes() == {
        sort: rows(sort).count() for sort in Sort
    }


def make(search: Path, watch: Watch) -> None:
    search.mkdir()
    with TantivyBackend(search).rebuild(indexing.stamp_held()) as anew:
        for sort in Sort:
            indexing.fill(anew, sort, watch)
