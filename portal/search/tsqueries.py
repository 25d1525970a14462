"""Searches as queries of PostgreSQL's full text. Pure: a search in, text of ours out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from portal.search.contract import (
    Clause,
    InLanguage,
    InYears,
    Linked,
    Match,
    OfKind,
    Phrase,
    PublishedBy,
    Search,
    Words,
)
from portal.search.lexemes import (
    EVERY,
    KIND,
    LANGUAGE,
    PUBLISHER,
    TITLE,
    cut,
    of_entity,
    of_year,
    quoted,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as PostgreSQL reads it, or one of the two it cannot say: all, and nothing."""

    text: str
    lexeme: str = ""  # where it asks for no more than this one


ALL, NOTHING = Asked("all"), Asked("nothing")


def lexeme(text: str) -> Asked:
    text = cut(text)
    return Asked(quoted(text), text) if text else NOTHING


def beginning(text: str) -> Asked:
    """Lexemes that begin so."""
    return Asked(f"{quoted(cut(text))}:*")


def all_of(parts: Iterable[Asked]) -> Asked:
    parts = [part for part in dict.fromkeys(parts) if part is not ALL]
    return NOTHING if NOTHING in parts else joined(" & ", parts) or ALL


def any_of(parts: Iterable[Asked]) -> Asked:
    parts = [part for part in dict.fromkeys(parts) if part is not NOTHING]
    return ALL if ALL in parts else joined(" | ", parts) or NOTHING


def none_of(parts: Iterable[Asked]) -> Asked:
    refused = any_of(parts)
    if refused in (ALL, NOTHING):
        return NOTHING if refused is ALL else ALL
    return Asked(f"!({refused.text})")


def joined(sign: str, parts: Sequence[Asked]) -> Asked | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return Asked("(" + sign.join(part.text for part in parts) + ")")


class Translation:
    """A search in PostgreSQL's terms; `years` gives the years that documents state."""

    def __init__(self, search: Search, years: Callable[[], Iterable[int]]):
        self.search, self.years = search, years
        self.base = self.filters()
        self.with_all = all_of([self.base, *map(self.clause, search.wanted)])
        leaves = search.leaves
        some = any_of(map(self.match, leaves)) if search.wanted else ALL
        self.some = all_of([self.base, some])
        self.stems = search.stems
        self.entities = list(dict.fromkeys(key for leaf in leaves for key in entities_of(leaf)))

    def filters(self) -> Asked:
        required = all_of(map(self.clause, self.search.required))
        refused = none_of(map(self.clause, self.search.refused))
        if required is ALL and refused is not ALL and not self.search.wanted:
            # An index finds only what is there.
            required = lexeme(EVERY)
        return all_of([required, refused])

    def clause(self, clause: Clause) -> Asked:
        return any_of(map(self.match, clause))

    def match(self, match: Match) -> Asked:
        match match:
            case Words(()) | Phrase(()):
                return NOTHING
            case Words(stems):
                return all_of(map(self.stem, stems))
            case Phrase(stems):
                return self.phrase([self.stem(stem) for stem in stems])
            case Linked(entities):
                return any_of(lexeme(of_entity(key)) for key in entities)
            case OfKind(kind):
                return lexeme(KIND + kind)
            case PublishedBy(publisher):
                return lexeme(PUBLISHER + publisher)
            case InLanguage(tag):
                return lexeme(LANGUAGE + tag)
            case InYears(first, last) if first == last:
                return lexeme(of_year(first))
            case InYears(first, last):
                stated = sorted(year for year in self.years() if first <= year <= last)
                return any_of(lexeme(of_year(year)) for year in stated)

    def stem(self, stem: str) -> Asked:
        return lexeme(TITLE + stem) if self.search.in_title else lexeme(stem)

    def phrase(self, stems: list[Asked]) -> Asked:
        return NOTHING if NOTHING in stems else joined(" <-> ", stems)


def entities_of(match: Match) -> tuple[int, ...]:
    return match.entities if isinstance(match, Linked) else ()
