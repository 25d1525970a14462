"""Count what falls within stretches of years. Pure: pairs of years in, counted stretches out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf, isfinite

from entities.pictures.round_numbers import ROUND


@dataclass(frozen=True)
class Stretch:
    """Years, both counted in, and how many may fall within them; `share` is of the fullest."""

    first: int
    last: int
    count: int
    share: float = 0

    @property
    def percent(self) -> float:
        return 100 * self.share

    @property
    def label(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


def stretches(
    spans: Iterable[tuple[float, float]], within: tuple[float, float] = (-inf, inf), most: int = 12
) -> list[Stretch]:
    """At most so many, of one length. What spans several counts in each: no date is made up."""
    begin, end = within
    ends = Counter((max(first, begin), min(last, end)) for first, last in spans)
    known = [int(year) for pair in ends for year in pair if isfinite(year)]
    if not known:
        return []
    first, last = min(known), max(known)
    step = next(step for step in ROUND if last // step - first // step < most)
    numbers = range(first // step, last // step + 1)
    counted = [
        counting(ends, int(max(number * step, begin)), int(min((number + 1) * step - 1, end)))
        for number in numbers
    ]
    fullest = max(one.count for one in counted)
    return [Stretch(one.first, one.last, one.count, one.count / fullest) for one in counted]


def counting(ends: Counter, first: int, last: int) -> Stretch:
    touching = (n for (begins, end), n in ends.items() if begins <= last and end >= first)
    return Stretch(first, last, sum(touching))
