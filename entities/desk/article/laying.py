"""Lay the text of a passage out in sentences, names and quotes. Pure: spans in, pieces out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Span = tuple[int, int, Any]  # start, end (exclusive), and what stands there


@dataclass(frozen=True)
class Piece:
    """A stretch of text over which nothing begins or ends but at its edges.

    `names` and `quotes` hold the spans that cover it; `ending` those quotes whose last piece it is.
    """

    text: str
    names: tuple[Span, ...] = ()
    quotes: tuple[Span, ...] = ()
    ending: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Stretch:
    """A sentence, numbered from 1, or the white space before one, whose number is 0."""

    number: int
    start: int
    end: int
    pieces: tuple[Piece, ...]


def lay_out(
    text: str,
    sentences: Sequence[tuple[int, int]],
    names: Sequence[Span] = (),
    quotes: Sequence[Span] = (),
) -> Iterator[Stretch]:
    """Every stretch of the text in order; all their pieces joined are the text."""
    done = 0
    for number, (start, end) in enumerate(sentences, 1):
        yield Stretch(0, done, start, cut(text, done, start, names, quotes))
        yield Stretch(number, start, end, cut(text, start, end, names, quotes))
        done = end
    yield Stretch(0, done, len(text), cut(text, done, len(text), names, quotes))


def cut(
    text: str, start: int, end: int, names: Sequence[Span], quotes: Sequence[Span]
) -> tuple[Piece, ...]:
    edges = {edge for first, last, _ in (*names, *quotes) for edge in (first, last)}
    inside = sorted({start, end} | {edge for edge in edges if start < edge < end})
    return tuple(
        Piece(
            text[first:last],
            covering(names, first, last),
            covering(quotes, first, last),
            tuple(quote for quote in quotes if quote[1] == last),
        )
        for first, last in pairwise(inside)
    )


def covering(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    return tuple(span for span in spans if span[0] <= start and span[1] >= end)


def number_at(sentences: Sequence[tuple[int, int]], offset: int) -> int:
    """The number of the sentence in which a character stands, or of the one before it."""
    return max(sum(start <= offset for start, _ in sentences), 1)
