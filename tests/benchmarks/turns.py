"""Ask several portals in turn, so that what else the machine does hits all of them alike."""

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.benchmarks import datasette_file, throwaway
from tests.benchmarks.asked import Queries, Query, queries
from tests.benchmarks.corpora import Corpus
from tests.benchmarks.watching import Server

# A server in service has folded most words before, and has its templates at hand.
WARM_UP, ROUNDS = 3, 5
TURNS = WARM_UP + ROUNDS
WITHOUT, WITH = "without facets", "with facets"
SUGGESTING, PLAIN = "Datasette, which suggests facets", "Datasette, which suggests none"
# make bench installs it into an environment of its own.
DATASETTE = throwaway.BENCH / "datasette" / "bin" / "python"


@dataclass
class Asked:
    """A corpus, what it is asked, and what the answers took, by way and kind of search."""

    corpus: Corpus
    servers: dict[str, Server]
    queries: Queries
    cpu: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    refused: dict[tuple[str, str], int] = field(default_factory=dict)
    shares: dict[str, float] = field(default_factory=dict)

    def ask(self, kind: str, number: int) -> None:
        """Ask all of them once; the first rounds only warm up."""
        some = self.queries[kind]
        # What was asked before costs less: with and without facets no round asks the same.
        query, another = (some[at % len(some)] for at in (number, number + TURNS))
        for way, answer in self.answers(query, another):
            if answer["status"] != 200:
                self.refused[way, kind] = answer["status"]
            if number >= WARM_UP:
                self.cpu[way, kind].append(answer["cpu"])

    def answers(self, query: Query, another: Query) -> Iterator[tuple[str, dict]]:
        portal = self.servers["portal"]
        yield WITHOUT, portal.ask(do="get", path=query.path, facets=False)
        if not query.is_suggestion:
            yield WITH, portal.ask(do="get", path=another.path, facets=True)
        for way in (SUGGESTING, PLAIN):
            if way in self.servers and query.is_plain:
                yield way, self.servers[way].ask(text=query.text)

    def count_hits(self) -> None:
        """The share of the articles that have all of what a query asks for."""
        size = self.corpus.size
        for kind, some in self.queries.items():
            if some[0].is_plain:
                answer = self.servers["portal"].ask(do="total", text=some[0].text)
                self.shares[kind] = answer["with_all"] / size

    def milliseconds(self, way: str, kind: str) -> float | None:
        seconds = self.cpu[way, kind]
        return median(seconds) * 1000 if seconds else None

    def highest(self, way: str) -> float:
        return max(self.milliseconds(way, kind) or 0 for kind in self.queries)


def ask_all(corpora: Sequence[Corpus], *, with_datasette: bool) -> list[Asked]:
    """Made corpora are heads of one another, and are all asked what the first one is."""
    asked: list[Asked] = []
    for corpus in corpora:
        servers = dict(servers_of(corpus, with_datasette))
        chosen = asked[0].queries if asked else choose(servers)
        asked.append(Asked(corpus, servers, chosen))
    for number in range(TURNS):
        for kind in asked[0].queries:
            for one in asked:
                one.ask(kind, number)
    for one in asked:
        one.count_hits()
        for server in one.servers.values():
            server.close()
    return asked


def choose(servers: dict[str, Server]) -> Queries:
    return queries(servers["portal"].ask(do="choose", count=2 * TURNS))


def servers_of(corpus: Corpus, with_datasette: bool) -> Iterator[tuple[str, Server]]:
    asking = [sys.executable, "-m", "tests.benchmarks.asking", str(corpus.folder)]
    yield "portal", Server(asking, corpus.folder)
    if not with_datasette:
        return
    file = corpus.folder / "datasette.db"
    if not file.is_file():
        datasette_file.write(corpus.database, file)
    script = str(Path(__file__).with_name("datasette_asking.py"))
    for way, suggests in ((SUGGESTING, "on"), (PLAIN, "off")):
        yield way, Server([str(DATASETTE), script, str(file), suggests], corpus.folder)
