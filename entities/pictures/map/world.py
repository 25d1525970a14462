"""The map of the world: lands shaded by a count, points marked, names where they have room."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from entities.pictures import lettering
from entities.pictures.map.atlas import Atlas, Box, Land, Occurrence, meets
from entities.pictures.map.projection import HEIGHT, SOUTH, WIDTH, on_map
from entities.pictures.map.shading import Step, bounds_of, level_of, steps

# As large as the style makes them on the narrowest screen that shows names.
LETTERS, LINE = 14, 17
LONGEST_NAME = 140
# A name stands on a land that is at least so much of its width, and beside any other.
BREADTH = 0.6
# Of so many marks and so many countries, the first, a name is tried.
NAMED = 60
MARK = 8
# So many times as large are marks on the narrowest screen.
LARGEST = 1.4


@dataclass(frozen=True)
class Held:
    """A country that the portal holds, with what it is shaded by."""

    number: str
    name: str
    address: str
    count: int


@dataclass(frozen=True)
class Point:
    """A place to be marked."""

    name: str
    address: str
    kind: str
    longitude: float
    latitude: float


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    anchor: str
    text: str
    count: str = ""


@dataclass(frozen=True)
class Shaded:
    held: Held
    path: str
    level: int


@dataclass(frozen=True)
class Marked:
    point: Point
    x: float
    y: float


@dataclass(frozen=True)
class WorldMap:
    sea: str
    graticule: str
    # All the lands that are not held, as one.
    plain: str
    lands: list[Shaded]
    marks: list[Marked]
    labels: list[Label]
    dots: list[Occurrence]
    steps: list[Step]
    # By address, the countries that are left to the list, and why.
    left_out: dict[str, str]
    width: float = WIDTH
    height: float = HEIGHT
    mark: float = MARK
    # Around it all, so that a mark at an edge of the world is whole.
    margin: float = MARK * LARGEST

    @property
    def frame(self) -> str:
        """Left, top, width and height of what is seen."""
        edges = (-self.margin, -self.margin, self.width + 2 * self.margin)
        return " ".join(f"{edge:.1f}" for edge in (*edges, self.height + 2 * self.margin))


def world_map(
    atlas: Atlas, countries: Sequence[Held], points: Iterable[Point], dots: Sequence[Occurrence]
) -> WorldMap:
    """The picture. What it cannot draw is left to the list; so is a point off the map."""
    drawn, left_out = outlined(atlas, countries)
    bounds = bounds_of([one.count for _, one in drawn])
    held = {land.number for land, _ in drawn}
    marks = [marked(point) for point in points if is_on_map(point.latitude)]
    return WorldMap(
        sea=atlas.sea,
        graticule=atlas.graticule,
        plain="".join(land.path for land in atlas.lands if land.number not in held),
        lands=[Shaded(one, land.path, level_of(one.count, bounds)) for land, one in drawn],
        marks=marks,
        labels=labels(marks, drawn),
        dots=list(dots),
        steps=steps(bounds),
        left_out=left_out,
    )


def outlined(atlas: Atlas, countries: Sequence[Held]) -> tuple[list, dict[str, str]]:
    """The lands with the country that each is drawn for, and why others are not drawn."""
    drawn, left_out = {}, {}
    for one in countries:
        land = atlas.land(one.number)
        if not land:
            left_out[one.address] = "no outline held"
        elif land.number in drawn:
            holder = drawn[land.number][1].name
            left_out[one.address] = f"{holder} has the same number, {one.number}"
        else:
            drawn[land.number] = land, one
    return list(drawn.values()), left_out


def is_on_map(latitude: float) -> bool:
    return latitude >= SOUTH


def marked(point: Point) -> Marked:
    return Marked(point, *on_map(point.longitude, point.latitude))


def labels(marks: Sequence[Marked], drawn: Sequence[tuple[Land, Held]]) -> list[Label]:
    """A name for each mark and each country named, as far as they have room, in that order."""
    taken = [box_about(mark.x, mark.y) for mark in marks]
    named = [(land, one) for land, one in drawn if one.count]
    asked = [beside_mark(mark) for mark in marks[:NAMED]] + [
        about_land(land, one) for land, one in named[:NAMED]
    ]
    placed = []
    for choices in asked:
        for label in choices:
            box = box_of(label)
            if is_inside(box) and not any(meets(box, other) for other in taken):
                placed.append(label)
                taken.append(box)
                break
    return placed


def box_about(x: float, y: float) -> Box:
    reach = MARK * 1.7
    return x - reach, y - reach, x + reach, y + reach


def beside_mark(mark: Marked) -> list[Label]:
    name = lettering.fitted(mark.point.name, LETTERS, LONGEST_NAME)
    away = MARK * 1.9
    return [
        Label(mark.x - away, mark.y + LETTERS / 3, "end", name),
        Label(mark.x + away, mark.y + LETTERS / 3, "start", name),
    ]


def about_land(land: Land, one: Held) -> list[Label]:
    """On a land that is broad enough, else beside it: right, left, below, above."""
    (x, y), (left, top, right, bottom) = land.middle, land.frame
    name, count, line = name_on_map(land, one), f"{one.count:,}", y + LETTERS / 3
    inside = Label(x, line, "middle", name, count)
    beside = [
        Label(right + 4, line, "start", name, count),
        Label(left - 4, line, "end", name, count),
        Label(x, bottom + LINE, "middle", name, count),
        Label(x, top - 4, "middle", name, count),
    ]
    is_broad = right - left >= BREADTH * lettering.width(f"{name} {count}", LETTERS)
    return [inside, *beside] if is_broad else [*beside, inside]


def name_on_map(land: Land, one: Held) -> str:
    """A name too long for a map gives way to the one that the outline has."""
    is_short = lettering.width(one.name, LETTERS) <= LONGEST_NAME
    return lettering.fitted(one.name if is_short else land.name, LETTERS, LONGEST_NAME)


def box_of(label: Label) -> Box:
    width = lettering.width(f"{label.text} {label.count}".strip(), LETTERS)
    left = {"start": label.x, "middle": label.x - width / 2, "end": label.x - width}[label.anchor]
    return left, label.y - LETTERS, left + width, label.y + LINE - LETTERS


def is_inside(box: Box) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= WIDTH and box[3] <= HEIGHT
