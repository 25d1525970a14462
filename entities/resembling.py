"""Propose where a lost quote may belong now, with its difference. Pure; it decides nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from articles.comparing import Piece, compare_words, in_words

# Below this likeness, in per cent of rapidfuzz's partial ratio, a passage holds nothing close.
CLOSE = 75
MOST_PROPOSALS = 5
# How many words further in or out the edges of an altered wording are looked for.
REACH = 8
WORD = re.compile(r"\S+")
STOPS = ".,;:!?"
EXACT = 100.0


@dataclass(frozen=True)
class Place:
    """Where a quote stands: the passage's index, offsets into its text, `end` exclusive."""

    index: int
    start: int
    end: int


@dataclass(frozen=True)
class Proposal:
    """A place where a quote may belong; `words` are what stands there, `likeness` is in per cent.

    `context` is how much of the quote's context is there too, in per cent.
    """

    kind: Literal["elsewhere", "altered"]
    place: Place
    words: str
    likeness: float
    context: float
    difference: tuple[Piece, ...]

    @property
    def as_text(self) -> str:
        """The difference in plain text, for where nothing can be marked."""
        return in_words(self.difference)


def propose(
    quote: str, before: str, after: str, texts: Sequence[str], found: Sequence[Place]
) -> list[Proposal]:
    """The exact words elsewhere, then altered ones; the more of its context, the better."""
    places = [("elsewhere", place) for place in found]
    holding = {place.index for place in found}
    places += [("altered", place) for place in altered(quote, texts) if place.index not in holding]
    proposals = [proposal(kind, quote, before, after, texts, place) for kind, place in places]
    return sorted(proposals, key=rank)[:MOST_PROPOSALS]


def rank(one: Proposal) -> tuple:
    return -one.likeness, -one.context, one.place.index, one.place.start


def proposal(kind, quote: str, before: str, after: str, texts, place: Place) -> Proposal:
    text = texts[place.index]
    words = text[place.start : place.end]
    likeness = EXACT if kind == "elsewhere" else min(fuzz.ratio(quote, words), EXACT - 1)
    head = text[max(0, place.start - len(before)) : place.start]
    tail = text[place.end : place.end + len(after)]
    context = fuzz.ratio(f"{before}|{after}", f"{head}|{tail}")
    pieces = tuple(compare_words(quote, words))
    return Proposal(kind, place, words, round(likeness, 1), round(context, 1), pieces)


def altered(quote: str, texts: Sequence[str]) -> Iterator[Place]:
    """The closest wording in each of the passages that hold something close."""
    if not quote.strip():
        return
    close = process.extract(
        quote, texts, scorer=fuzz.partial_ratio, score_cutoff=CLOSE, limit=MOST_PROPOSALS
    )
    for text, _, index in close:
        yield Place(index, *closest_span(quote, text))


def closest_span(quote: str, text: str) -> tuple[int, int]:
    """The run of whole words of `text` that is most like the quote."""
    aligned = fuzz.partial_ratio_alignment(quote, text)
    words = [found.span() for found in WORD.finditer(text)]
    first = sum(end <= aligned.dest_start for _, end in words)
    last = max(first, sum(start < aligned.dest_end for start, _ in words) - 1)
    spans = [
        (words[one][0], end)
        for one in range(max(0, first - REACH), min(len(words), first + REACH + 1))
        for other in range(max(one, last - REACH), min(len(words), last + REACH + 1))
        for end in ends(text, *words[other])
    ]
    # By edits, since a word at its edge may have become another: to leave it out costs as much.
    return min(spans, key=lambda span: (edits(quote, text[slice(*span)]), span[0] - span[1]))


def ends(text: str, start: int, end: int) -> set[int]:
    """Where a quote may end that ends with this word: with the full stop behind it, or without."""
    bare = len(text[start:end].rstrip(STOPS))
    return {end, start + bare} if bare else {end}


def edits(quote: str, words: str) -> int:
    return Levenshtein.distance(quote, words)
