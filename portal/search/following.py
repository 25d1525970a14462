"""A thread that does, while the portal is served, what follows from changes."""

import logging
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue

from django.db import connections

log = logging.getLogger(__name__)

# Seconds after which it looks by itself: a command may have been killed before it indexed.
LOOK_EVERY = 60


class Follower(threading.Thread):
    """Does `begin` once, then `go_on` whenever it is asked to.

    Requests leave the work to it, since what is due may be more than one of them can wait for.
    Each does a part of it, and says whether more is due: between two parts whoever waits is told.
    """

    def __init__(self, begin: Callable[[], object], go_on: Callable[[], object]):
        # A server that stops does not wait for it: what is not done by then stays noted.
        super().__init__(name="search index", daemon=True)
        self.begin, self.go_on = begin, go_on
        # Done in parts while nothing else is due, as `go_on` is; nobody waits for it.
        self.at_leisure: Callable[[], object] = bool
        self.asked: SimpleQueue[threading.Event] = SimpleQueue()

    def run(self) -> None:
        is_more_due = attempt(self.begin)
        while True:
            waiting = self.wait(0 if is_more_due else LOOK_EVERY)
            is_more_due = attempt(self.go_on)
            for one in waiting:
                one.set()
            is_more_due = is_more_due or attempt(self.at_leisure)

    def wait(self, patience: float) -> list[threading.Event]:
        """All who ask, once somebody does or `patience` seconds have passed."""
        try:
            waiting = [self.asked.get(timeout=patience or None, block=patience > 0)]
        except Empty:
            return []
        while not self.asked.empty():
            waiting.append(self.asked.get())
        return waiting

    def ask(self, patience: float) -> None:
        """Have the work done; wait for it `patience` seconds at most.

        The thread itself has no need to ask: it looks for more before it rests.
        """
        if threading.current_thread() is self:
            return
        done = threading.Event()
        self.asked.put(done)
        done.wait(patience)


def attempt(work: Callable[[], object]) -> bool:
    """What the work says; False where it fails, so that the next try is not at once."""
    try:
        return bool(work())
    except Exception:
        log.exception("What follows from changes could not be brought up to date")
        return False
    finally:
        # A connection of this thread would stay open from one look to the next.
        connections.close_all()
