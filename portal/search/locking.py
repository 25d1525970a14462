"""Wait for the right to write, which one process has at a time."""

import time
from collections.abc import Callable

POLL = 0.05  # seconds between two tries


def obtained(attempt: Callable[[], bool], wait: float | None) -> bool:
    """Whether `attempt` succeeds within `wait` seconds; None tries as long as it takes."""
    deadline = None if wait is None else time.monotonic() + wait
    while not (got := attempt()):
        if deadline is not None and time.monotonic() >= deadline:
            break
        time.sleep(POLL)
    return got
