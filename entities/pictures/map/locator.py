"""A small map of where something lies: its country filled, its neighbours plain, north above."""

from collections.abc import Iterable
from dataclasses import dataclass

from entities.pictures.map.atlas import Atlas, Box, Land, Occurrence, meets
from entities.pictures.map.projection import HEIGHT, WIDTH, lean_at, on_map

# Wide over high, the width in which neighbours are seen, and the share that a country takes.
SHAPE, NARROWEST, SHARE = 3 / 2, 90, 0.5
# How wide it is on a page, in points of the screen, and how far a mark reaches.
SHOWN, MARK = 300, 9


@dataclass(frozen=True)
class Locator:
    """All lengths in tenths of a unit of the map."""

    left: int
    top: int
    width: int
    height: int
    # All but the marks is drawn so much farther right for each tenth farther down, and moved.
    lean: float
    moved: float
    sea: str
    graticule: str
    plain: str
    filled: str
    dots: str
    marks: list[tuple[float, float]]
    mark: float


def locator(
    atlas: Atlas, land: Land | None, points: Iterable[tuple[float, float]]
) -> Locator | None:
    """The neighbourhood of a country with points (longitude, latitude) in it, or of these alone;
    nothing where that is all sea."""
    marks = [on_map(*point) for point in points]
    frame = framed(land.frame if land else around(marks))
    reach = reached(frame)
    near = [one for one in atlas.lands if one is not land and meets(one.box, reach)]
    # The box of a land on both sides of the date line is as wide as the world.
    if not land and not any(meets(one.frame, reach) for one in near):
        return None
    return drawn(atlas, land, near, frame, marks)


def drawn(
    atlas: Atlas, land: Land | None, near: list[Land], frame: Box, marks: list[tuple[float, float]]
) -> Locator:
    left, top, right, bottom = (round(10 * edge) for edge in frame)
    lean, middle, reach = lean_of(frame), (top + bottom) / 2, reached(frame)
    return Locator(
        left=left,
        top=top,
        width=right - left,
        height=bottom - top,
        lean=lean,
        moved=-lean * middle,
        sea=atlas.sea,
        graticule=atlas.graticule,
        plain="".join(one.path for one in near),
        filled=land.path if land else "",
        dots="".join(one.dot for one in atlas.occurrences if lies_within(one, reach)),
        marks=[(10 * x + lean * (10 * y - middle), 10 * y) for x, y in marks],
        mark=MARK * (right - left) / SHOWN,
    )


def lean_of(frame: Box) -> float:
    """Far from its middle a map of the world leans; here the lean is taken out, areas stay."""
    left, top, right, bottom = frame
    return -lean_at((left + right) / 2, (top + bottom) / 2)


def lies_within(one: Occurrence, frame: Box) -> bool:
    return meets((one.x, one.y, one.x, one.y), frame)


def around(marks: list[tuple[float, float]]) -> Box:
    xs, ys = zip(*marks, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def framed(box: Box) -> Box:
    """A frame of one shape about a box, within the map: as near as lets its neighbours be seen."""
    left, top, right, bottom = box
    width = max(NARROWEST, (right - left) / SHARE, (bottom - top) / SHARE * SHAPE)
    width = min(width, HEIGHT * SHAPE)
    height = width / SHAPE
    x = within((left + right - width) / 2, WIDTH - width)
    y = within((top + bottom - height) / 2, HEIGHT - height)
    return x, y, x + width, y + height


def within(value: float, highest: float) -> float:
    return min(max(value, 0), highest)


def reached(frame: Box) -> Box:
    """What of the leaning map shows in an upright frame."""
    left, top, right, bottom = frame
    more = abs(lean_of(frame)) * (bottom - top) / 2
    return left - more, top, right + more, bottom
