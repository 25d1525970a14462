"""Find a quote again in a text. Pure: a selector and passages in, an answer out.

Only exact text in its exact context decides; likeness only tells "altered" from "gone".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from articles.whitespace import Folded, fold

CONTEXT = 32
# Below this likeness, in per cent of rapidfuzz's partial ratio, a passage holds nothing close.
CLOSE = 75


@dataclass(frozen=True)
class Selector:
    """A quote, and up to 32 characters before and after it within its passage."""

    quote: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Place:
    """Where a quote stands: the passage's index, offsets into its text, `end` exclusive."""

    index: int
    start: int
    end: int


@dataclass(frozen=True)
class Answer:
    """`state` is ok, needs_person or broken; `place` is there when it is ok.

    `is_repeated`: the same words stand in more than one place of the text.
    """

    state: str
    place: Place | None = None
    is_repeated: bool = False


def anchor(selector: Selector, texts: Sequence[str]) -> Answer:
    """Find the quote in its context in the passages of a version."""
    folded = [fold(text) for text in texts]
    found = [
        (index, start)
        for index, text in enumerate(folded)
        for start in occurrences(fold(selector.quote).text, text.text)
    ]
    in_context = [
        (index, start) for index, start in found if has_context(selector, folded[index].text, start)
    ]
    if len(in_context) == 1:
        index, start = in_context[0]
        return Answer("ok", place(selector, folded[index], index, start), len(found) > 1)
    if found or any(is_close(selector.quote, text) for text in texts):
        return Answer("needs_person", is_repeated=len(found) > 1)
    return Answer("broken")


def locate(quote: str, texts: Sequence[str]) -> list[Place]:
    """Every place in which the quote stands, whatever its context."""
    selector = Selector(quote)
    return [
        place(selector, folded, index, start)
        for index, folded in enumerate(map(fold, texts))
        for start in occurrences(fold(quote).text, folded.text)
    ]


def select(text: str, start: int, end: int) -> Selector:
    """The selector of a stretch of a passage's text."""
    return Selector(
        text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    )


def occurrences(quote: str, text: str) -> list[int]:
    """The offsets at which `quote` begins, overlapping ones included."""
    starts, start = [], text.find(quote) if quote.strip() else -1
    while start >= 0:
        starts.append(start)
        start = text.find(quote, start + 1)
    return starts


def has_context(selector: Selector, text: str, start: int) -> bool:
    before, after = fold(selector.before).text, fold(selector.after).text
    head, tail = text[:start], text[start + len(fold(selector.quote).text) :]
    return ends_with(head, before, selector.before) and ends_with(
        tail[::-1], after[::-1], selector.after
    )


def ends_with(text: str, context: str, stored: str) -> bool:
    """A context shorter than 32 characters reached the passage's edge, and must do so again."""
    return text.endswith(context) if len(stored) == CONTEXT else text == context


def place(selector: Selector, folded: Folded, index: int, start: int) -> Place:
    return Place(index, *folded.original_span(start, start + len(fold(selector.quote).text)))


def is_close(quote: str, text: str) -> bool:
    return fuzz.partial_ratio(quote, text, score_cutoff=CLOSE) > 0
