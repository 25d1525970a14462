"""Find entity names in text. Pure: strings in, spans out, no database."""

import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick

from articles.whitespace import Folded, fold

# What goes on with a word; so does a combining mark, which belongs to the letter before it.
WORD = re.compile(r"[\w-]")
LETTERS = re.compile(r"\w+")
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# These scripts put no space between words, so that a name's neighbour says nothing.
UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
# Stands between texts that are searched together. It belongs to no word, and is no white space.
BREAK = "\0"

Hit = tuple[int, int, frozenset]
NO_HIT = (sys.maxsize, sys.maxsize, frozenset())


class Span(NamedTuple):
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
        self.keys = {form: frozenset(found) for form, found in keys.items()}
        outlines = dict.fromkeys(map(outline, self.keys))
        self.edges = [(before - 1, after + 1) for _, before, after in outlines]
        self.automaton = AhoCorasick([pattern for pattern, _, _ in outlines])

    def find(self, text: str) -> list[Span]:
        """The names in `text`, in order; none overlaps another."""
        return self.find_all([text])[0]

    def find_all(self, texts: Sequence[str]) -> list[list[Span]]:
        """The names in each of the texts.

        Whoever has many takes this: what a call costs would be half of all with texts as short as
        paragraphs.
        """
        folded = [fold(text) for text in texts]
        hits = without_overlaps(self.hits(BREAK.join(one.text for one in folded)))
        return apart(texts, folded, hits)

    def hits(self, text: str) -> list[Hit]:
        """Whole words that are a name, in the order of their ends; they may overlap.

        The automaton's own leftmost-longest mode would drop a good name for a longer one that ends
        inside a word.
        """
        keys, edges, hits = self.keys, self.edges, []
        for number, start, end in self.automaton.find_matches_as_indexes(
            f" {blanked(text)} ", overlapping=True
        ):
            before, after = edges[number]
            start, end = start + before, end - after
            # Several names may have the same outline: what stands in the text decides.
            if found := keys.get(text[start:end]):
                hits.append((start, end, found))
        return hits


def among(names: Iterable[tuple[str, Any]], texts: Iterable[str]) -> list[tuple[str, Any]]:
    """Those of the names that may stand in one of the texts, and perhaps more.

    The others have a word that none of the texts has.
    """
    words = {word for text in texts for word in LETTERS.findall(text)}
    return [
        (name, key) for name, key in names
        if any(may_stand(form, words) for form in either_case(plain(name)))
    ]  # fmt: skip


def may_stand(form: str, words: set[str]) -> bool:
    """Whether all the words of a name are among these, or may be part of one of them."""
    return words.issuperset(LETTERS.findall(form)) or not all(map(needs_edge, form[0] + form[-1]))


def apart(texts: Sequence[str], folded: Sequence[Folded], hits: list[Hit]) -> list[list[Span]]:
    """What was found in the folded texts joined, for each text by itself."""
    found, rest, first = [], iter(hits), 0
    start, end, keys = next(rest, NO_HIT)
    for text, one in zip(texts, folded, strict=True):
        last, spans = first + len(one.text), []
        while start < last:
            at, to = one.original_span(start - first, end - first)
            spans.append(Span(at, to, text[at:to], keys))
            start, end, keys = next(rest, NO_HIT)
        found.append(spans)
        first = last + len(BREAK)
    return found


def plain(name: str) -> str:
    """A name without the accidents of writing: composed letters, a space for any white space."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def as_compared(name: str) -> str:
    """The one form of all that match the same: two names are one if this is the same of both."""
    return min(either_case(plain(name)))


def either_case(name: str) -> set[str]:
    return {name, name[:1].swapcase() + name[1:]}


def without_overlaps(hits: list[Hit]) -> list[Hit]:
    """In order, and of those that overlap the longest."""
    kept: list[Hit] = []
    group: list[Hit] = []
    reach = 0
    for hit in sorted(hits):
        if hit[0] >= reach:
            kept += group if len(group) < 2 else sorted(longest_first(group))
            group = []
        group.append(hit)
        reach = max(reach, hit[1])
    return kept + sorted(longest_first(group))


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


# --- words and their edges


def outline(form: str) -> tuple[str, int, int]:
    """A name as it stands in a blanked text, with the blanks before and after it.

    To look for the edges of its words along with it spares most matches, since short names stand
    within many words.
    """
    before, after = (needs_edge(character) for character in (form[0], form[-1]))
    return " " * before + blanked(form) + " " * after, before, after


@cache
def needs_edge(character: str) -> bool:
    return not unicodedata.name(character, "").startswith(UNSPACED)


def blanked(text: str) -> str:
    """`text` with a blank for every character that belongs to no word."""
    if not text.isascii():
        text = NOT_ASCII.sub(blanked_run, text)
    return text.translate(ASCII_BLANKED)


def blanked_run(run: re.Match) -> str:
    return "".join(map(BLANKED.__getitem__, run[0]))


class Blanked(dict):
    """What stands for a character; each is looked at once."""

    def __missing__(self, character: str) -> str:
        is_mark = unicodedata.category(character)[0] == "M"
        self[character] = kept = character if is_mark or WORD.match(character) else " "
        return kept


BLANKED = Blanked()
ASCII_BLANKED = {number: BLANKED[chr(number)] for number in range(128)}
