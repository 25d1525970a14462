"""What articles and statements add to the counts, as readers get them: rows in, records out.

A record is text, so that two are compared at a glance: its totals by name, entities, and groups of
entities that share a passage. Who changes what is read here must announce it.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import permutations

from articles.models import Article, Passage
from entities.models import Evidence, Link, Mention, Relationship
from entities.querysets import SHOWN

# A passage that names more is a list: that two stand in it says nothing of the two.
MOST_TOGETHER = 100
# What an article may not state; each is a gap, by the slug that it has there.
OF_ARTICLES = {
    "publisher": "publisher", "author": "author", "date": "published", "rights": "rights",
}  # fmt: skip

Records = dict[int, str]
Pair = tuple[int, int]
Read = tuple[list, list, Counter[tuple[int, ...]]]  # a record: totals, entities, groups


@dataclass
class Tally:
    """Sums of records. Entities are counted apart for articles and for statements."""

    totals: Counter[str] = field(default_factory=Counter)
    entities: Counter[int] = field(default_factory=Counter)
    together: Counter[Pair] = field(default_factory=Counter)

    def exchange(self, old: str | None, new: str | None) -> None:
        """Take away what a row added so far, and add what it adds now."""
        before, after = read(old), read(new)
        self.add(before, after, -1)
        self.add(after, before, 1)

    def add(self, record: Read, other: Read, sign: int) -> None:
        totals, entities, groups = record
        for name, number in totals:
            self.totals[name] += sign * number
        for entity in entities:
            self.entities[entity] += sign
        # Pairs are many, and most passages go on naming what they named.
        for group, times in (groups - other[-1]).items():
            for pair in permutations(group, 2):
                self.together[pair] += sign * times


def read(record: str | None) -> Read:
    totals, entities, groups = json.loads(record) if record else ((), (), ())
    return totals, entities, Counter(map(tuple, groups))


def written(totals: dict[str, int], entities: Iterable[int], groups: Iterable = ()) -> str:
    numbers = sorted((name, number) for name, number in totals.items() if number)
    told = [numbers, sorted(entities), sorted(groups)]
    return json.dumps(told, separators=(",", ":"))


def of_articles(keys: list[int]) -> Records:
    """The record of each of these articles that readers get."""
    articles = Article.objects.published().filter(pk__in=keys).order_by()
    links = Link.objects.public().filter(article__in=keys).order_by()
    linked = grouped(links.values_list("article", "entity"))
    shared = together(keys)
    return {
        key: written(totals_of(stated), linked[key], shared[key])
        for key, *stated in articles.values_list("pk", *OF_ARTICLES.values())
    }


def totals_of(stated: list[str]) -> dict[str, int]:
    gaps = (f"article-{gap}" for gap, value in zip(OF_ARTICLES, stated, strict=True) if not value)
    return {"article": 1, **dict.fromkeys(gaps, 1)}


def together(keys: list[int]) -> dict[int, list[list[int]]]:
    """By article, the entities that each of its passages names, where they are several."""
    passages = Passage.objects.current().of_articles(keys).order_by()
    articles = dict(passages.values_list("pk", "version__article"))
    named = defaultdict(set)
    # Of which status they are is not asked for: SQLite would look through all of that status.
    mentions = Mention.objects.filter(passage__in=articles).order_by()
    for passage, entity, status in mentions.values_list("passage", "entity", "status"):
        if status in SHOWN:
            named[passage].add(entity)
    return grouped(
        (articles[passage], sorted(entities))
        for passage, entities in named.items()
        if 1 < len(entities) <= MOST_TOGETHER
    )


def of_statements(keys: list[int]) -> Records:
    """The record of each of these statements that readers get."""
    statements = Relationship.objects.public().filter(pk__in=keys).order_by()
    quotes = Evidence.objects.public().filter(relationship__in=keys).order_by()
    resting = grouped((key, quote) for key, *quote in quotes.values_list(*QUOTED))
    # One that loses its last quote meanwhile comes again.
    return {
        key: written(totals_of_statement(resting[key]), ends)
        for key, *ends in statements.values_list("pk", "subject", "object")
        if key in resting
    }


QUOTED = ("relationship", "article", "state")


def totals_of_statement(quotes: list[list]) -> dict[str, int]:
    states = Counter(state for _, state in quotes)
    return {
        "statement": 1,
        "statement-second-article": int(len({article for article, _ in quotes}) == 1),
        "statement-changed": int(not states["ok"]),
        "quote": len(quotes),
        "quote-place": len(quotes) - states["ok"],
        **{f"quote-{state}": number for state, number in states.items()},
    }


def grouped(pairs: Iterable[tuple]) -> dict[int, list]:
    groups = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups


def days_of(keys: list[int]) -> Iterator[tuple[int | None, int]]:
    """The links of these articles whose day is not as it should be: that day, and their key.

    A link that readers get has the day of its article, by its number; any other has none.
    """
    public = Link.objects.public().filter(article__in=keys).order_by()
    shown = {}
    for key, day, held in public.values_list("pk", "article__sort_day", "day"):
        shown[key] = day.toordinal()
        if held != shown[key]:
            yield shown[key], key
    dated = Link.objects.filter(article__in=keys, day__isnull=False).order_by()
    yield from ((None, key) for key in dated.values_list("pk", flat=True) if key not in shown)
