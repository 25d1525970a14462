"""Statements as the edges of a graph, bundled so that words shared by several stand once. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from entities.kinds import kind_of
from entities.pictures.strokes import width_of


class Node(NamedTuple):
    """An entity. Its slug is its key."""

    key: str
    name: str
    kind: str

    @property
    def css(self) -> str:
        return kind_of(self.kind).css


class Edge(NamedTuple):
    """A statement. Its slug is its key; `articles` says how many independent quotes it has.

    `remarks` are what stands under its words: "◆ disputed", "↺ source changed".
    """

    key: str
    subject: str
    object: str
    words: str
    sentence: str = ""
    claim: str = "reported"
    is_sound: bool = True
    remarks: tuple[str, ...] = ()
    is_symmetric: bool = False
    articles: int = 1
    type: str = ""

    @property
    def ends(self) -> tuple[str, str]:
        return self.subject, self.object

    @property
    def width(self) -> int:
        return width_of(self.articles)

    def other(self, end: str) -> str:
        return self.object if end == self.subject else self.subject


@dataclass(frozen=True)
class Bundle:
    """Statements of one entity, the owner, in the same words, direction and standing."""

    owner: str
    is_outward: bool
    edges: tuple[Edge, ...]

    @property
    def first(self) -> Edge:
        return self.edges[0]

    @property
    def others(self) -> tuple[str, ...]:
        return tuple(edge.other(self.owner) for edge in self.edges)

    @property
    def key(self) -> str:
        return self.first.key


def bundled(edges: Iterable[Edge], columns: dict[str, int]) -> list[Bundle]:
    """Every edge in one bundle: in the one that holds most, of those at its two ends.

    A bundle's other ends all stand in one column, so that its words stand in one place.
    """
    candidates = defaultdict(set)
    for edge in edges:
        for owner in edge.ends:
            candidates[(owner, edge.subject == owner, *likeness(edge, owner, columns))].add(edge)
    return sorted(chosen(candidates, columns), key=lambda bundle: bundle.key)


def likeness(edge: Edge, owner: str, columns: dict[str, int]) -> tuple:
    standing = edge.words, edge.is_symmetric, edge.claim, edge.remarks
    return *standing, columns[edge.other(owner)]


def chosen(candidates: dict[tuple, set[Edge]], columns: dict[str, int]) -> Iterable[Bundle]:
    """The fullest first; of two as full, that of the owner nearer the middle."""
    waiting = [ranked(one, candidates[one], columns) for one in candidates]
    heapify(waiting)
    taken: set[Edge] = set()
    while waiting:
        rank, _, best = heappop(waiting)
        edges = candidates[best] - taken
        # What lost edges to a fuller one waits again for its turn.
        if edges and len(edges) < -rank:
            heappush(waiting, ranked(best, edges, columns))
        elif edges:
            taken |= edges
            yield Bundle(best[0], best[1], tuple(sorted(edges, key=lambda edge: edge.key)))


def ranked(candidate: tuple, edges: Collection[Edge], columns: dict[str, int]) -> tuple:
    return -len(edges), abs(columns[candidate[0]]), candidate
