"""Find a quote again in a text. Pure: a selector and passages in, an answer out.

Only exact text in its exact context decides; likeness only tells "altered" from "gone".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from articles.whitespace import fold

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


def anchor(selector: Selector, texts: Sequence[str], former: Sequence[str] = ()) -> Answer:
    """Find the quote in its context in the passages of a version.

    `former` holds the passages of the version it was put to, where that is another one: what
    stood twice in its context there cannot be told from its look-alike here.
    """
    found = locate(selector.quote, texts)
    in_context = [place for place in found if has_context(selector, texts, place)]
    if len(in_context) == 1 and not is_repeated_in_context(selector, former):
        return Answer("ok", in_context[0], len(found) > 1)
    if found or any(is_close(selector.quote, text) for text in texts):
        return Answer("needs_person", is_repeated=len(found) > 1)
    return Answer("broken")


def locate(quote: str, texts: Sequence[str]) -> list[Place]:
    """Every place in which the quote stands, whatever its context."""
    words = fold(quote).text
    return [
        Place(index, *folded.original_span(start, start + len(words)))
        for index, folded in enumerate(map(fold, texts))
        for start in occurrences(words, folded.text)
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


def is_repeated_in_context(selector: Selector, texts: Sequence[str]) -> bool:
    found = locate(selector.quote, texts)
    return sum(has_context(selector, texts, place) for place in found) > 1


def has_context(selector: Selector, texts: Sequence[str], place: Place) -> bool:
    text = texts[place.index]
    before, after = fold(selector.before).text, fold(selector.after).text
    head, tail = fold(text[: place.start]).text, fold(text[place.end :]).text
    return ends_with(head, before, selector.before) and ends_with(
        tail[::-1], after[::-1], selector.after
    )


def ends_with(text: str, context: str, stored: str) -> bool:
    """A context shorter than 32 characters reached the passage's edge, and must do so again."""
    return text.endswith(context) if len(stored) == CONTEXT else text == context


def is_close(quote: str, text: str) -> bool:
    return fuzz.partial_ratio(quote, text, score_cutoff=CLOSE) > 0
