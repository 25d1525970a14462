"""Find a quote again in a text. Pure: a selector and passages in, an answer out.

Only exact text in its exact context decides; likeness tells "altered" from "gone", and proposes.
White space is folded, in quote and context alike; any other difference is a difference.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz

from articles.whitespace import fold
from entities.resembling import CLOSE, Place, Proposal, propose

CONTEXT = 32


@dataclass(frozen=True)
class Selector:
    """A quote, and up to 32 characters before and after it within its passage."""

    quote: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Answer:
    """`state` is ok, needs_person or broken; `place` is there when it is ok.

    `is_repeated`: the same words stand in more than one place of the text.
    """

    state: str
    place: Place | None = None
    is_repeated: bool = False
    selector: Selector = Selector("")
    texts: Sequence[str] = field(default=(), repr=False)

    @cached_property
    def proposals(self) -> list[Proposal]:
        """Where the quote may belong now, best first; found only when asked for, as it is dear."""
        if self.state != "needs_person":
            return []
        return propose(
            self.selector.quote, self.selector.before, self.selector.after, self.texts,
            locate(self.selector.quote, self.texts),
        )  # fmt: skip


def anchor(
    selector: Selector,
    texts: Sequence[str],
    former: Sequence[str] = (),
    left_out: Sequence[str] = (),
) -> Answer:
    """Find the quote in its context in the passages of a version.

    `former` holds the passages of the version it was put to, where that is another one: what
    stood twice in its context there cannot be told from its look-alike here. `left_out` holds
    passages of this version that carry no evidence: a look-alike there counts, but is no place.
    """
    found = locate(selector.quote, texts)
    in_context = [place for place in found if has_context(selector, texts, place)]
    is_once = len(in_context) == 1 and not count_in_context(selector, left_out)
    is_repeated = len(found) > 1
    if is_once and count_in_context(selector, former) < 2:
        return Answer("ok", in_context[0], is_repeated, selector, texts)
    if found or locate(selector.quote, left_out) or is_close(selector.quote, texts):
        return Answer("needs_person", None, is_repeated, selector, texts)
    return Answer("broken", None, False, selector, texts)


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


def stands_at(quote: str, text: str, start: int, end: int) -> bool:
    """Whether the quote stands just here, however the text is wrapped."""
    return bool(quote.strip()) and fold(text[start:end]).text == fold(quote).text


def has_come_back(
    selector: Selector, passage: str, found: str, versions: Sequence[Sequence[str]]
) -> bool:
    """Whether a quote that was lost since stands again in `found`, as once it did in `passage`.

    What was lost cannot be followed, and its context may be a look-alike's: only the passage as a
    whole tells, and only where no version held the quote in its context twice.
    """
    is_whole = fold(passage).text.strip() == fold(found).text.strip()
    return is_whole and all(count_in_context(selector, texts) < 2 for texts in versions)


def count_in_context(selector: Selector, texts: Sequence[str]) -> int:
    found = locate(selector.quote, texts)
    return sum(has_context(selector, texts, place) for place in found)


def has_context(selector: Selector, texts: Sequence[str], place: Place) -> bool:
    text = texts[place.index]
    before, after = fold(selector.before).text, fold(selector.after).text
    head, tail = fold(text[: place.start]).text, fold(text[place.end :]).text
    return ends_with(head, before, selector.before) and ends_with(
        tail[::-1], after[::-1], selector.after
    )


def ends_with(text: str, context: str, stored: str) -> bool:
    """A context shorter than 32 characters reached the passage's edge, and must do so again."""
    if len(stored) == CONTEXT:
        return text.endswith(context)
    # At the edge itself, white space is no text.
    return text.lstrip() == context.lstrip()


def is_close(quote: str, texts: Sequence[str]) -> bool:
    return any(fuzz.partial_ratio(quote, text, score_cutoff=CLOSE) > 0 for text in texts)
