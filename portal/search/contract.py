"""What a search backend is asked and what it answers. Pure: no database, no engine.

Everything that a backend indexes or looks for was folded by `portal.search.folding` before: a
backend compares words as they are and has no analysis of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from typing import Protocol

# Stands between the passages of a text, so that no phrase reaches from one into the next.
BREAK = "¶"
# Stands in the text of a document of which the index does not have every word whole.
CUT = "…"
# What an article's text does not state is found by the empty text, or by the year nought.
NOT_STATED = ""
NO_YEAR = 0


class Sort(StrEnum):
    """The sorts of answer, each with an index of its own."""

    ARTICLE = "article"
    ENTITY = "entity"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Document:
    """What the index holds of one row; words are joined by single spaces.

    `title` and `text` are stems, and the text begins with the title. `title_plain` and `plain` are
    the same words only freed of case and marks: readers complete the one and misspell the other.
    An entity stands in `entities` as often as it is named.
    """

    key: int
    title: str = ""
    text: str = ""
    title_plain: str = ""
    plain: str = ""
    entities: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    day: int = 0  # days since 1 January of the year 1: what is newer comes first among equals


# More pieces of a name would hardly narrow down what is found.
MOST_PIECES = 4


def longest(pieces: Iterable[str]) -> list[str]:
    """The pieces that are the most telling."""
    return sorted(pieces, key=len, reverse=True)[:MOST_PIECES]


@dataclass(frozen=True, slots=True)
class Words:
    """All of these stems, anywhere in the text."""

    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """These stems, one right after the other."""

    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """Linked to any of these entities, by primary key; to nothing where there is none."""

    entities: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OfKind:
    kind: str


@dataclass(frozen=True, slots=True)
class PublishedBy:
    publisher: str


@dataclass(frozen=True, slots=True)
class InLanguage:
    tag: str


@dataclass(frozen=True, slots=True)
class InYears:
    """Published in a year from `first` to `last`, both included."""

    first: int
    last: int


Match = Words | Phrase | Linked | OfKind | PublishedBy | InLanguage | InYears
Clause = tuple[Match, ...]  # any of them is enough; an empty clause matches nothing


def stems_of(match: Match) -> tuple[str, ...]:
    return match.stems if isinstance(match, Words | Phrase) else ()


def split(match: Match) -> list[Match]:
    """The parts of which one is something of what is wanted."""
    return [Words((stem,)) for stem in match.stems] if isinstance(match, Words) else [match]


@dataclass(frozen=True, slots=True)
class Search:
    """A query ready to be translated.

    Documents must match every clause of `required` and none of `refused`. Those that match every
    clause of `wanted` come first, then those that match some; without `wanted` all are found,
    newest first. `sequence` holds the stems as typed, since words that stand together in the
    query count for more where they stand together in a text. `in_title` holds for words and
    phrases.
    """

    wanted: tuple[Clause, ...] = ()
    required: tuple[Clause, ...] = ()
    refused: tuple[Clause, ...] = ()
    sequence: tuple[str, ...] = ()
    in_title: bool = False

    @property
    def leaves(self) -> list[Match]:
        """All that is wanted, taken apart: what has one of them has something of it."""
        parts = (split(match) for clause in self.wanted for match in clause)
        return list(dict.fromkeys(chain.from_iterable(parts)))

    @property
    def stems(self) -> list[str]:
        """The stems that are wanted, each once."""
        return list(dict.fromkeys(chain.from_iterable(map(stems_of, self.leaves))))


@dataclass(frozen=True, slots=True)
class Hits:
    """Keys in order, from `offset` on; how many there are, and how many match all that is wanted.

    `ranked` is the number of documents among which the order was made: less than `total` where a
    backend ranks only a bounded set.
    """

    keys: list[int] = field(default_factory=list)
    total: int = 0
    with_all: int = 0
    ranked: int = 0


class Facet(StrEnum):
    """What hits can be counted by. The values are the names in an address too."""

    ENTITY = "entity"
    KIND = "kind"
    PUBLISHER = "publisher"
    YEAR = "year"
    LANGUAGE = "language"


Counts = list[tuple[str | int, int]]  # value and number of hits, most frequent first


class Unavailable(Exception):
    """There is no index to search in: it is missing, damaged, or being made for the first time."""


class TooSlow(Exception):
    """The database stopped a search that took too long."""


class State(StrEnum):
    GOOD = "good"
    MISSING = "missing"
    DAMAGED = "damaged"
    OUTDATED = "outdated"


class Rebuilding(Protocol):
    """A new index in the making; readers get the old one until it is whole."""

    def add(self, sort: Sort, documents: Iterable[Document]) -> None: ...


class Backend(Protocol):
    """A search engine. Keys are primary keys of articles, entities or relationships."""

    most_counted: int | None
    """Facets are counted over so many of the articles found at most; None: over all."""

    def search(self, sort: Sort, search: Search, *, offset: int = 0, limit: int = 20) -> Hits: ...

    def counts(
        self, search: Search, facets: Sequence[Facet], *, limit: int = 1000
    ) -> dict[Facet, Counts]:
        """Articles found, counted by each facet, over all hits or the bounded set."""

    def count_linked(self, sort: Sort, entities: Sequence[int]) -> dict[int, int]:
        """How many documents are linked to each of these entities."""

    def similar(self, document: Document, *, limit: int) -> list[int]:
        """Articles with the most telling words of this one, without itself."""

    def containing(self, ways: Sequence[tuple[str, ...]]) -> Iterator[int]:
        """All articles that, in one of the ways, have each piece within some plain word.

        Perhaps more than these, and those of which words are cut; in the order of their keys.
        """

    def complete(self, sort: Sort, words: Sequence[str], *, limit: int) -> list[int]:
        """Documents whose title holds these plain words, the last one perhaps unfinished."""

    def vocabulary(self, start: str, *, limit: int) -> list[tuple[str, int]]:
        """Plain words of all sorts that begin with `start`, with the number of documents."""

    def stamp(self) -> str:
        """What the index was made from, as `rebuild` was told; empty where there is none."""

    def state(self) -> State:
        """Whether the index can be used; a thorough look, for the start and for commands."""

    def sizes(self) -> dict[Sort, int]:
        """How many documents each index holds."""

    def writing(self, *, wait: float | None) -> AbstractContextManager[bool]:
        """The right to write, for one process at a time; False where it was not got in time.

        `wait` is in seconds; None waits as long as it takes.
        """

    def write(self, sort: Sort, documents: Sequence[Document], gone: Sequence[int]) -> None:
        """Replace these documents and take away `gone`; durable, and seen by readers, on return.

        Only within `writing()`.
        """

    def rebuild(self, stamp: str) -> AbstractContextManager[Rebuilding]:
        """Make all anew, in place of the old when the block ends well. Only within `writing()`."""
