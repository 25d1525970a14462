"""Rings on the map's plane: as path data, with the box and the middle of what they enclose."""

from collections.abc import Iterable
from dataclasses import dataclass

from entities.pictures.map.atlas import Box, meets

# The map is drawn in tenths of its units: finer than a screen shows.
Tenths = list[tuple[int, int]]


@dataclass(frozen=True)
class Shape:
    """A closed line in tenths of a unit, without its end, which is its start."""

    points: Tenths

    @property
    def box(self) -> Box:
        xs, ys = zip(*self.points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def area(self) -> float:
        """In square tenths; less than nothing where the points run the other way round."""
        return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in self.sides()) / 2

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of gravity."""
        crossed = [(x0 + x1, y0 + y1, x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in self.sides()]
        x, y = (sum(pair[i] * pair[2] for pair in crossed) / 6 / self.area for i in (0, 1))
        return x, y

    def sides(self):
        return list(zip(self.points, self.points[1:] + self.points[:1], strict=True))


def shape(points: Iterable[tuple[float, float]]) -> Shape:
    """Points of the map, rounded, each once in a row."""
    rounded: Tenths = []
    for x, y in points:
        point = (round(x * 10), round(y * 10))
        if rounded[-1:] != [point]:
            rounded.append(point)
    return Shape(rounded[:-1] if len(rounded) > 1 and rounded[0] == rounded[-1] else rounded)


def path_of(shapes: list[Shape]) -> str:
    """SVG path data in tenths: the first point of each, then the steps from point to point."""
    return "".join(f"M{run(one.points)}z" for one in shapes)


def run(points: Tenths) -> str:
    start, *rest = points
    steps = [pair((x1 - x0, y1 - y0)) for (x0, y0), (x1, y1) in zip(points, rest, strict=False)]
    return f"{pair(start)}l{' '.join(steps)}".replace(" -", "-")


def pair(point: tuple[int, int]) -> str:
    return f"{point[0]} {point[1]}"


def neighbourhood(shapes: list[Shape]) -> Box:
    """The box of the largest shape with those near it: France without Guiana."""
    left, top, right, bottom = largest(shapes).box
    across, down = (right - left) / 2, (bottom - top) / 2
    around = left - across, top - down, right + across, bottom + down
    return together([one.box for one in shapes if meets(one.box, around)])


def together(boxes: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def largest(shapes: list[Shape]) -> Shape:
    return max(shapes, key=lambda one: abs(one.area))
