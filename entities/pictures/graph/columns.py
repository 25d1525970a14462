"""Boxes in columns, each near what it is joined to and none over another. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SWEEPS = 4
# The middle keeps its place, and all else comes to it.
WEIGHT_OF_MIDDLE = 1000.0
# A line ends a little before a box.
CLEARANCE = 4
# Lines run level for so far beside a column, where their arrowheads are.
LEVEL = 9


@dataclass
class Box:
    """What takes room in a column; x and y are its middle, `name` decides between equals."""

    key: str
    column: int
    width: float
    height: float
    name: str
    is_middle: bool = False
    x: float = 0.0
    y: float = 0.0
    # Where lines begin to curve, beside the edges of its column.
    rims: tuple[float, float] = (0.0, 0.0)

    @property
    def weight(self) -> float:
        return WEIGHT_OF_MIDDLE if self.is_middle else 1.0

    def edge(self, is_right: bool) -> float:
        """The x at which lines end on one of its sides."""
        half = self.width / 2 + CLEARANCE * bool(self.width)
        return self.x + (half if is_right else -half)

    def move(self, x: float, y: float) -> None:
        self.x, self.y = self.x + x, self.y + y
        self.rims = self.rims[0] + x, self.rims[1] + x


def arranged(boxes: Iterable[Box], joints: Iterable[tuple[str, str]], gap: float) -> None:
    """Give each box its y. `joints` are pairs of keys of boxes in columns side by side."""
    columns = defaultdict(list)
    for box in sorted(boxes, key=lambda box: (box.name, box.key)):
        columns[box.column].append(box)
    joined = neighbours(columns, joints)
    inside_out = sorted(columns, key=lambda column: (abs(column), column))
    for column in inside_out:
        settle(columns[column], joined, gap, nearer=True)
    for _ in range(SWEEPS):
        for column in [*reversed(inside_out), *inside_out]:
            settle(columns[column], joined, gap)


def neighbours(columns: dict[int, list[Box]], joints) -> dict[str, list[Box]]:
    by_key = {box.key: box for boxes in columns.values() for box in boxes}
    joined = defaultdict(list)
    for one, other in joints:
        joined[one].append(by_key[other])
        joined[other].append(by_key[one])
    return joined


def settle(boxes: list[Box], joined: dict[str, list[Box]], gap: float, nearer: bool = False):
    """Put the boxes of a column in the order of the places they wish for, as near as they go."""
    wishes = {box.key: wish(box, joined[box.key], nearer) for box in boxes}
    # The middle of its column stays where all began.
    boxes.sort(key=lambda box: (round(wishes[box.key], 3), box.name, box.key))
    places = spread(
        [wishes[box.key] for box in boxes],
        [box.height + gap for box in boxes],
        [box.weight for box in boxes],
    )
    for box, place in zip(boxes, places, strict=True):
        box.y = place


def wish(box: Box, near: Sequence[Box], nearer: bool) -> float:
    """The mean height of what it is joined to; at first only of what is placed already."""
    near = [one for one in near if not nearer or abs(one.column) < abs(box.column)]
    return sum(one.y for one in near) / len(near) if near else 0.0


def spread(wishes: list[float], rooms: list[float], weights: list[float]) -> list[float]:
    """The places nearest to those wished for (least squares) at which each has its room.

    Pool adjacent violators: neighbours that would overlap move as one block.
    """
    offsets = [sum(rooms[:index]) + rooms[index] / 2 for index in range(len(rooms))]
    blocks: list[list[float]] = []
    for wished, offset, weight in zip(wishes, offsets, weights, strict=True):
        blocks.append([wished - offset, weight, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, heavy, count = blocks.pop()
            before = blocks[-1]
            total = before[1] + heavy
            before[:] = [(before[0] * before[1] + mean * heavy) / total, total, before[2] + count]
    starts = [mean for mean, _, count in blocks for _ in range(int(count))]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]


def ranked_across(boxes: Iterable[Box], between: float) -> float:
    """Give each box its x: columns side by side, boxes close to the middle. Returns the width."""
    columns = defaultdict(list)
    for box in boxes:
        columns[box.column].append(box)
    left = 0.0
    for column in sorted(columns):
        wide = max(box.width for box in columns[column])
        for box in columns[column]:
            # What lines only pass by is as wide as its column.
            box.width = box.width or wide
            box.x = left + wide / 2 + inward(box, wide)
            box.rims = left - LEVEL, left + wide + LEVEL
        left += wide + between
    return left - between


def inward(box: Box, wide: float) -> float:
    """Entities stand at the inner side of their column, words and the middle in the midst."""
    if box.column % 2 or not box.column:
        return 0.0
    return (box.width - wide) / 2 * (1 if box.column > 0 else -1)
