"""Read TopoJSON: arcs that neighbours share, as lists of degrees, and the rings made of them."""

from collections.abc import Callable, Iterator

Degrees = tuple[float, float]
Line = list[Degrees]


def arcs_of(topology: dict) -> list[Line]:
    """The arcs, each running on over the 180th meridian where it crosses it."""
    (scale_x, scale_y), (left, low) = topology["transform"].values()
    return [
        unwrapped([(x * scale_x + left, y * scale_y + low) for x, y in running_sums(arc)])
        for arc in topology["arcs"]
    ]


def running_sums(steps: list[list[int]]) -> Iterator[tuple[int, int]]:
    x = y = 0
    for step_x, step_y in steps:
        x, y = x + step_x, y + step_y
        yield x, y


def unwrapped(line: Line) -> Line:
    """The same places with no step of more than half the globe between two of them."""
    kept = line[:1]
    for longitude, latitude in line[1:]:
        turns = round((kept[-1][0] - longitude) / 360)
        kept.append((longitude + 360 * turns, latitude))
    return kept


def rings_of(geometry: dict, arcs: list[Line]) -> list[Line]:
    """The outer and inner rings of a polygon or of several."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [ring(indices, arcs) for polygon in polygons for indices in polygon]


def ring(indices: list[int], arcs: list[Line]) -> Line:
    line: Line = []
    for index in indices:
        # ~3 stands for the arc 3, turned round; each begins where the one before it ends.
        line += (arcs[index] if index >= 0 else arcs[~index][::-1])[1 if line else 0 :]
    return unwrapped(line)


def within_the_globe(line: Line) -> list[Line]:
    """A ring in one piece, or in two where the 180th meridian cuts it."""
    pieces = []
    for turn in (-360, 0, 360):
        moved = [(longitude + turn, latitude) for longitude, latitude in line]
        moved = cut(moved, 180, lambda longitude: longitude <= 180)
        moved = cut(moved, -180, lambda longitude: longitude >= -180)
        if len({longitude for longitude, _ in moved}) > 1:
            pieces.append(moved)
    return pieces


def cut(line: Line, meridian: float, is_kept: Callable[[float], bool]) -> Line:
    """What of a ring lies on one side of a meridian, closed along it."""
    kept: Line = []
    for (x0, y0), (x1, y1) in zip(line[-1:] + line[:-1], line, strict=True):
        if is_kept(x0) != is_kept(x1):
            kept.append((meridian, y0 + (y1 - y0) * (meridian - x0) / (x1 - x0)))
        if is_kept(x1):
            kept.append((x1, y1))
    return kept
