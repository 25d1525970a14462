"""What a picture of figures holds: bars, lines, and what is said in words. No database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from articles import dates
from entities.figures import measures
from entities.models import Entity, Observation
from entities.pictures.charts import Line, Stretch

ABSENT = ("not listed", "not available")


class Scale(NamedTuple):
    measure: str
    unit: str
    basis: str


class Edition(NamedTuple):
    """Its date comes first, so that editions sort by it."""

    date: str
    name: str
    title: str
    slug: str
    publisher: str

    @property
    def short(self) -> str:
        """'MCS 2026 v1.3' of 'MCS 2026 v1.3 (2026-05-27)', else whose it is and of which date."""
        by = [self.publisher, self.date and dates.in_words(self.date)]
        return self.name.partition(" (")[0] or ", ".join(filter(None, by)) or "edition not stated"


class Listed(NamedTuple):
    """That an edition gives figures on a scale for a period, whoever their subjects are."""

    scale: Scale
    period: str
    edition: Edition

    @classmethod
    def of(cls, measure, unit, basis, period, *edition) -> "Listed":
        return cls(Scale(measure, unit, basis), period, Edition(*edition))


@dataclass(frozen=True)
class Bar:
    """What one edition says in a row; no figure means that it lists others, but not this one."""

    edition: Edition
    tone: int
    figure: Observation | None = None
    place: Stretch | None = None

    @property
    def words(self) -> str:
        return self.figure.amount_in_words if self.figure else "not listed"


@dataclass(frozen=True)
class Row:
    label: str
    bars: list[Bar]
    entity: Entity | None = None

    @property
    def figures(self) -> list[Observation]:
        return [bar.figure for bar in self.bars if bar.figure]

    @property
    def said(self) -> dict[Edition, set[str]]:
        """The figures in words by the editions that give them."""
        said: dict = {}
        for bar in self.bars:
            if bar.figure:
                said.setdefault(bar.edition, set()).add(bar.words)
        return said

    @property
    def differs(self) -> bool:
        """Whether two editions give different figures."""
        return len(set(map(frozenset, self.said.values()))) > 1

    @property
    def is_silent(self) -> bool:
        """Whether no bar of it has a length, for one reason that words can give."""
        return len({bar.words for bar in self.bars}) == 1 and not any(b.place for b in self.bars)

    @property
    def is_gathered(self) -> bool:
        return self.label in (*measures.REMAINDERS, *measures.WHOLES)

    @property
    def order(self) -> tuple:
        """The largest first, by the newest edition; then what the source gathers and sums up."""
        ends = [bar.place.end for bar in self.bars if bar.place]
        gathered = (self.label in measures.WHOLES, self.label in measures.REMAINDERS)
        return (*gathered, -ends[0] if ends else 1, self.label)


@dataclass(frozen=True)
class Bars:
    """Rows on one scale: subjects in one period, or periods of one subject."""

    scale: Scale
    about: str
    is_of_subject: bool
    editions: list[tuple[Edition, int]]
    rows: list[Row]
    silent: list[Row]

    @property
    def title(self) -> str:
        return f"{measures.label_of(self.scale.measure)}, {self.about}"

    @property
    def unit(self) -> str:
        return measures.unit_in_words(self.scale.unit)

    @property
    def basis(self) -> str:
        return measures.basis_in_words(self.scale.basis)

    @property
    def rows_are(self) -> str:
        return "Period" if self.is_of_subject else "Subject"

    @property
    def names_editions(self) -> bool:
        return len(self.editions) > 1

    @property
    def compared(self) -> int:
        """How many rows two editions or more give a figure for."""
        return sum(len(row.said) > 1 for row in self.rows)

    @property
    def differing(self) -> list[str]:
        return [row.label for row in self.rows if row.differs]

    @property
    def has_gathered(self) -> bool:
        return any(row.is_gathered for row in self.rows)

    @property
    def remarks(self) -> list[str]:
        """What is remarked of the figures of one subject, each once; of many, the table says it."""
        figures = [figure for row in self.rows for figure in row.figures if self.is_of_subject]
        remarks = [f"{edition_of(one).short}: {one.remark}" for one in figures if one.remark]
        return list(dict.fromkeys(remarks))

    @property
    def spellings(self) -> list[str]:
        """How the sources write a subject, where they differ among themselves."""
        figures = [figure for row in (*self.rows, *self.silent) for figure in row.figures]
        written: dict = {}
        for one in figures:
            place = written.setdefault(one.subject_name, {})
            place.setdefault(one.subject, edition_of(one).short)
        return [
            f"{name}: " + ", ".join(f"“{text}” in {edition}" for text, edition in texts.items())
            for name, texts in written.items()
            if len(texts) > 1
        ]

    @property
    def unavailable(self) -> list[Row]:
        return [row for row in self.silent if row.figures]

    @property
    def unlisted(self) -> list[Row]:
        return [row for row in self.silent if not row.figures]


@dataclass(frozen=True)
class Lines:
    """One subject through the years, in one edition."""

    figures: list[Observation]
    line: Line

    @property
    def first(self) -> Observation:
        return self.figures[0]

    @property
    def last(self) -> Observation:
        return self.figures[-1]

    @property
    def title(self) -> str:
        return f"{self.first.measure_label}, {self.first.subject_name}"

    @property
    def points(self) -> list[tuple]:
        return [(point, self.figures[point.index]) for point in self.line.points]

    @property
    def strokes(self) -> list[tuple]:
        """Each stroke with the figure that it leads to."""
        return [(one, to, self.figures[to.index]) for one, to in self.line.strokes]

    @property
    def letters(self) -> list[tuple]:
        return [(letter, self.figures[letter.point.index]) for letter in self.line.letters]

    @property
    def gaps(self) -> list[tuple[str, str]]:
        """The years without a value, those in a row together, and why."""
        given = {figure.period: figure.amount_in_words for figure in self.figures}
        # Four digits, as the periods have them.
        years = (f"{n:04}" for n in range(int(self.first.period), int(self.last.period) + 1))
        said = groupby(years, lambda year: given.get(year, "not listed"))
        runs = [(why, list(run)) for why, run in said if why in ABSENT]
        return [(from_to(run[0], run[-1]), why) for why, run in runs]


@dataclass
class Section:
    """A topic, its pictures, the figures that stand alone, and every one of its rows."""

    topic: measures.Topic
    figures: list[Observation]
    bars: list[Bars] = field(default_factory=list)
    lines: list[Lines] = field(default_factory=list)
    said: list[Observation] = field(default_factory=list)


def from_to(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def scale_of(figure: Observation) -> Scale:
    return Scale(figure.measure, figure.unit, figure.basis)


def edition_of(figure: Observation) -> Edition:
    source = figure.source
    return Edition(source.date, figure.edition, source.title, source.slug, source.publisher)


def listed_by(figures: Iterable[Observation]) -> set[Listed]:
    return {Listed(scale_of(one), one.period, edition_of(one)) for one in figures}
