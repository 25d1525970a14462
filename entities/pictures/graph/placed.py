"""What a picture of a graph is made of, once everything has its place. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from entities.pictures import lettering
from entities.pictures.graph.bundling import Bundle, Edge, Node

# The sizes of letters: names, the words of statements, the entity itself.
NAME, WORDS, HERO = 13, 12, 18
LINE_HEIGHT = 1.25
# As many lines as the longest name takes.
ALL = 99
MARK = 10
WIDE = 1000


@dataclass(frozen=True)
class Label:
    """Lines of text at x, each with the y of its foot, and the box that holds them all.

    `anchor` says which part of a line stands at x: its start, its middle or its end.
    """

    x: float
    lines: list[tuple[float, str]]
    box: tuple[float, float, float, float]
    anchor: str = "middle"


@dataclass(frozen=True)
class PlacedNode:
    """The mark stands at x, y; `box` holds mark and label together."""

    number: int
    node: Node
    x: float
    y: float
    label: Label
    box: tuple[float, float, float, float]

    @property
    def size(self) -> tuple[float, float]:
        return self.box[2] - self.box[0], self.box[3] - self.box[1]


@dataclass(frozen=True)
class Line:
    path: str
    tip: str = ""


@dataclass(frozen=True)
class Arm:
    """The line of one statement, and the numbers of the nodes at its ends."""

    edge: Edge
    line: Line
    ends: tuple[int, int]


@dataclass(frozen=True)
class PlacedBundle:
    """`trunk` goes from the owner, here by name, to the words; the arms go on to the others."""

    bundle: Bundle
    label: Label
    trunk: Line
    arms: list[Arm]
    owner: str

    @property
    def ends(self) -> list[int]:
        return sorted({end for arm in self.arms for end in arm.ends})

    @property
    def title(self) -> str:
        """What its words lead to, where they are of several statements."""
        return f"All statements “{self.bundle.first.words}” about {self.owner}"

    @property
    def width(self) -> int:
        return max(edge.width for edge in self.bundle.edges)


@dataclass(frozen=True)
class Picture:
    width: float
    height: float
    hero: PlacedNode
    nodes: list[PlacedNode]
    bundles: list[PlacedBundle]
    # In a narrow picture, the line that all words hang on.
    rail: str = ""

    @property
    def shown(self) -> tuple[float, float]:
        """Its size on a page: a wide picture is a little smaller, and its letters still letters."""
        scale = 1 if self.width < WIDE else 0.92
        return self.width * scale, self.height * scale


def feet(lines: Sequence[str], size: float, middle: float) -> list[tuple[float, str]]:
    """The lines about a middle height, each with the y of its foot."""
    high = size * LINE_HEIGHT
    top = middle - high * len(lines) / 2
    return [(top + high * index + size * 0.97, line) for index, line in enumerate(lines)]


def height_of(lines: Sequence[str], size: float) -> float:
    return len(lines) * size * LINE_HEIGHT


def width_of(lines: Sequence[str], size: float) -> float:
    return max((lettering.width(line, size) for line in lines), default=0)


# The same names and words come again and again, and to measure them is what costs.
@lru_cache(maxsize=5000)
def balanced(text: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """The text in as few lines as have room, and those as even as they can be."""
    fewest = tuple(lettering.lines(text, size, room, most))
    for narrow in range(int(room / 2), int(room), 8) if len(fewest) > 1 else ():
        tried = tuple(lettering.lines(text, size, narrow, len(fewest)))
        if " ".join(tried) == " ".join(fewest):
            return tried
    return fewest
