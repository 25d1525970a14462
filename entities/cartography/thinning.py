"""Leave out the points of a line that nobody can see (Douglas and Peucker, 1973)."""

from math import hypot

from entities.cartography.topology import Line
from entities.pictures.map.projection import on_map


def thinned(line: Line, tolerance: float) -> Line:
    """The points that keep the line, as drawn on the map, within `tolerance` of its course.

    Both ends stay, so that what neighbours share is thinned to the same points for both.
    """
    drawn = [on_map(*point) for point in line]
    kept, waiting = {0, len(line) - 1}, [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        farthest = farthest_between(drawn, first, last, tolerance)
        if farthest is not None:
            kept.add(farthest)
            waiting += [(first, farthest), (farthest, last)]
    return [line[index] for index in sorted(kept)]


def farthest_between(drawn: Line, first: int, last: int, tolerance: float) -> int | None:
    """The point farthest from the straight line between two others, if farther than allowed."""
    distances = [
        (distance(drawn[index], drawn[first], drawn[last]), index)
        for index in range(first + 1, last)
    ]
    farthest, index = max(distances, default=(0.0, 0))
    return index if farthest > tolerance else None


def distance(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]):
    """How far a point lies from the line through two others; from both, where they are one."""
    (x, y), (x0, y0), (x1, y1) = point, start, end
    length = hypot(x1 - x0, y1 - y0)
    if not length:
        return hypot(x - x0, y - y0)
    return abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length
