"""How a text and the statements that rest on it point at each other. Pure: no database."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

# A text with fewer is seen whole more quickly than a list of its headings is read.
MANY_HEADINGS, SOME_HEADINGS, MANY_PASSAGES = 6, 3, 30


@dataclass(frozen=True)
class Resting:
    """A statement by its number, and those of its quotes that stand in the text shown."""

    number: int
    statement: Any
    quotes: list

    @property
    def passages(self) -> list:
        """The passages that bear it out, each once, as they follow each other."""
        return list({quote.passage_id: quote.passage for quote in self.quotes}.values())


@dataclass
class Here:
    """What the margin says of one statement beside one passage; a span is of its quote."""

    number: int
    statement: Any
    spans: list[tuple[int, int]] = field(default_factory=list)


def in_reading_order(statements: Iterable, shown: Container[int]) -> list[Resting]:
    """Statements as a reader comes upon them in the passages shown, known by key; from 1.

    Only a quote that is found where it was has a place: a statement without one comes last.
    """
    pairs = [(one, placed(one.quotes, shown)) for one in statements]
    pairs.sort(key=lambda pair: place(pair[1][0]) if pair[1] else (float("inf"), 0))
    return [Resting(number, *pair) for number, pair in enumerate(pairs, start=1)]


def placed(quotes: Iterable, shown: Container[int]) -> list:
    found = [quote for quote in quotes if quote.is_sound and quote.passage_id in shown]
    return sorted(found, key=place)


def place(quote) -> tuple[int, int]:
    return quote.passage.position, quote.start


def margins(resting: Iterable[Resting]) -> dict[int, list[Here]]:
    """By passage: the statements that its words bear out."""
    beside: dict[int, dict[int, Here]] = {}
    for one in resting:
        for quote in one.quotes:
            marks = beside.setdefault(quote.passage_id, {})
            mark = marks.setdefault(one.number, Here(one.number, one.statement))
            mark.spans.append((quote.start, quote.end))
    return {passage: list(marks.values()) for passage, marks in beside.items()}


def contents(passages: Sequence) -> list:
    """The headings of a text long enough to need a list of them."""
    headings = [passage for passage in passages if passage.kind == "heading"]
    enough = SOME_HEADINGS if len(passages) >= MANY_PASSAGES else MANY_HEADINGS
    return headings if len(headings) >= enough else []
