"""Find entity names in text. Pure: strings in, spans out, no database."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from ahocorasick_rs import AhoCorasick

from articles.whitespace import fold

# A combining mark belongs to the letter before it, and so to the word.
WORD = re.compile(r"[\w-]")
# These scripts put no space between words, so that a name's neighbour says nothing.
UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


@dataclass(frozen=True)
class Span:
    """Where a name stands: offsets into the text, `end` exclusive, and whose name it is."""

    start: int
    end: int
    surface: str
    keys: frozenset


class Matcher:
    """Finds many names in one pass: whole words, first letter of a name in either case."""

    def __init__(self, names: Iterable[tuple[str, Hashable]]):
        keys = defaultdict(set)
        for text, key in names:
            for form in either_case(plain(text)):
                keys[form].add(key)
        keys.pop("", None)
        self.forms = list(keys)
        self.keys = [frozenset(keys[form]) for form in self.forms]
        self.automaton = AhoCorasick(self.forms)

    def find(self, text: str) -> list[Span]:
        """The names in `text`, in order; none overlaps another."""
        folded = fold(text)
        # Overlapping matches, then word boundaries, then the longest: the automaton's own
        # leftmost-longest mode drops a good name for a longer one that ends inside a word.
        hits = [
            (start, end, form)
            for form, start, end in self.automaton.find_matches_as_indexes(
                folded.text, overlapping=True
            )
            if is_whole(folded.text, start, end)
        ]
        return [self.span(text, folded, hit) for hit in sorted(longest_first(hits))]

    def span(self, text: str, folded, hit: tuple[int, int, int]) -> Span:
        start, end = folded.original_span(hit[0], hit[1])
        return Span(start, end, text[start:end], self.keys[hit[2]])


def plain(name: str) -> str:
    """A name without the accidents of writing: composed letters, a space for any white space."""
    return fold(unicodedata.normalize("NFC", name)).text.strip()


def as_compared(name: str) -> str:
    """The one form of all that match the same: two names are one if this is the same of both."""
    return min(either_case(plain(name)))


def either_case(name: str) -> set[str]:
    return {name, name[:1].swapcase() + name[1:]}


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word goes on over either edge of the span."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (joins(text[start], before) or joins(text[end - 1], after))


def joins(edge: str, neighbour: str) -> bool:
    if not neighbour or not (WORD.match(neighbour) or unicodedata.category(neighbour)[0] == "M"):
        return False
    return not unicodedata.name(edge, "").startswith(UNSPACED)


def longest_first(hits: Iterable[tuple[int, int, Any]]) -> list[tuple[int, int, Any]]:
    """Of overlapping hits the longest, so that "Namibia Critical Metals" wins over "Namibia"."""
    taken: list[tuple[int, int, Any]] = []
    occupied: set[int] = set()
    for hit in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
        places = range(hit[0], hit[1])
        if occupied.isdisjoint(places):
            occupied.update(places)
            taken.append(hit)
    return taken
