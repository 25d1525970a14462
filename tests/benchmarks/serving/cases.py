"""What is asked of each server, and the goals. Pure but for a first look at one address."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlencode

from tests.benchmarks import made
from tests.benchmarks.serving.processes import Running
from tests.benchmarks.serving.readers import Request, ask

Addresses = Callable[[int], Sequence[Request]]
# CPU seconds that a turn is to take: the clock of the processes ticks a hundred times a second.
TURN = 0.6
FEWEST, MANY, MOST = 8, 300, 3000


@dataclass
class Case:
    """A kind of request to a server; `goal` is the most it may cost, in multiples of hello."""

    name: str
    server: Running
    requests: Addresses
    goal: float | None = None
    status: int = 200
    times: int = 0
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def turn(self) -> None:
        """Ask for a while; the first turn finds out how long that is, and does not count."""
        times = self.times or FEWEST
        cpu, elapsed = self.ask(times)
        if not self.times:
            # What costs little is asked often enough for the clock to see it.
            times, cpu = (times, cpu) if cpu > TURN / 10 else (MANY, self.ask(MANY)[0])
            self.times = min(MOST, max(FEWEST, int(TURN * times / max(cpu, 0.01))))
            return
        self.cpu.append(cpu / times)
        self.wall.append(elapsed / times)

    def ask(self, times: int) -> tuple[float, float]:
        wanted = self.requests(times)
        before = self.server.cpu()
        answered = ask(self.server.port, wanted)
        wrong = {status: n for status, n in answered.statuses.items() if status != self.status}
        if wrong:
            raise SystemExit(f"{self.name}: statuses {wrong}, for example of {wanted[0].path}")
        return self.server.cpu() - before, answered.elapsed

    @property
    def milliseconds(self) -> float:
        return median(self.cpu) * 1000


def same(path: str, **headers: str) -> Addresses:
    request = Request(path, (*Request(path).headers, *headers.items()))
    return lambda times: [request] * times


def of_each(paths: Iterator[str]) -> Addresses:
    """Another address each time, for ever."""
    return lambda times: [Request(next(paths)) for _ in range(times)]


def articles(size: int, every: int = 1, query: str = "") -> Iterator[str]:
    """Articles in no order: all, or one in so many."""
    dice = random.Random(7)
    while True:
        yield f"/articles/made-{dice.randrange(size // every) * every}/{query}"


def rows(size: int, stem: str) -> Iterator[str]:
    """The rows of Datasette's table."""
    dice = random.Random(7)
    while True:
        yield f"/{stem}/articles/{dice.randrange(size) + 1}"


def words(form: str) -> Iterator[str]:
    """Searches for words of middling frequency, each for another one as long as there are."""
    dice = random.Random(8)
    known = made.MadeCorpus().words[30:3000]
    while True:
        yield form.format(dice.choice(known))


def two_facets() -> Iterator[str]:
    dice = random.Random(9)
    publishers, languages = made.MadeCorpus().publishers[:12], ["en", "de", "fr", "pt", "es"]
    while True:
        chosen = {"publisher": dice.choice(publishers), "language": dice.choice(languages)}
        yield f"/articles/?{urlencode(sorted(chosen.items()))}"
