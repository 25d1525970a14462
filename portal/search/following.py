"""A thread that has the index follow the database while the portal is served."""

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
    """

    def __init__(self, begin: Callable[[], object], go_on: Callable[[], object]):
        # A server that stops does not wait for it: what is not done by then stays noted.
        super().__init__(name="search index", daemon=True)
        self.begin, self.go_on = begin, go_on
        self.asked: SimpleQueue[threading.Event] = SimpleQueue()

    def run(self) -> None:
        attempt(self.begin)
        while True:
            waiting = self.wait()
            attempt(self.go_on)
            for one in waiting:
                one.set()

    def wait(self) -> list[threading.Event]:
        """All who ask, once somebody does or it is time to look."""
        try:
            waiting = [self.asked.get(timeout=LOOK_EVERY)]
        except Empty:
            return []
        while not self.asked.empty():
            waiting.append(self.asked.get())
        return waiting

    def ask(self, patience: float) -> None:
        """Have the work done; wait for it `patience` seconds at most."""
        done = threading.Event()
        self.asked.put(done)
        done.wait(patience)


def attempt(work: Callable[[], object]) -> None:
    try:
        work()
    except Exception:
        log.exception("The search index could not be brought up to date")
    finally:
        # A connection of this thread would stay open from one look to the next.
        connections.close_all()
