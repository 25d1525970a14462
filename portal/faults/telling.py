"""What others do to us gives one line in the log now and then, not a traceback a request: data that
are away, and requests that no browser sends.
"""

import logging
import threading
import time
from collections import Counter

from django.core.exceptions import SuspiciousOperation

from portal.faults.doubting import is_in_doubt
from portal.faults.recognising import is_away, place_of

QUIET = 10  # seconds in which the same is not said again


class Once(logging.Filter):
    """Makes a line of what is no fault of our code, and says the same only so often."""

    def __init__(self):
        super().__init__()
        self.lock = threading.Lock()
        self.said: dict[tuple[str, str], float] = {}
        self.unsaid: Counter[tuple[str, str]] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is None or not is_expected(error):
            return True
        kind, place = type(error).__name__, place_of(error)
        with self.lock:
            if not self.is_due((kind, place)):
                return False
            more = self.unsaid.pop((kind, place), 0)
        said = " ".join(f"{record.getMessage()}: {kind}: {error} ({place})".split())
        record.msg, record.args = said + (f"; and {more} more since" if more else ""), ()
        record.exc_info = record.exc_text = None
        return True

    def is_due(self, what: tuple[str, str]) -> bool:
        now = time.monotonic()
        if now - self.said.get(what, -QUIET) < QUIET:
            self.unsaid[what] += 1
            return False
        self.said[what] = now
        return True


def is_expected(error: BaseException) -> bool:
    return isinstance(error, SuspiciousOperation) or is_away(error) or is_in_doubt()
