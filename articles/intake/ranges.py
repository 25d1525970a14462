"""Say in a line which passages are of which kind: "12-40 promo, 45 body, 60- notice". Pure."""

import re
from collections.abc import Sequence
from itertools import groupby

from articles.models import PassageKind

KINDS = {kind.value: kind.value for kind in PassageKind} | {
    kind.label: kind.value for kind in PassageKind
}
# The dash may be a hyphen or a dash proper; without a number behind it, it reaches to the end.
RANGE = re.compile(r"p?(\d{1,9})\s*([-–—]?)\s*p?(\d{1,9})?\s*:?\s+([a-z]+)\Z", re.IGNORECASE)


def read_ranges(line: str, count: int) -> dict[int, str]:
    """The kinds by position, of `count` passages; ValueError says which piece is wrong and how."""
    kinds: dict[int, str] = {}
    for piece in filter(None, map(str.strip, re.split(r"[,;\n]", line))):
        first, last, kind = read_range(piece, count)
        kinds |= dict.fromkeys(range(first, last + 1), kind)
    return kinds


def read_range(piece: str, count: int) -> tuple[int, int, str]:
    found = RANGE.match(piece)
    if not found:
        raise ValueError(f"“{piece}”: write passages and a kind, such as 12-40 promo.")
    kind = KINDS.get(found[4].lower())
    if kind is None:
        raise ValueError(f"“{piece}”: the kind is none of {', '.join(PassageKind.values)}.")
    first = int(found[1])
    last = int(found[3] or (count if found[2] else first))
    if not 1 <= first <= last <= count:
        raise ValueError(f"“{piece}”: there are passages 1 to {count}, in this order.")
    return first, last, kind


def write_ranges(kinds: Sequence[str], proposed: Sequence[str]) -> str:
    """The line that makes `kinds` of `proposed`."""
    differing = [
        (position, kind)
        for position, (kind, other) in enumerate(zip(kinds, proposed, strict=True), 1)
        if kind != other
    ]
    # In a run, a position and its place in the list keep their distance.
    runs = groupby(enumerate(differing), key=lambda one: (one[1][0] - one[0], one[1][1]))
    return ", ".join(in_words([one for _, one in run]) for _, run in runs)


def in_words(run: list[tuple[int, str]]) -> str:
    (first, kind), (last, _) = run[0], run[-1]
    return f"{first} {kind}" if first == last else f"{first}-{last} {kind}"
