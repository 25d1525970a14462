"""Make of a query what a backend can search for: fold its words and find what they name."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from entities.models import Entity
from entities.models.entity import FormerSlug
from portal.search import contract, names, query
from portal.search.backends import backend
from portal.search.contract import Facet, Search
from portal.search.folding import Word, forms, is_stop, words

NOT_STATED = query.NOT_STATED
# What readers take for operators, and what they may have meant.
SLIPS = {
    "lang": "language:", "title": "in:title", "intitle": "in:title", "date": "year:",
    "source": "publisher:", "from": "publisher:", "site": "publisher:", "name": "entity:",
    "type": "kind:", "author": "", "text": "", "tag": "", "topic": "",
}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """What words of the query are understood as."""

    words: str
    entities: tuple[Entity, ...]

    @property
    def is_as_named(self) -> bool:
        """Whether the reader wrote the name by which the portal calls the entity itself."""
        return [forms(self.words)] == [forms(str(entity)) for entity in self.entities]


@dataclass
class Question:
    """A query ready to be asked, and what the reader is to be told about it."""

    query: query.Query
    search: Search = field(default_factory=Search)
    readings: list[Reading] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def named(self) -> list[Entity]:
        """The entities that the query names or asks for, each once, in order."""
        return list(dict.fromkeys(one for reading in self.readings for one in reading.entities))


def resolve(parsed: query.Query) -> Question:
    """Look up what the query names; two queries of the database, more for each operator."""
    return Resolver(parsed).question()


class Resolver:
    def __init__(self, parsed: query.Query):
        self.query = parsed
        self.asked = Question(parsed)
        self.wanted: list[contract.Clause] = []
        self.required: list[contract.Clause] = []
        self.refused: list[contract.Clause] = []
        self.sequence: list[str] = []

    def question(self) -> Question:
        self.read_clauses(self.query.clauses, keep_stops=False)
        if not (self.wanted or self.required):
            # Nothing but "the" and "of": then these are what is looked for.
            self.refused.clear()
            self.read_clauses(self.query.clauses, keep_stops=True)
        for word in self.query.words():
            self.note_slip(word.text)
        self.asked.search = Search(
            wanted=tuple(dict.fromkeys(self.wanted)),
            required=tuple(dict.fromkeys(self.required)),
            refused=tuple(dict.fromkeys(self.refused)),
            sequence=tuple(self.sequence),
            in_title=self.query.in_title,
        )
        return self.asked

    def read_clauses(self, clauses: tuple[query.Clause, ...], *, keep_stops: bool) -> None:
        for is_plain, group in groupby(clauses, key=is_plain_word):
            if is_plain:
                # Words in a row, since a name may be made of several.
                typed = " ".join(clause.any_of[0].text for clause in group)
                self.wanted += self.clauses_of_words(typed, keep_stops=keep_stops)
                continue
            for clause in group:
                self.read_clause(clause)

    def read_clause(self, clause: query.Clause) -> None:
        matches = tuple(match for term in clause.any_of for match in self.matches(term, clause))
        is_textual = all(isinstance(term, query.Word | query.Phrase) for term in clause.any_of)
        if is_textual and not matches:
            return  # Words that fold to nothing ask for nothing.
        if clause.is_negated:
            self.refused.append(matches)
            return
        if any(isinstance(term, query.Word) for term in clause.any_of):
            self.wanted.append(matches)
            return
        self.required.append(matches)
        if any(isinstance(term, query.Phrase) for term in clause.any_of):
            # A phrase must stand there, and by it the best are told from the good.
            self.wanted.append(matches)

    def clauses_of_words(self, typed: str, *, keep_stops: bool) -> Iterator[contract.Clause]:
        """A clause for each name and for each word that is part of none."""
        folded = words(typed)
        found = names.find_names(typed, folded)
        within = {place: one for one in found for place in range(one.first, one.last)}
        for one in found:
            self.note_reading(typed[folded[one.first].start : folded[one.last - 1].end], one)
        for named, places in groupby(range(len(folded)), key=within.get):
            run = [folded[place] for place in places]
            if named is None:
                yield from self.plain_clauses(typed, run, keep_stops)
                continue
            self.sequence += [word.stem for word in run]
            yield clause_of_name(named, run)

    def plain_clauses(
        self, typed: str, run: list[Word], keep_stops: bool
    ) -> Iterator[contract.Clause]:
        for parts in written_together(typed, run):
            if not keep_stops and all(map(is_stop, parts)):
                continue
            stems = tuple(part.stem for part in parts)
            self.sequence += stems
            yield (contract.Words(stems) if len(stems) == 1 else contract.Phrase(stems),)

    def matches(self, term: query.Term, clause: query.Clause) -> Iterator[contract.Match]:
        match term:
            case query.Word(text) | query.Phrase(text):
                yield from self.textual(text, is_negated=clause.is_negated)
            case query.Entity(slug):
                yield contract.Linked(self.entities_called(slug))
            case query.Kind(slug):
                yield contract.OfKind(slug)
            case query.Publisher(name):
                yield from map(contract.PublishedBy, self.stated(Facet.PUBLISHER, name))
            case query.Language(tag):
                yield from map(contract.InLanguage, self.stated(Facet.LANGUAGE, tag))
            case query.Years(first, last):
                yield contract.InYears(first, last)

    def textual(self, text: str, *, is_negated: bool) -> Iterator[contract.Match]:
        """A word or phrase among alternatives, and what it names if it is a name as a whole."""
        folded = words(text)
        whole = [
            one
            for one in ([] if is_negated else names.find_names(text, folded))
            if (one.first, one.last) == (0, len(folded))
        ]
        stems = tuple(word.stem for word in folded)
        if stems and not any(one.is_symbol for one in whole):
            yield contract.Phrase(stems)
            self.sequence += () if is_negated else stems
        for one in whole:
            self.note_reading(text, one)
            yield linked(one.entities)

    def note_slip(self, typed: str) -> None:
        prefix, colon, value = typed.partition(":")
        if colon and value and prefix.lower() in SLIPS:
            meant = SLIPS[prefix.lower()]
            self.asked.notes.append(
                f"“{prefix}:” is no operator; it was searched as a word."
                + (f" Did you mean {meant}?" if meant else "")
            )

    def note_reading(self, typed: str, named: names.Named) -> None:
        reading = Reading(typed, named.entities)
        if reading not in self.asked.readings:
            self.asked.readings.append(reading)

    def entities_called(self, called: str) -> tuple[int, ...]:
        """By slug, by a former slug, or by name; none, and a word about it, where it is unknown."""
        found = list(Entity.objects.filter(slug=called.lower()))
        if not found:
            found = [one.entity for one in FormerSlug.objects.filter(slug=called.lower())[:1]]
        if not found:
            by_key = names.entities_by_key([forms(called)], [called])
            found = by_key.get((True, called)) or by_key.get((False, forms(called))) or []
        if not found:
            self.asked.notes.append(f"No entity held is called “{called}”.")
        else:
            self.note_reading(f"entity:{called}", names.Named(0, 0, tuple(found)))
        return tuple(one.pk for one in found)

    def stated(self, facet: Facet, typed: str) -> list[str]:
        """The values that articles state and that hold all the words typed."""
        if typed.lower() == NOT_STATED:
            return [contract.NOT_STATED]
        held = [str(value) for value, _ in backend().counts(Search(), [facet])[facet] if value]
        wanted = set(forms(typed).split())
        exact = [value for value in held if value.casefold() == typed.casefold()]
        found = exact or [value for value in held if wanted <= set(forms(value).split())]
        if not found:
            self.asked.notes.append(f"No article held states the {facet} “{typed}”.")
        return found


def is_plain_word(clause: query.Clause) -> bool:
    is_single = len(clause.any_of) == 1 and not clause.is_negated
    return is_single and isinstance(clause.any_of[0], query.Word)


def clause_of_name(named: names.Named, run: list[Word]) -> contract.Clause:
    if named.is_symbol:
        # No text is searched for a symbol: Y and Er stand in too many words.
        return (linked(named.entities),)
    return (contract.Words(tuple(word.stem for word in run)), linked(named.entities))


def linked(entities: tuple[Entity, ...]) -> contract.Linked:
    return contract.Linked(tuple(one.pk for one in entities))


def written_together(typed: str, run: list[Word]) -> Iterator[list[Word]]:
    """Words between which no space was typed, such as "rare-earth" or signs without spaces."""
    parts: list[Word] = []
    for word in run:
        if parts and " " in typed[parts[-1].end : word.start]:
            yield parts
            parts = []
        parts.append(word)
    if parts:
        yield parts
