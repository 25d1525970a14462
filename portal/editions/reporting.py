"""How far the publishing is, and how the last one ended: a file that the desk reads."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from portal.disk import replace_file
from portal.editions import shelf
from portal.search.indexing import Watch

REPORT = "publishing.json"


@dataclass
class Report:
    """`state` is running, done or failed; `reason` says why it failed."""

    began: str
    state: str = "running"
    step: str = ""
    reason: str = ""
    name: str = ""
    ended: str = ""

    @property
    def began_at(self) -> datetime:
        return datetime.fromisoformat(self.began)

    @property
    def ended_at(self) -> datetime | None:
        return datetime.fromisoformat(self.ended) if self.ended else None

    def write(self) -> None:
        replace_file(shelf.folder() / REPORT, json.dumps(asdict(self), indent=1))

    def watching(self, watch: Watch) -> Watch:
        """`watch`, which also tells here what is being done."""

        def told(items: Iterable, what: str, *, total: int) -> Iterable:
            self.step = what
            self.write()
            return watch(items, what, total=total)

        return told

    def end(self, state: str, reason: str = "") -> None:
        self.state, self.reason, self.ended = state, reason, now()
        self.write()


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def told() -> Iterator[Report]:
    """Tell of what is done in the block, and of how it ends."""
    report = Report(began=now())
    report.write()
    try:
        yield report
    except Exception as error:
        tell_failure(report, error)
        raise
    report.end("done")


def tell_failure(report: Report, error: Exception) -> None:
    """Where the disk is full, this cannot be told either, and the error itself is what counts."""
    try:
        report.end("failed", str(error))
    except OSError:
        return


def last() -> Report | None:
    try:
        return Report(**json.loads((shelf.folder() / REPORT).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
