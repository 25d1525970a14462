"""How long a statement waits for the database: in a request not long, in a command longer.

SQLite waits for a lock as long as its busy timeout says. PostgreSQL's own limits are of no use
where the server itself stands still: there the driver looks at the clock while it waits, and only
in requests, since what a command asks for may take its time.
"""

import threading
import time
from collections.abc import Callable, Generator
from functools import partial

from django.db import OperationalError, connections

from portal.guard.methods import READING

# Seconds: a reader goes away, a curator would rather wait until an import lets go of the lock.
OF_READERS, OF_CURATORS, OF_COMMANDS = 3, 10, 20
# On PostgreSQL the one limit is for work as well as for locks, and a merge may have much to write.
OF_WORK = 60


class NotAnswering(OperationalError):
    """The server took longer than a request waits."""


class Patience(threading.local):
    """Of the request that this thread answers, in seconds; None where it answers none."""

    seconds: int | None = None
    answer: int = OF_READERS  # seconds for PostgreSQL to answer a statement
    told: tuple | None = None  # the SQLite connection that knows, and what it was told


PATIENCE = Patience()


def begin(*, environ: dict, **kwargs) -> None:
    """A request begins in this thread."""
    is_reading = environ.get("REQUEST_METHOD") in READING
    PATIENCE.seconds = OF_READERS if is_reading else OF_CURATORS
    PATIENCE.answer = OF_READERS if is_reading else OF_WORK
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "sqlite" and connection.connection is not None:
            tell(connection.connection)


def end(**kwargs) -> None:
    PATIENCE.seconds = None


def bind(*, connection, **kwargs) -> None:
    """A connection was made: have it keep to the limit of whichever request uses it."""
    driver = connection.connection
    if connection.vendor == "sqlite":
        tell(driver)
    else:
        driver.wait = partial(wait, driver, driver.wait)


def tell(driver) -> None:
    """Let SQLite know for how long it waits for a lock."""
    seconds = PATIENCE.seconds or OF_COMMANDS
    if PATIENCE.told != (driver, seconds):
        driver.execute(f"PRAGMA busy_timeout = {seconds * 1000}")
        PATIENCE.told = (driver, seconds)


def wait(driver, patiently: Callable, gen: Generator, *args, **kwargs):
    """As psycopg's connections wait for their server, but no longer than the request does."""
    if PATIENCE.seconds is None:
        return patiently(gen, *args, **kwargs)
    try:
        return patiently(until(time.monotonic() + PATIENCE.answer, gen), *args, **kwargs)
    except NotAnswering:
        # What it would say later is the answer to nothing.
        driver.close()
        raise


def until(deadline: float, gen: Generator) -> Generator:
    """`gen`, which psycopg drives at least ten times a second, stopped after the deadline."""
    ready = None
    while True:
        try:
            wanted = gen.send(ready)
        except StopIteration as end:
            return end.value
        ready = yield wanted
        if not ready and time.monotonic() > deadline:
            raise NotAnswering("PostgreSQL does not answer.")
