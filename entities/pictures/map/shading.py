"""Shades for counts: at most five steps that begin at round numbers."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from entities.pictures.round_numbers import ROUND

# The shades of so many steps: where there are few, they lie apart and off both ends.
LEVELS = {1: (3,), 2: (2, 4), 3: (2, 3, 4), 4: (2, 3, 4, 5), 5: (1, 2, 3, 4, 5)}


@dataclass(frozen=True)
class Step:
    """One step of the shading, from the palest (1) to the darkest (5)."""

    level: int
    words: str


def bounds_of(counts: Sequence[int]) -> list[int]:
    """Where the steps begin: at most five round numbers from 1 to the highest count."""
    nice = [number for number in ROUND if number <= max(counts, default=0)]
    most = len(LEVELS)
    if len(nice) <= most:
        return nice
    return [nice[i * (len(nice) - 1) // (most - 1)] for i in range(most)]


def level_of(count: int, bounds: Sequence[int]) -> int:
    """The shade of a count: 0, nothing, to 5, the darkest."""
    step = bisect_right(bounds, count)
    return LEVELS[len(bounds)][step - 1] if step else 0


def steps(bounds: Sequence[int]) -> list[Step]:
    ends = [*(bound - 1 for bound in bounds[1:]), None]
    return [
        Step(level_of(low, bounds), step_words(low, high))
        for low, high in zip(bounds, ends, strict=False)
    ]


def step_words(low: int, high: int | None) -> str:
    if high is None:
        return f"{low:,} or more"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"
