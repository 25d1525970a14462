"""Lay dated things out along a line of time, in lanes. Pure: marks in, places and words out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from articles.dates import Span
from entities.kinds import kind_of
from entities.pictures.axis import Axis, Tick, axis
from entities.pictures.lettering import lines, width

LETTER, SMALL = 14, 13
LINE, BAR, GAP = 18, 12, 18
HEAD, LANE, EDGE, INDENT = 30, 34, 10, 28
TICK_ROOM = 68
DISC = "a6 6 0 1 1 12 0a6 6 0 1 1 -12 0Z"


@dataclass(frozen=True)
class Mark:
    """A thing to draw: `when` are the words of its date, `kind` the kind of an entity."""

    lane: str
    label: str
    when: str
    url: str
    span: Span
    kind: str = ""


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    words: str
    anchor: str = "start"


@dataclass(frozen=True)
class Bar:
    """From the first day that the date may mean to the last; a single day is a point."""

    x: float
    y: float
    width: float
    span: Span

    @property
    def is_day(self) -> bool:
        return self.span.first == self.span.last is not None

    @property
    def css(self) -> str:
        shape = "day" if self.is_day else "lasting" if self.span.is_lasting else "within"
        return f"{shape} vague" if self.span.is_vague else shape

    @property
    def path(self) -> str:
        """A box, with a point at an end that is open; a day is a disc amid its day."""
        if self.is_day:
            return f"M{self.x + self.width / 2 - 6:.1f} {self.y + 6:.1f}{DISC}"
        right = "v12" if self.span.last else "l7 6l-7 6"
        left = "Z" if self.span.first else "l-7 -6Z"
        return f"M{self.x:.1f} {self.y:.1f}h{self.width:.1f}{right}h-{self.width:.1f}{left}"


@dataclass(frozen=True)
class Block:
    """A mark in its place, with room around it in which nothing else stands."""

    mark: Mark
    x: float
    y: float
    width: float
    height: float
    when: tuple[Text, ...]
    label: tuple[Text, ...]
    bar: Bar

    @property
    def sign(self) -> Text:
        """Where the mark of its kind stands: before the name, or after one that ends there."""
        first = self.label[0]
        aside = 11 - INDENT if first.anchor == "start" else INDENT - 11
        return Text(first.x + aside, first.y - 5, self.mark.kind)

    @property
    def css(self) -> str:
        return kind_of(self.mark.kind).css

    @property
    def name(self) -> str:
        return f"{self.mark.label}: {self.mark.when}"


@dataclass(frozen=True)
class Lane:
    label: str
    y: float
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Picture:
    width: float
    height: float
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]


@dataclass(frozen=True)
class Size:
    """How wide the picture is, how much of that one label takes, and whether all of them stand
    at the left: where two never share a row, that reads best."""

    width: float
    room: float
    most_lines: int
    is_steady: bool = False


WIDE, NARROW = Size(860, 420, 2), Size(320, 320, 3, is_steady=True)


def timeline(marks: Sequence[Mark], size: Size) -> Picture:
    """The marks come lane by lane, those of one lane in the order of time."""
    line = axis([mark.span for mark in marks], EDGE, size.width - EDGE, TICK_ROOM)
    lanes, y = [], HEAD
    for name, group in groupby(marks, lambda mark: mark.lane):
        blocks, bottom = placed([block(mark, line, size) for mark in group], y + LANE)
        lanes.append(Lane(name, y, tuple(blocks)))
        y = bottom
    return Picture(size.width, y, line.ticks, tuple(lanes))


def block(mark: Mark, line: Axis, size: Size) -> Block:
    """A mark as it stands at the top of the picture: its date, its name, its bar under them."""
    indent = INDENT if mark.kind else 0
    when = lines(mark.when, SMALL, size.room)
    label = lines(mark.label, LETTER, size.room - indent, size.most_lines)
    taken = [width(one, SMALL) for one in when] + [indent + width(one, LETTER) for one in label]
    begins, ends = line.reach(mark.span)
    edge, anchor = side(begins, ends, max(taken), size)
    begun, inward = (edge, indent) if anchor == "start" else (edge - max(taken), -indent)
    left, right = min(begun, begins - EDGE), max(begun + max(taken), ends + EDGE)
    words = stacked(when, edge, anchor), stacked(label, edge + inward, anchor, len(when))
    top = SMALL + (len(when) + len(label) - 1) * LINE + 7
    bar = Bar(begins, top, ends - begins, mark.span)
    return Block(mark, left, 0, right - left, top + BAR, *words, bar)


def stacked(words: list[str], x: float, anchor: str, above: int = 0) -> tuple[Text, ...]:
    """Lines under one another, under so many above them."""
    return tuple(Text(x, SMALL + n * LINE, one, anchor) for n, one in enumerate(words, above))


def side(begins: float, ends: float, widest: float, size: Size) -> tuple[float, str]:
    """Words start with their bar where they have room, and else end with it."""
    if size.is_steady or widest >= size.width:
        return 0, "start"
    if begins + widest <= size.width:
        return begins, "start"
    return min(size.width, max(ends, widest)), "end"


def placed(blocks: Iterable[Block], y: float) -> tuple[list[Block], float]:
    """Each block in the first row that has room for it, and where the last row ends."""
    rows: list[list[Block]] = []
    for one in blocks:
        row = next((row for row in rows if has_room(row, one)), None)
        if row is None:
            rows.append([one])
        else:
            row.append(one)
    found = []
    for row in rows:
        found += [moved(one, y) for one in row]
        y += max(one.height for one in row) + GAP
    return found, y


def has_room(row: list[Block], one: Block) -> bool:
    return all(
        one.x >= other.x + other.width + SMALL or other.x >= one.x + one.width + SMALL
        for other in row
    )


def moved(one: Block, y: float) -> Block:
    """The block so much further down."""
    return replace(
        one,
        y=y,
        when=tuple(replace(text, y=text.y + y) for text in one.when),
        label=tuple(replace(text, y=text.y + y) for text in one.label),
        bar=replace(one.bar, y=one.bar.y + y),
    )
