"""Wait for the right to write, which one process has at a time."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files import locks

POLL = 0.05  # seconds between two tries


def obtained(attempt: Callable[[], bool], wait: float | None) -> bool:
    """Whether `attempt` succeeds within `wait` seconds; None tries as long as it takes."""
    deadline = None if wait is None else time.monotonic() + wait
    while not (got := attempt()):
        if deadline is not None and time.monotonic() >= deadline:
            break
        time.sleep(POLL)
    return got


@contextmanager
def locked(path: Path, wait: float | None) -> Iterator[bool]:
    """Whether this process is the one that holds the file, until the end of the block."""
    with path.open("a") as lock:
        # The system lets go of the lock when the process ends, however it ends.
        yield obtained(lambda: locks.lock(lock, locks.LOCK_EX | locks.LOCK_NB), wait)
