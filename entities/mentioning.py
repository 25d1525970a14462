"""The sentences in which a text names something, each with its names marked. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from articles.sentences import sentence_around
from entities.marking import cut, text_fragment


@dataclass(frozen=True)
class Place:
    """Where a passage names something; `end` is exclusive."""

    position: int
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage in pieces, each with whether it is a name looked for."""

    position: int
    pieces: list[tuple[str, bool]]
    fragment: str

    @property
    def mention_count(self) -> int:
        return sum(is_name for _, is_name in self.pieces)


def sentences_naming(places: Iterable[Place], language: str) -> Iterator[Sentence]:
    """The sentences around these places, each once, in the order of the places."""
    for position, group in groupby(places, key=lambda place: place.position):
        inside = list(group)
        for begin, stop in spans_around(inside, language):
            names = [(one.start - begin, one.end - begin, True)
                     for one in inside if begin <= one.start and one.end <= stop]  # fmt: skip
            text = inside[0].text[begin:stop]
            pieces = [(piece, bool(is_name)) for piece, is_name in cut(text, names)]
            yield Sentence(position, pieces, f"#p{position}{text_fragment(text)}")


def spans_around(places: list[Place], language: str) -> list[tuple[int, int]]:
    """The spans of the sentences; a name that runs over the end of one joins it to the next."""
    spans: list[tuple[int, int]] = []
    for one in places:
        begin, stop = sentence_around(one.text, one.start, one.end, language)
        if spans and begin < spans[-1][1]:
            begin, stop = min(begin, spans[-1][0]), max(stop, spans[-1][1])
            spans.pop()
        spans.append((begin, stop))
    return spans
