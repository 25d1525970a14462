"""Arrange figures in pictures. Observations in, sections out, no database.

Only figures of one measure, unit and basis share a scale, and nothing is added up.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal

from articles import dates
from entities.figures import measures
from entities.figures.shapes import (
    Bar,
    Bars,
    Edition,
    Lines,
    Listed,
    Row,
    Scale,
    Section,
    edition_of,
    listed_by,
    scale_of,
)
from entities.models import Observation
from entities.pictures.charts import line, stretch

LINED = {"as_published", "reported", "estimated", "zero", "not_available"}
# Editions beyond have no colour of their own: their names stand beside their bars.
TONES = 3


def sections(
    figures: Iterable[Observation], listed: Iterable[Listed] | None = None
) -> list[Section]:
    """The topics of these figures with their pictures; `listed` knows of other subjects, too."""
    figures = list(figures)
    listed = listed_by(figures) if listed is None else set(listed)
    made = tables(figures)
    for one in made:
        draw(one, listed)
    return made


def tables(figures: Iterable[Observation]) -> list[Section]:
    """The topics of these figures without pictures, in the order of the declarations."""
    topics = grouped(figures, lambda one: measures.topic_of(one.measure))
    order = {topic: place for place, topic in enumerate(measures.TOPICS)}
    by_order = sorted(topics, key=lambda topic: (order.get(topic, len(order)), topic.title))
    return [Section(topic, in_order(topic, topics[topic])) for topic in by_order]


def in_order(topic: measures.Topic, figures: list[Observation]) -> list[Observation]:
    return sorted(figures, key=lambda one: topic.measures.index(one.measure))


def grouped(figures: Iterable, key: Callable) -> dict:
    groups: dict = {}
    for figure in figures:
        groups.setdefault(key(figure), []).append(figure)
    return groups


def draw(made: Section, listed: set[Listed]) -> None:
    if made.topic.drawn == "nowhere":
        return
    for scale, figures in grouped(made.figures, scale_of).items():
        rest = draw_lines(made, figures) if made.topic.drawn == "lines" else figures
        draw_bars(made, scale, rest, {one for one in listed if one.scale == scale})
    made.lines.sort(key=lambda one: (atomic_number(one.first), one.first.subject))


def subject_of(figure: Observation) -> int | str:
    """The same for an entity held, however a source spells it."""
    return figure.entity_id or figure.subject


def atomic_number(figure: Observation) -> int:
    return (figure.entity.atomic_number if figure.entity else None) or 999


def draw_lines(made: Section, figures: list[Observation]) -> list[Observation]:
    """Draws what is a line through the years, and returns what is not."""
    rest = []
    for series in grouped(figures, lambda one: (subject_of(one), edition_of(one))).values():
        if is_line(series):
            made.lines.append(lines(series))
        else:
            rest += series
    return rest


def is_line(series: list[Observation]) -> bool:
    with_values = [one for one in series if one.ends]
    return (
        len(with_values) > 1
        and len({one.period for one in series}) == len(series)
        and all(one.status in LINED and is_year(one.period) for one in series)
        and all(one.value >= 0 for one in with_values)
    )


def is_year(period: str) -> bool:
    return len(period) == 4 and period.isdecimal() and period.isascii()


def lines(series: list[Observation]) -> Lines:
    series = sorted(series, key=lambda one: one.period)
    values = [one.value if one.ends else None for one in series]
    return Lines(series, line([int(one.period) for one in series], values))


def draw_bars(made: Section, scale: Scale, figures: list[Observation], listed: set[Listed]):
    """One picture for each period; for a single subject, one of all its periods.

    A figure alone makes no picture, and what is below zero no bar: they are said in words.
    """
    is_alone = len(figures) == len(listed) == 1 and figures[0].status != "range"
    if is_alone or any(min(one.ends) < 0 for one in figures if one.ends):
        made.said += figures
    elif figures:
        made.bars += Drawing(scale, figures, listed).pictures()


class Drawing:
    """All bars of one scale: they share their full length, and an edition its tone."""

    def __init__(self, scale: Scale, figures: list[Observation], listed: set[Listed]):
        self.scale, self.listed = scale, listed
        self.full = max((max(one.ends) for one in figures if one.ends), default=Decimal(0))
        self.held = grouped(figures, lambda one: (subject_of(one), one.period, edition_of(one)))
        self.subjects = grouped(figures, subject_of)
        self.tones = {
            edition: n if n <= TONES else 0 for n, edition in enumerate(self.editions(), start=1)
        }

    def editions(self, period: str | None = None) -> list[Edition]:
        """Those that give figures for the period, or for any; the newest first."""
        given = {one.edition for one in self.listed if period in (None, one.period)}
        return sorted(given, reverse=True)

    def periods(self) -> list[str]:
        return sorted({one.period for one in self.listed})

    def pictures(self) -> list[Bars]:
        if len(self.subjects) == 1:
            return [self.of_subject(*self.subjects)]
        return [self.of_period(period) for period in reversed(self.periods())]

    def of_subject(self, subject: int | str) -> Bars:
        rows = [self.row(subject, period, in_words(period)) for period in self.periods()]
        name = self.subjects[subject][0].subject_name
        return self.picture(name, True, self.editions(), rows)

    def of_period(self, period: str) -> Bars:
        rows = [self.row(subject, period) for subject in self.subjects]
        rows.sort(key=lambda row: row.order)
        return self.picture(in_words(period), False, self.editions(period), rows)

    def picture(self, about: str, is_of_subject: bool, editions: list, rows: list[Row]) -> Bars:
        return Bars(
            self.scale,
            about,
            is_of_subject,
            [(edition, self.tones[edition]) for edition in editions],
            rows=[row for row in rows if not row.is_silent],
            silent=[row for row in rows if row.is_silent],
        )

    def row(self, subject: int | str, period: str, label: str = "") -> Row:
        one = self.subjects[subject][0]
        bars = [
            self.bar(edition, figure)
            for edition in self.editions(period)
            # An edition that gives two spells the subject in two ways.
            for figure in self.held.get((subject, period, edition), [None])
        ]
        return Row(label or one.subject_name, bars, entity=None if label else one.entity)

    def bar(self, edition: Edition, figure: Observation | None) -> Bar:
        place = stretch(*figure.ends, self.full) if figure and figure.ends else None
        return Bar(edition, self.tones[edition], figure, place)


def in_words(period: str) -> str:
    return dates.in_words(period) if period else "period not stated"
