"""The ways of lines through the columns of a graph: past boxes, never under one. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from entities.pictures import strokes
from entities.pictures.graph.bundling import Bundle
from entities.pictures.graph.columns import Box
from entities.pictures.graph.placed import Line

# Between lines that end at one box there is room for arrowheads.
PORT = 9
# The shaft of an arrow ends before its point.
SHAFT = 5

# The key of a box and its column.
Stop = tuple[str, int]
Way = list[Stop]


@dataclass(frozen=True)
class Route:
    """The ways of a bundle: the trunk from the owner to the words, an arm to each other end."""

    bundle: Bundle
    words: Stop
    trunk: Way
    arms: list[Way]

    @property
    def ways(self) -> list[Way]:
        return [self.trunk, *self.arms]


def route_of(bundle: Bundle, columns: dict[str, int]) -> Route:
    start, *ends = [(key, columns[key]) for key in (bundle.owner, *bundle.others)]
    words = f"words {bundle.key}", column_between(start[1], ends[0][1])
    arms = zip(bundle.edges, ends, strict=True)
    return Route(
        bundle, words, way(start, words, bundle.key),
        [way(words, end, edge.key) for edge, end in arms],
    )  # fmt: skip


def column_between(one: int, other: int) -> int:
    """Words stand between their ends; beyond them where both ends are in one column."""
    if one == other:
        return one + (1 if one > 0 else -1)
    return 0 if one * other < 0 else (one + other) // 2


def way(start: Stop, end: Stop, key: str) -> Way:
    """From column to column, with a place to pass in each between."""
    step = 1 if end[1] > start[1] else -1
    between = range(start[1] + step, end[1], step)
    return [start, *((f"pass {key} {column}", column) for column in between), end]


def passes(routes: Iterable[Route]) -> list[Stop]:
    stops = (stop for route in routes for way in route.ways for stop in way[1:-1])
    return [stop for stop in stops if stop[0].startswith("pass ")]


def joints(routes: Iterable[Route]) -> list[tuple[str, str]]:
    return [
        (one[0], other[0])
        for route in routes for way in route.ways for one, other in pairwise(way)
    ]  # fmt: skip


def lines_at(routes: Iterable[Route]) -> dict[str, int]:
    """How many lines end at the busier side of each entity's box."""
    sides = defaultdict(int)
    for _, here, there in ends_of(routes):
        sides[here[0], there[1] > here[1]] += 1
    most = defaultdict(int)
    for (key, _), count in sides.items():
        most[key] = max(most[key], count)
    return most


def ends_of(routes: Iterable[Route]) -> Iterable[tuple[str, Stop, Stop]]:
    """The ends of lines at entities: the words they come from, the box, and the stop before."""
    for route in routes:
        yield f"trunk {route.words[0]}", route.trunk[0], route.trunk[1]
        for arm in route.arms:
            yield f"arm {route.words[0]}", arm[-1], arm[-2]


def ports_of(routes: Iterable[Route], boxes: dict[str, Box]) -> dict[tuple[str, str], float]:
    """How far from the middle of a box each line ends, so that lines do not cross before it."""
    sides = defaultdict(list)
    for name, here, there in ends_of(routes):
        sides[here[0], there[1] > here[1]].append((boxes[there[0]].y, name))
    return {
        (key, name): (index - (len(side) - 1) / 2) * PORT
        for (key, _), side in sides.items()
        for index, (_, name) in enumerate(sorted(side))
    }


def drawn(route: Route, boxes: dict[str, Box], ports) -> tuple[Line, list[Line]]:
    """The trunk and the arms, with an arrowhead where the statement leads."""
    bundle, words = route.bundle, route.words[0]
    leads = not bundle.first.is_symmetric
    offset = ports[route.trunk[0][0], f"trunk {words}"]
    trunk = line(route.trunk[::-1], boxes, offset, leads and not bundle.is_outward)
    arms = [
        line(arm, boxes, ports[arm[-1][0], f"arm {words}"], leads and bundle.is_outward)
        for arm in route.arms
    ]
    return trunk, arms


def line(way: Way, boxes: dict[str, Box], offset: float, has_tip: bool) -> Line:
    """Along a way, from words to an entity: level within columns, curved only between them."""
    stops = [boxes[key] for key, _ in way]
    *_, before, last = stops
    is_rightward = last.column > before.column
    end = last.edge(not is_rightward), last.y + offset
    points = [(stops[0].edge(stops[1].column > stops[0].column), stops[0].y)]
    for one, other in pairwise(stops):
        to_right = other.column > one.column
        y = end[1] if other is last else other.y
        points += [(one.rims[to_right], one.y), (other.rims[not to_right], y)]
    shaft = end[0] - (SHAFT if is_rightward else -SHAFT) * has_tip
    return Line(
        strokes.course([*points, (shaft, end[1])]),
        strokes.tip(*end, is_rightward) if has_tip else "",
    )
