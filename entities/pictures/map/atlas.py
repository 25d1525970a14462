"""The outlines of the world's countries and the occurrences that a survey located, as prepared."""

import json
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path

from entities.pictures.map.degrees import in_words

WORLD = Path(__file__).with_name("world.json")
# Left, top, right, bottom, in the units of the map.
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Land:
    """A country as it is drawn. Where no number stands for it in ISO 3166-1, it has none."""

    number: str
    name: str
    # All that is drawn of it, and its largest part with what lies near that.
    box: Box
    frame: Box
    middle: tuple[float, float]
    # In tenths of a unit, as all paths of an atlas.
    path: str


@dataclass(frozen=True)
class Occurrence:
    """A place at which a survey recorded rare earths; of their amount it says nothing."""

    record: int
    name: str
    # Both as the survey writes them; the number is that of the country's outline.
    country: str
    region: str
    number: str
    latitude: float
    longitude: float
    x: float
    y: float

    @property
    def dot(self) -> str:
        """A path as long as nothing: what is seen of it is the width of its stroke."""
        return f"M{10 * self.x:.0f} {10 * self.y:.0f}h0"

    @property
    def place(self) -> str:
        return in_words(self.latitude, self.longitude)


@dataclass(frozen=True)
class Atlas:
    sea: str
    graticule: str
    lands: list[Land]
    occurrences: list[Occurrence]

    def land(self, number: str) -> Land | None:
        """The outline of a country, by its number in ISO 3166-1: 36 is 036."""
        return self.by_number.get(number.zfill(3)) if number else None

    @cached_property
    def by_number(self) -> dict[str, Land]:
        return {land.number: land for land in self.lands if land.number}

    @cached_property
    def by_country(self) -> list[tuple[str, list[Occurrence]]]:
        """The occurrences under what the survey calls their country, in alphabetical order."""
        ordered = sorted(self.occurrences, key=lambda one: (one.country, one.name, one.record))
        groups = groupby(ordered, key=lambda one: one.country)
        return [(country, list(group)) for country, group in groups]


@cache
def atlas() -> Atlas:
    """Read once: the same for every page, and changed by a release alone."""
    prepared = json.loads(WORLD.read_text())
    return Atlas(
        sea=prepared["sea"],
        graticule=prepared["graticule"],
        lands=[Land(*row) for row in prepared["lands"]],
        occurrences=[Occurrence(*row) for row in prepared["occurrences"]],
    )


def meets(one: Box, other: Box) -> bool:
    """Whether two boxes have a place in common."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
