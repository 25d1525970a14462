"""One path down a narrow column, with its words beside it. Pure."""

from collections.abc import Sequence
from itertools import chain, pairwise, zip_longest

from entities.pictures.path.parts import (
    CLEAR,
    LEADING,
    LENGTH,
    Leg,
    Picture,
    PlacedLeg,
    PlacedStop,
    Route,
    Stop,
    Words,
    downwards,
    leg_lines,
    name_lines,
    stacked,
)

# How wide, and where marks and words stand.
WIDTH, AXIS, BESIDE = 290, 18, 44
ROOM = WIDTH - BESIDE
# What a stop or a leg takes at least, and what it takes besides its lines.
LEAST, BESIDES = 38, 12


def down(route: Route) -> Picture:
    stops = [name_lines(stop, ROOM) for stop in route.stops]
    legs = [leg_lines(leg, ROOM) for leg in route.legs]
    rows = [row for row in chain(*zip_longest(stops, legs)) if row]
    middles, bottom = middles_of(rows)
    words = [beside(row, y) for row, y in zip(rows, middles, strict=True)]
    return Picture(
        WIDTH,
        bottom,
        [placed_stop(*one) for one in zip(route.stops, middles[::2], words[::2], strict=True)],
        [
            placed_leg(*one)
            for one in zip(route.legs, pairwise(middles[::2]), words[1::2], strict=True)
        ],
    )


def middles_of(rows: Sequence[Sequence[str]]) -> tuple[list[float], float]:
    """The heights of the middles of rows of so many lines, and where the last row ends."""
    middles, y = [], 0.0
    for row in rows:
        height = max(LEAST, LEADING * len(row) + BESIDES)
        middles.append(y + height / 2)
        y += height
    return middles, y


def placed_stop(stop: Stop, y: float, words: Words) -> PlacedStop:
    return PlacedStop(stop, AXIS, y, words, bar(y, words))


def placed_leg(leg: Leg, ends: tuple[float, float], words: Words) -> PlacedLeg:
    here, there = ends
    return PlacedLeg(
        leg,
        f"M{AXIS} {here + CLEAR:g}V{there - CLEAR - LENGTH / 2:g}",
        downwards(AXIS, there - CLEAR),
        words,
        bar((words.lines[0][0] + words.lines[-1][0]) / 2 - 4.5, words),
    )


def bar(y: float, words: Words) -> tuple[float, float, float, float]:
    """All the breadth of a row."""
    height = max(LEAST, LEADING * len(words.lines) + BESIDES)
    return 0, y - height / 2, WIDTH, height


def beside(found: Sequence[str], y: float) -> Words:
    """Lines about the height `y`; letters stand on a line a little below their middle."""
    return Words(BESIDE, stacked(found, y + 4.5 - LEADING * (len(found) - 1) / 2), "start")
