"""Narrow articles down: what is in force, what else there is with its count, and the addresses."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from urllib.parse import quote_plus, urlencode

from django.conf import settings

from entities.kinds import in_kind_order, kind_of
from entities.models import Entity
from portal.search import contract
from portal.search.backends import backend
from portal.search.contract import Facet, Search
from portal.search.resolving import NOT_STATED
from portal.search.showing import entities_called

LABELS = {
    Facet.ENTITY: "Entities",
    Facet.PUBLISHER: "Publisher",
    Facet.YEAR: "Year",
    Facet.LANGUAGE: "Language",
}
ORDER = (Facet.ENTITY, Facet.KIND, Facet.LANGUAGE, Facet.PUBLISHER, Facet.YEAR)
# An article has one of these: to choose two means either. It has many entities: both are meant.
ALTERNATIVES = (Facet.LANGUAGE, Facet.PUBLISHER, Facet.YEAR)
MOST_COUNTED = 200
# Of a kind or a facet so many are listed, and so many of them at once.
MOST_LISTED, LISTED_AT_ONCE = 12, 6

Pair = tuple[str, str]
# The same values stand on page after page.
quoted = lru_cache(maxsize=10_000)(quote_plus)


class Option(NamedTuple):
    """A value that can be added, or taken away where it is chosen."""

    label: str
    url: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Options:
    """What there is to choose from in one facet, or in one kind of entity; `rest` is not listed."""

    name: str
    label: str
    listed: list[Option]
    rest: int = 0

    @property
    def at_once(self) -> list[Option]:
        return self.listed[:LISTED_AT_ONCE]

    @property
    def more(self) -> list[Option]:
        return self.listed[LISTED_AT_ONCE:]


@dataclass(frozen=True)
class Group:
    """The options of one facet; those of entities by kind."""

    name: str
    label: str
    parts: list[Options]

    @property
    def narrows(self) -> bool:
        options = [option for part in self.parts for option in part.listed]
        return len(options) > 1 or any(option.is_chosen for option in options)


@dataclass(frozen=True)
class Chip:
    label: str
    value: str
    url: str


def bounds(total: int) -> str:
    """What is to be said where fewer articles were counted than found."""
    most = backend().most_counted
    if most is None or total <= most:
        return ""
    return f"Counted among {most:,} of the {total:,} articles found."


class Narrowing:
    """The facets in force at an address.

    `fixed` stands before them in the address (what was typed); `chosen` holds the values as they
    stand in the address, `entities` the entities among them by slug.
    """

    def __init__(
        self,
        path: str,
        chosen: dict[Facet, list[str]],
        entities: Iterable[Entity],
        fixed: Iterable[Pair] = (),
    ):
        self.path, self.fixed = path, list(fixed)
        self.chosen = {facet: sorted(set(chosen.get(facet, ()))) for facet in ORDER}
        self.entities = {entity.slug: entity for entity in entities}

    @property
    def is_narrowed(self) -> bool:
        return any(self.chosen.values())

    def pairs(self) -> list[Pair]:
        """The state in its one order, whatever the order of the address asked for."""
        chosen = [(facet.value, value) for facet in ORDER for value in self.chosen[facet]]
        return [*self.fixed, *chosen]

    def url(self, pairs: Iterable[Pair] | None = None) -> str:
        query = urlencode(list(self.pairs() if pairs is None else pairs))
        return self.path + (f"?{query}" if query else "")

    def toggled(self, facet: Facet) -> Callable[[str], str]:
        """Makes the address with a value of `facet` added, or taken away where it is chosen.

        A page has more than a hundred of them: what is the same in all is encoded once.
        """
        pairs, place, name = self.pairs(), len(self.fixed), facet.value
        place += sum(len(self.chosen[one]) for one in ORDER[: ORDER.index(facet)])
        before = encoded(pairs[:place])
        after = encoded(pairs[place + len(self.chosen[facet]) :])
        chosen = set(self.chosen[facet])

        def address(value: str) -> str:
            values = [f"{name}={quoted(one)}" for one in sorted(chosen ^ {value})]
            query = "&".join([*before, *values, *after])
            return f"{self.path}?{query}" if query else self.path

        return address

    def without(self, facet: Facet, value: str) -> str:
        return self.toggled(facet)(value)

    @property
    def clear_url(self) -> str:
        return self.url(self.fixed)

    def chips(self) -> list[Chip]:
        return [
            Chip(CHIP_LABELS[facet], self.label(facet, value), self.without(facet, value))
            for facet in ORDER
            for value in self.chosen[facet]
        ]

    def label(self, facet: Facet, value: str) -> str:
        if facet is Facet.ENTITY and value in self.entities:
            return str(self.entities[value])
        return label_of(facet, value)

    def narrow(self, search: Search, *, but: Facet | None = None) -> Search:
        """The search within the facets in force, `but` one aside."""
        clauses = [clause for facet in ORDER if facet is not but for clause in self.clauses(facet)]
        return replace(search, required=(*search.required, *clauses))

    def clauses(self, facet: Facet) -> list[contract.Clause]:
        matches = [self.match(facet, value) for value in self.chosen[facet]]
        if facet in ALTERNATIVES:
            return [tuple(matches)] if matches else []
        return [(match,) for match in matches]

    def match(self, facet: Facet, value: str) -> contract.Match:
        if facet is Facet.ENTITY:
            return contract.Linked((self.entities[value].pk,))
        return match_of(facet, value)

    def groups(self, search: Search) -> list[Group]:
        """What the articles found can be narrowed by, with exact counts."""
        groups = self.all_groups(search)
        # A single value that all have narrows nothing.
        return [group for group in groups if group.narrows]

    def all_groups(self, search: Search) -> list[Group]:
        if not settings.SEARCH_FACETS:
            return []
        counts = self.counts(search)
        entities = self.entity_group(counts.pop(Facet.ENTITY))
        others = [self.group(facet, counts[facet]) for facet in sorted(counts)]
        return [entities, *others]

    def counts(self, search: Search) -> dict[Facet, contract.Counts]:
        # The values of a facet of alternatives are counted as if none of it were chosen, since
        # choosing another adds to what is found.
        apart = [facet for facet in ALTERNATIVES if self.chosen[facet]]
        together = [facet for facet in (Facet.ENTITY, *ALTERNATIVES) if facet not in apart]
        counts = backend().counts(self.narrow(search), together, limit=MOST_COUNTED)
        for facet in apart:
            counts |= backend().counts(self.narrow(search, but=facet), [facet], limit=MOST_COUNTED)
        return counts

    def group(self, facet: Facet, counts: contract.Counts) -> Group:
        if facet is Facet.YEAR:
            # Newest first, and those without a year last.
            counts = sorted(counts, key=lambda one: -int(one[0]))
        counted = {value_of(value): count for value, count in counts}
        chosen = self.chosen[facet]
        counted |= {value: 0 for value in chosen if value not in counted}
        # What is chosen stands first, and so is never among the unlisted.
        values = [
            (self.label(facet, value), value, count)
            for value, count in sorted(counted.items(), key=lambda one: one[0] not in chosen)
        ]
        rest = max(0, len(values) - MOST_LISTED)
        listed = Options(facet.value, LABELS[facet], self.options(facet, values), rest)
        return Group(facet.value, LABELS[facet], [listed])

    def options(self, facet: Facet, values: Iterable[tuple[str, str, int]]) -> list[Option]:
        """The first of these, each a label, a value and its count."""
        address, chosen = self.toggled(facet), self.chosen[facet]
        return [
            Option(label, address(value), count, value in chosen)
            for label, value, count in islice(values, MOST_LISTED)
        ]

    def entity_group(self, counts: contract.Counts) -> Group:
        by_kind = defaultdict(list)
        held = entities_called(key for key, _ in counts)
        for entity, count in ((held[key], count) for key, count in counts if key in held):
            by_kind[entity.kind].append((str(entity), entity.slug, count))
        listed = {entity.slug for entity in held.values()}
        for slug, entity in self.entities.items():
            if slug not in listed:
                by_kind[entity.kind].append((str(entity), slug, 0))
        parts = [
            Options(kind, kind_of(kind).plural, self.options(Facet.ENTITY, values))
            for kind, values in in_kind_order(by_kind)
        ]
        return Group(Facet.ENTITY.value, LABELS[Facet.ENTITY], parts)


CHIP_LABELS = {
    Facet.ENTITY: "names",
    Facet.KIND: "names a",
    Facet.PUBLISHER: "published by",
    Facet.YEAR: "year",
    Facet.LANGUAGE: "language",
}


def match_of(facet: Facet, value: str) -> contract.Match:
    """What articles must match that state this value, or are linked to an entity of this kind."""
    stated = contract.NOT_STATED if value == NOT_STATED else value
    match facet:
        case Facet.KIND:
            return contract.OfKind(value)
        case Facet.PUBLISHER:
            return contract.PublishedBy(stated)
        case Facet.LANGUAGE:
            return contract.InLanguage(stated)
        case Facet.YEAR:
            year = int(value) if stated else contract.NO_YEAR
            return contract.InYears(year, year)


def encoded(pairs: Iterable[Pair]) -> list[str]:
    return [urlencode([pair]) for pair in pairs]


def value_of(value: str | int) -> str:
    """A counted value as it stands in an address."""
    return str(value) if value else NOT_STATED


def label_of(facet: Facet, value: str) -> str:
    if value == NOT_STATED:
        return "not stated in the text"
    return kind_of(value).label if facet is Facet.KIND else value
