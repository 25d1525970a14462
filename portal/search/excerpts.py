"""Choose the passage of a text that answers best, and mark its words. Pure: no database."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from entities.marking import cut
from portal.search.folding import STOP_WORDS, Word, is_stop, stems, words, words_with
from portal.search.ranking import neighbours

LONGEST = 320  # characters of a passage that is shown whole
WINDOW = 260
SLACK = 60
ENDS = re.compile(r"[.!?…]['”’)\]]*\s+")

Pieces = list[tuple[str, bool]]


@dataclass(slots=True)
class Passage:
    """A passage of an article, with the spans where it names what was asked for."""

    position: int
    kind: str
    text: str
    named: dict[int, list[tuple[int, int]]] = field(default_factory=dict)


def best(passages: Sequence[Passage], sequence: Sequence[str]) -> Passage | None:
    """The passage with the most of what is wanted; of equals one that is no title, since that
    stands above it anyway, then one with words side by side, then the first."""
    wanted, pairs = set(sequence), neighbours(sequence)
    most_named = max((len(passage.named) for passage in passages), default=0)
    utmost = len(wanted) + most_named, True, len(pairs)
    chosen, most = None, ()
    for passage in passages:
        if (worth := worth_of(passage, wanted, pairs)) > most:
            chosen, most = passage, worth
        if most == utmost:
            # To fold the words of those that follow would take most of the time, for nothing.
            break
    return chosen


def worth_of(passage: Passage, wanted: set[str], pairs: Sequence[tuple[str, str]]) -> tuple:
    folded = f" {stems(passage.text)} "
    held = sum(f" {one} " in folded for one in wanted)
    close = sum(f" {one} {other} " in folded for one, other in pairs)
    return held + len(passage.named), passage.kind != "title", close


def excerpt(passage: Passage, sequence: Iterable[str]) -> Pieces:
    """The passage, or the part of it with the most of what is wanted, in marked pieces."""
    return marked(passage.text, spans_of(passage, set(sequence)))


def whole(passage: Passage, sequence: Iterable[str]) -> Pieces:
    """The passage in marked pieces, however long it is."""
    return in_pieces(passage.text, spans_of(passage, set(sequence)), 0, len(passage.text))


def spans_of(passage: Passage, wanted: set[str]) -> list[tuple[int, int, str]]:
    """Where words of the query stand, and where its names are named in other words."""
    spans = [(word.start, word.end, word.stem) for word in telling(passage.text, wanted)]
    spans += [
        (start, end, f"entity {key}") for key, ends in passage.named.items() for start, end in ends
    ]
    return sorted(spans, key=lambda span: (span[0], -span[1]))


def telling(text: str, wanted: set[str]) -> Iterable[Word]:
    """The words that are wanted; "in" and its like only beside another of them, as in a phrase."""
    if wanted.isdisjoint(STOP_WORDS) or wanted <= STOP_WORDS:
        return words_with(text, wanted)
    return in_company(words(text), wanted)


def in_company(some: Sequence[Word], wanted: set[str]) -> Iterator[Word]:
    for place, word in enumerate(some):
        if word.stem not in wanted:
            continue
        beside = some[max(0, place - 1) : place + 2]
        if any(one.stem in wanted and not is_stop(one) for one in beside):
            yield word


def marked(text: str, spans: Sequence[tuple[int, int, str]]) -> Pieces:
    start, end = window(text, spans)
    pieces = in_pieces(text, spans, start, end)
    if start:
        pieces.insert(0, ("… ", False))
    if end < len(text):
        pieces.append((" …", False))
    return pieces


def in_pieces(text: str, spans: Sequence[tuple[int, int, str]], start: int, end: int) -> Pieces:
    """The text from `start` to `end`, cut where it is marked."""
    inside = [
        (first - start, last - start, True)
        for first, last in joined(spans)
        if start <= first and last <= end
    ]
    return [(piece, bool(is_mark)) for piece, is_mark in cut(text[start:end], inside) if piece]


def joined(spans: Sequence[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """The spans, those that overlap as one: of a script without spaces each two signs are one."""
    whole: list[tuple[int, int]] = []
    for start, end, _ in spans:
        if whole and start < whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def window(text: str, spans: Sequence[tuple[int, int, str]]) -> tuple[int, int]:
    """The stretch that is shown, its ends between words and better between sentences."""
    if len(text) <= LONGEST:
        return 0, len(text)
    densest = max(
        ((len({what for at, end, what in spans if at >= first and end <= first + WINDOW}), -first)
         for first, _, _ in spans[:200]),
        default=(0, 0),
    )  # fmt: skip
    start = beginning(text, -densest[1])
    end = min(len(text), start + LONGEST)
    return start, ending(text, start, end)


def beginning(text: str, first: int) -> int:
    """A little before `first`: where its sentence begins, else where a word does."""
    if first <= SLACK:
        return 0
    ends = [match.end() for match in ENDS.finditer(text, first - SLACK, first)]
    if ends:
        return ends[-1]
    space = text.find(" ", first - SLACK // 2, first)
    return first if space < 0 else space + 1


def ending(text: str, start: int, end: int) -> int:
    if end == len(text):
        return end
    ends = [match.start() + 1 for match in ENDS.finditer(text, end - 2 * SLACK, end)]
    if ends:
        return ends[-1]
    space = text.rfind(" ", start, end)
    return end if space <= start else space
