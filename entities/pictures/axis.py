"""A line of time: which days it reaches, where each stands, and which are written. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.dates import Span
from entities.pictures.round_numbers import ROUND

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# In months: a month, a quarter, and years in handfuls.
STEPS = [1, 3, *(12 * years for years in ROUND)]
# A date stands amid what was before and after it, however short it is.
FEWEST = 3


@dataclass(frozen=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True)
class Axis:
    """From the one day to the other, drawn from `left` to `right`."""

    begins: int
    ends: int
    left: float
    right: float
    ticks: tuple[Tick, ...] = ()

    def at(self, number: float) -> float:
        share = (number - self.begins) / (self.ends - self.begins)
        return self.left + share * (self.right - self.left)

    def reach(self, span: Span) -> tuple[float, float]:
        """Where a date begins and ends: an open end at the end of the line."""
        return (
            self.at(number_of(*span.first)) if span.first else self.left,
            self.at(number_of(*span.last) + 1) if span.last else self.right,
        )


def number_of(year: int, month: int, day: int) -> int:
    """Days in a row, before and beyond the years that Python's dates know.

    Source: Howard Hinnant, chrono-compatible low-level date algorithms, days_from_civil.
    """
    year -= month <= 2
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return year * 365 + year // 4 - year // 100 + year // 400 + of_year


def first_of(month: int) -> int:
    """The first day of a month, all months counted from the year 0."""
    return number_of(month // 12, month % 12 + 1, 1)


def axis(spans: Sequence[Span], left: float, right: float, room: float) -> Axis:
    """The line on which all these dates stand; a written day takes so much room."""
    known = [day for span in spans for day in (span.first, span.last) if day]
    if not known:
        return Axis(0, 1, left, right)
    months = [year * 12 + month - 1 for year, month, _ in known]
    most = int((right - left) // room)
    for step in STEPS if all(is_short(span) for span in spans) else STEPS[2:]:
        begins, ends = rounded(min(months), max(months) + 1, step)
        if (ends - begins) // step <= most:
            break
    bare = Axis(first_of(begins), first_of(ends), left, right)
    ticks = (Tick(bare.at(first_of(m)), label(m, step)) for m in range(begins, ends + 1, step))
    return Axis(bare.begins, bare.ends, left, right, tuple(ticks))


def is_short(span: Span) -> bool:
    """Less than a year: where one is not, the line is written no finer than that."""
    return bool(span.first and span.last) and number_of(*span.last) - number_of(*span.first) < 364


def rounded(begins: int, ends: int, step: int) -> tuple[int, int]:
    """Out to whole steps, and to some more where they are few."""
    begins, ends = begins // step, -(-ends // step)
    lacking = max(0, FEWEST - (ends - begins))
    return (begins - (lacking + 1) // 2) * step, (ends + (lacking + 1) // 2) * step


def label(month: int, step: int) -> str:
    year, number = divmod(month, 12)
    if step % 12 == 0:
        return str(year)
    return f"{MONTHS[number]} {year}" if number == 0 or step == 1 else MONTHS[number]
