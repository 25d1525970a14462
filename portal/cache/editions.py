"""Which edition a request reads, and since when this process knows of it."""

import threading
import time

from django.conf import settings
from django.utils.http import http_date

from portal.cache import counting
from portal.editions.serving import pinned

# Seconds: HTTP tells time by the second, and another edition may have come within the same one.
SETTLED = 2


def edition_now() -> str:
    """The published edition by its name, or the live database by the number of its changes.

    Asked for before the content: see `counting`.
    """
    return pinned().name if settings.READS_EDITIONS else str(counting.number())


class Since:
    """When this process first came upon the edition that it shows.

    The time of the last write would be no measure: a long transaction is seen by readers long after
    its time, and an edition that was gone back to is older than the one before.
    """

    def __init__(self):
        self.lock = threading.Lock()
        self.edition, self.at, self.date = "", 0, ""

    def last_modified(self, edition: str) -> str:
        """As HTTP writes it; empty while another edition may bear the same time."""
        now = int(time.time())
        with self.lock:
            if edition != self.edition:
                self.edition, self.at, self.date = edition, now, http_date(now)
            return self.date if now - self.at >= SETTLED else ""


SINCE = Since()
