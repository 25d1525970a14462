"""Count all anew from what is held, tell what the counts kept say otherwise, and mend them.

Nothing is held in memory for longer than a part of the corpus takes. Where several write at the
same time, a count that one of them changes meanwhile may be told as wrong, and mended wrongly:
nobody should write while PostgreSQL's counts are mended. SQLite has one writer at a time.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from django.db import transaction
from django.db.models import Count, F, Q

from articles.batching import Batches, in_batches
from articles.models import Article
from entities.counting.adding import add
from entities.counting.contributing import (
    MOST_TOGETHER,
    OF_ARTICLES,
    Pair,
    Tally,
    days_of,
    of_articles,
    of_statements,
)
from entities.counting.keeping import AT_ONCE, date_links, write_records
from entities.models import (
    Companion,
    CountedArticle,
    CountedStatement,
    EntityCount,
    Evidence,
    Link,
    Mention,
    Relationship,
    Total,
)
from entities.querysets import SHOWN

# So many links the entities have together whose companions are counted at once.
LINKS_AT_ONCE = 50_000
HIGHEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Wrong:
    """A count that is not kept as it should be."""

    what: str
    kept: int | str | None
    right: int | str | None

    def __str__(self):
        return f"{self.what}: kept {self.kept}, right {self.right}"


def recount(mend: bool) -> Iterator[Wrong]:
    """Everything that is kept wrongly, as it is found; with `mend`, it is right afterwards."""
    for check in (records, days, totals, of_entities, companions):
        yield from check(mend)


def differing(kept: Mapping, right: Mapping) -> list:
    return sorted(key for key in kept.keys() | right.keys() if kept.get(key) != right.get(key))


def lacking(kept: Mapping, right: Mapping) -> Counter:
    """What must be added to what is kept."""
    return Counter({key: right.get(key, 0) - kept.get(key, 0) for key in differing(kept, right)})


def told(what: str, kept: Mapping, right: Mapping) -> list[Wrong]:
    return [
        Wrong(what.format(key), kept.get(key), right.get(key)) for key in differing(kept, right)
    ]


def records(mend: bool) -> Iterator[Wrong]:
    for what, rows, model, records_of in (
        ("article {}", Article.objects, CountedArticle, of_articles),
        ("statement {}", Relationship.objects, CountedStatement, of_statements),
    ):
        held_keys = model.objects.order_by().values_list("pk", flat=True)
        keys = rows.order_by().values_list("pk", flat=True).union(held_keys).order_by("pk")
        for batch in in_batches(list(keys), AT_ONCE):
            with transaction.atomic():
                held = model.objects.filter(pk__in=batch).values_list("pk", "record")
                kept, right = dict(held), records_of(batch)
                if mend:
                    changed = differing(kept, right)
                    write_records(model, {key: right.get(key) for key in changed})
            yield from told(what, kept, right)


def days(mend: bool) -> Iterator[Wrong]:
    for batch in Batches(Article.objects.all(), AT_ONCE):
        with transaction.atomic():
            wrong = {link: day for day, link in days_of(batch)}
            kept = dict(Link.objects.filter(pk__in=wrong).order_by().values_list("pk", "day"))
            if mend:
                date_links(batch)
        yield from told("the day of link {}", kept, wrong)


@transaction.atomic
def totals(mend: bool) -> list[Wrong]:
    kept, right = dict(Total.objects.values_list("name", "number")), dict(totals_found())
    if mend:
        add(Tally(totals=lacking(kept, right)), "article_count")
    return told("{}", kept, right)


def totals_found() -> Iterator[tuple[str, int]]:
    articles, statements = Article.objects.published(), Relationship.objects.public()
    found = {
        "article": articles,
        **{f"article-{gap}": articles.filter(**{name: ""}) for gap, name in OF_ARTICLES.items()},
        "statement": statements,
        "statement-second-article": statements.with_one_public_article(),
        "statement-changed": statements.unsound(),
        "quote": Evidence.objects.public(),
        "quote-place": Evidence.objects.public().unsound(),
    }
    counted = ((name, rows.order_by().count()) for name, rows in found.items())
    states = Evidence.objects.public().by_state().items()
    return (
        (name, number)
        for name, number in chain(counted, ((f"quote-{state}", n) for state, n in states))
        if number
    )


@transaction.atomic
def of_entities(mend: bool) -> list[Wrong]:
    wrong = []
    for name, right in (("article_count", linked()), ("relationship_count", stated())):
        held = EntityCount.objects.exclude(**{name: 0}).values_list("pk", name)
        kept = dict(held)
        if mend:
            add(Tally(entities=lacking(kept, right)), name)
        wrong += told(f"{name} of entity {{}}", kept, right)
    return wrong


def linked() -> dict[int, int]:
    links = Link.objects.public().order_by().values_list("entity")
    return dict(links.annotate(n=Count("pk")))


def stated() -> dict[int, int]:
    ends = Relationship.objects.public().order_by().values_list("subject", "object")
    return Counter(chain.from_iterable(ends.iterator()))


def companions(mend: bool) -> Iterator[Wrong]:
    crowds = list(crowded())
    for first, last in ranges():
        with transaction.atomic():
            held = Companion.objects.filter(entity__gte=first, entity__lte=last).order_by()
            kept = as_pairs(held.values_list("entity", "other", "passage_count"))
            right = as_pairs(together(first, last, crowds))
            if mend:
                add(Tally(together=lacking(kept, right)), "article_count")
        yield from told("passages shared by entities {}", kept, right)


def as_pairs(rows: Iterable[tuple[int, int, int]]) -> dict[Pair, int]:
    return {(entity, other): number for entity, other, number in rows}


def together(first: int, last: int, crowds: list[int]) -> Iterator[tuple[int, int, int]]:
    """How many passages each of these entities shares with each other entity."""
    others = Q(passage__mentions__entity__lt=F("entity")) | Q(
        passage__mentions__entity__gt=F("entity")
    )
    mentions = (
        Mention.objects.public()
        .filter(others, passage__mentions__status__in=SHOWN)
        .filter(entity__gte=first, entity__lte=last)
        .exclude(passage__in=crowds)
    )
    pairs = mentions.order_by().values_list("entity", "passage__mentions__entity")
    return pairs.annotate(n=Count("passage", distinct=True)).iterator()


def crowded() -> Iterable[int]:
    """Passages that name too many for two of them to be counted as companions."""
    named = Mention.objects.shown().order_by().values("passage")
    counted = named.annotate(n=Count("entity", distinct=True))
    return counted.filter(n__gt=MOST_TOGETHER).values_list("passage", flat=True)


def ranges() -> Iterator[tuple[int, int]]:
    """All keys that entities have or had, in stretches of about as many links each."""
    first, links = 0, 0
    for key, number in sorted(linked().items()):
        links += number
        if links >= LINKS_AT_ONCE:
            yield first, key
            first, links = key + 1, 0
    yield first, HIGHEST_KEY
