"""What to offer where nothing was found. Every step leads to something: each was asked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from portal.search import query
from portal.search.backends import backend
from portal.search.contract import Facet, Search, Sort
from portal.search.corrections import replaced
from portal.search.facets import ALTERNATIVES, ORDER, Narrowing
from portal.search.resolving import Question, resolve

MOST = 5


@dataclass(frozen=True)
class Step:
    label: str
    url: str
    count: int


def steps(question: Question, narrowing: Narrowing) -> list[Step]:
    """The nearest queries that find articles, the nearest first."""
    found = {}
    for step in candidates(question, narrowing):
        if step.count:
            found.setdefault(step.url, step)
        if len(found) == MOST:
            break
    return list(found.values())


def candidates(question: Question, narrowing: Narrowing) -> Iterator[Step]:
    yield from with_fewer_facets(question, narrowing)
    asked = question.query
    for term, is_negated in asked.terms():
        if isinstance(term, query.Phrase) and " " in term.text and not is_negated:
            yield step(f"The words of “{term.text}” in any order", loosened(asked, term))
    if asked.in_title:
        yield step("Not only in titles", replace(asked, in_title=False))
    for term in symbols_of(question):
        word = query.Word(term.text.lower())
        yield step(f"The letters “{term.text}” as a word", replaced(asked, term, word.text))
    for term, is_negated in asked.terms():
        if len(asked.clauses) > 1:
            sign = "-" if is_negated else ""
            yield step(f"Without {sign}{term}", asked.without(term))
    yield Step("All articles", reverse("articles"), count_of(Search()))


def symbols_of(question: Question) -> list[query.Word]:
    """The words that were read as symbols of elements, for which no text is searched."""
    symbols = {entity.symbol for entity in question.named if entity.symbol}
    return [
        term for term, _ in question.query.terms()
        if isinstance(term, query.Word) and term.text in symbols
    ]  # fmt: skip


def with_fewer_facets(question: Question, narrowing: Narrowing) -> Iterator[Step]:
    for facet in ORDER:
        for value in narrowing.chosen[facet]:
            rest = {**narrowing.chosen, facet: [v for v in narrowing.chosen[facet] if v != value]}
            if facet in ALTERNATIVES and rest[facet]:
                continue  # Either of them was enough already.
            less = Narrowing(narrowing.path, rest, narrowing.entities.values(), narrowing.fixed)
            count = count_of(less.narrow(question.search))
            yield Step(f"Without {label(narrowing, facet, value)}", less.url(), count)


def label(narrowing: Narrowing, facet: Facet, value: str) -> str:
    return f"“{narrowing.label(facet, value)}”"


def loosened(asked: query.Query, phrase: query.Phrase) -> query.Query:
    clauses = []
    for clause in asked.clauses:
        if phrase in clause.any_of and not clause.is_negated:
            clauses += [query.Clause((query.Word(word),)) for word in phrase.text.split()]
        else:
            clauses.append(clause)
    # Read again, since a word of a phrase may be an operator by itself.
    return query.parse(str(replace(asked, clauses=tuple(clauses)))).query


def step(label: str, asked: query.Query) -> Step:
    url = f"{reverse('search')}?{urlencode({'q': str(asked)})}"
    return Step(label, url, count_of(resolve(asked).search) if asked.clauses else 0)


def count_of(search) -> int:
    return backend().search(Sort.ARTICLE, search, limit=1).total
