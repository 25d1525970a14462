"""A path from one entity to another as stops and the legs between them, and what its pictures are
made of. Pure: rows in, positions and words out."""

from collections.abc import Sequence
from dataclasses import dataclass

from entities.pictures.lettering import lines
from entities.pictures.strokes import width_of

# The names of stops are bold, and take more room than plain words.
SIZE, BOLD, LEADING, MOST_LINES = 13, 14.5, 16, 3
# From the middle of a mark to its line; an arrow's length, and half of its breadth.
CLEAR, LENGTH, HALF = 15, 9, 4.5


@dataclass(frozen=True)
class Stop:
    """An entity on a path."""

    name: str
    kind: str
    url: str


@dataclass(frozen=True)
class Leg:
    """A step to the next stop, in words; `claim` is how sure it is, `articles` say so."""

    words: str
    sentence: str
    claim: str
    url: str
    articles: int = 1

    @property
    def width(self) -> int:
        return width_of(self.articles)


@dataclass(frozen=True)
class Route:
    """Stops, and the legs between them: one less."""

    stops: Sequence[Stop]
    legs: Sequence[Leg]


@dataclass(frozen=True)
class Words:
    """Lines of letters, each with its height; `anchor` is where `x` is in them."""

    x: float
    lines: Sequence[tuple[float, str]]
    anchor: str = "middle"


# Left, top, width and height of what can be pressed.
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class PlacedStop:
    stop: Stop
    x: float
    y: float
    words: Words
    box: Box


@dataclass(frozen=True)
class PlacedLeg:
    leg: Leg
    line: str
    arrow: str
    words: Words
    box: Box


@dataclass(frozen=True)
class Picture:
    width: float
    height: float
    stops: list[PlacedStop]
    legs: list[PlacedLeg]
    # What the lines of several paths share says nothing of any of them.
    trunks: Sequence[str] = ()
    arrow: str = ""
    # How high each path stands, to be numbered.
    heights: Sequence[float] = ()


def name_lines(stop: Stop, room: float) -> list[str]:
    return lines(stop.name, BOLD, room, MOST_LINES)


def leg_lines(leg: Leg, room: float) -> list[str]:
    return lines(leg.words, SIZE, room, MOST_LINES)


def stacked(found: Sequence[str], y: float) -> list[tuple[float, str]]:
    """Lines of which the first one stands at the height `y`."""
    return [(y + LEADING * number, line) for number, line in enumerate(found)]


def above(found: Sequence[str], y: float) -> list[tuple[float, str]]:
    """Lines of which the last one stands at the height `y`."""
    return stacked(found, y - LEADING * (len(found) - 1))


def rightwards(x: float, y: float) -> str:
    return f"M{x:g} {y:g}l-{LENGTH} -{HALF}v{2 * HALF:g}z"


def upwards(x: float, y: float) -> str:
    return f"M{x:g} {y:g}l-{HALF} {LENGTH}h{2 * HALF:g}z"


def downwards(x: float, y: float) -> str:
    return f"M{x:g} {y:g}l-{HALF} -{LENGTH}h{2 * HALF:g}z"
