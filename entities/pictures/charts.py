"""Bars and small lines: numbers in, places out, in percent of the room there is. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

# Room for the first and last figures beside a line, for a figure above it, and for the years below.
LEFT, RIGHT, TOP, FLOOR = 7.0, 93.0, 24.0, 82.0
# What a figure written at a point takes: less than this apart, two would touch.
NEAR_X, NEAR_Y = 30.0, 14.0
# From a point to the foot of its figure.
ABOVE, BELOW = -7.0, 15.0
# Lower than this, a figure under a point would stand on the line of zero.
LOWEST = 68.0


@dataclass(frozen=True)
class Stretch:
    """A bar from `start` to `end`, in percent of the length that stands for the full scale."""

    start: float
    end: float

    @property
    def inset(self) -> float:
        """Where it starts, in percent of where it ends."""
        return 100 * self.start / self.end if self.end else 0.0

    @property
    def extent(self) -> float:
        """How long it is, in percent of where it ends."""
        return 100 - self.inset


def stretch(low: Decimal, high: Decimal, full: Decimal) -> Stretch:
    """The bar from `low` to `high` on a linear scale from 0 to `full`."""
    if not full:
        return Stretch(0.0, 0.0)
    start, end = sorted((low, high))
    return Stretch(float(100 * start / full), float(100 * end / full))


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    index: int


@dataclass(frozen=True)
class Letter:
    """Where the figure of a point is written: above it or below, away from the line."""

    point: Point
    anchor: str
    is_below: bool = False

    @property
    def y(self) -> float:
        return self.point.y + (BELOW if self.is_below else ABOVE)


@dataclass(frozen=True)
class Line:
    """Its points, the pairs of points that a stroke joins, and the figures written at them."""

    points: list[Point]
    strokes: list[tuple[Point, Point]]
    letters: list[Letter]


def line(years: Sequence[int], values: Sequence[Decimal | None]) -> Line:
    """A line from 0 up to its own highest value. A year without a value is a gap, and no point."""
    full = max((value for value in values if value is not None), default=Decimal(0))
    points = [
        Point(across(year, years), up(value, full), index)
        for index, (year, value) in enumerate(zip(years, values, strict=True))
        if value is not None
    ]
    strokes = [
        (one, other)
        for one, other in pairwise(points)
        if years[other.index] - years[one.index] == 1
    ]
    return Line(points, strokes, letters(points))


def across(year: int, years: Sequence[int]) -> float:
    first, last = min(years), max(years)
    if first == last:
        return (LEFT + RIGHT) / 2
    return LEFT + (RIGHT - LEFT) * (year - first) / (last - first)


def up(value: Decimal, full: Decimal) -> float:
    return FLOOR - (FLOOR - TOP) * float(value / full if full else 0)


def letters(points: list[Point]) -> list[Letter]:
    """Figures at the first and the last point, and at the highest where it touches neither."""
    if len(points) < 2:
        return [Letter(point, "middle") for point in points]
    first, last = points[0], points[-1]
    highest = min(points, key=lambda point: point.y)
    ends = [
        Letter(first, "start", is_below(first, points[1])),
        Letter(last, "end", is_below(last, points[-2])),
    ]
    above = Letter(highest, "middle")
    return ends if any(touches(above, end) for end in ends) else [*ends, above]


def is_below(point: Point, neighbour: Point) -> bool:
    """Under a line that comes from above, but never in the room of the years."""
    return neighbour.y < point.y < LOWEST


def touches(one: Letter, other: Letter) -> bool:
    return abs(one.point.x - other.point.x) < NEAR_X and abs(one.y - other.y) < NEAR_Y
