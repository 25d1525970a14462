"""What is not recorded of one entity, and which articles might tell."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from articles.prepared import Prepared
from entities import kinds
from entities.gaps.expecting import Expectation
from entities.gaps.groups import GAPS, Gap
from entities.listed import articles_called
from entities.models import Entity, Evidence, Link
from entities.models import Relationship as Statement
from entities.nearby import passages_of, shown_in
from entities.rows import NamedArticle, NamedEntity

ARTICLES_SHOWN = 5
# Of those that name an entity, the newest are looked at.
MOST_LOOKED_AT = 100


@dataclass(frozen=True)
class Teller:
    """An article, and what of the missing it might tell."""

    article: NamedArticle
    words: list[str]


@dataclass(frozen=True)
class Missing:
    gaps: list[Gap]
    tellers: list[Teller]
    # How many more articles might tell, of those looked at.
    more: int = 0
    most: int = MOST_LOOKED_AT


def missing_of(entity: NamedEntity) -> Missing:
    gaps = gaps_of(entity)
    told = [gap.expectation for gap in gaps if gap.expectation.is_told]
    words = tellable(entity, told) if told else {}
    shown = sorted(words, key=lambda pk: -len(words[pk]))[:ARTICLES_SHOWN]
    articles = articles_called(shown)
    tellers = [Teller(articles[pk], words[pk]) for pk in shown if pk in articles]
    return Missing(gaps, tellers, more=len(words) - len(shown))


def gaps_of(entity: NamedEntity) -> list[Gap]:
    rows = LACKING[entity.kind](entity.pk) if entity.kind in LACKING else []
    owed = OWED.get(entity.kind, ())
    return [gap for row in rows for gap, is_lacking in zip(owed, row, strict=True) if is_lacking]


def lacking(gaps: list[Gap]) -> Prepared:
    """Of one entity, which of these gaps it has."""

    def question(entity: int) -> QuerySet:
        conditions = {f"n{number}": gap.condition for number, gap in enumerate(gaps)}
        return (
            Entity.objects.order_by()
            .filter(pk=entity)
            .annotate(**conditions)
            .values_list(*conditions)
        )

    return Prepared(question)


OWED = {kind: [gap for gap in GAPS.values() if gap.group.slug == kind] for kind in kinds.KINDS}
LACKING = {kind: lacking(gaps) for kind, gaps in OWED.items()}


def tellable(entity: NamedEntity, told: list[Expectation]) -> dict[int, list[str]]:
    """By article that names it, the newest first, what that might tell; by its key."""
    articles = [article for (article,) in newest_linked(entity.pk)]
    beside = kinds_beside(entity, {kind for one in told for kind in one.beside}, articles)
    words = {pk: [one.words for one in told if may_tell(one, beside[pk])] for pk in articles}
    return {pk: words for pk, words in words.items() if words}


@Prepared
def newest_linked(entity):
    links = Link.objects.filter(entity=entity).newest_first()
    return links.values_list("article")[:MOST_LOOKED_AT]


def may_tell(one: Expectation, beside: set[str]) -> bool:
    return not one.beside or not beside.isdisjoint(one.beside)


def kinds_beside(entity: NamedEntity, wanted: set[str], articles: list[int]) -> dict[int, set[str]]:
    """By article of these, the kinds of what it names in one passage with the entity: where that is
    named, and where a statement about it is quoted, which may call it by no name."""
    beside: dict[int, set[str]] = defaultdict(set)
    if not wanted:
        return beside
    passages = passages_of(articles)
    named = shown_in(passages)
    here = {passage for passage, *_, one in named if one == entity.pk} | quoted_in(entity, articles)
    others = [(passage, one) for passage, *_, one in named if passage in here and one != entity.pk]
    kind_of = dict(kinds_by_key(list({one for _, one in others})))
    for passage, one in others:
        if kind_of.get(one) in wanted:
            beside[passages[passage][0]].add(kind_of[one])
    return beside


@Prepared
def kinds_by_key(entities):
    return Entity.objects.order_by().filter(pk__in=entities).values_list("pk", "kind")


def quoted_in(entity: NamedEntity, articles: list[int]) -> set[int]:
    """The passages of these articles that bear out a statement about the entity."""
    return {passage for (passage,) in passages_quoted(entity.pk, articles)}


@Prepared
def passages_quoted(entity, articles):
    quotes = Evidence.objects.supporting(Statement.objects.involving(entity))
    return quotes.filter(article__in=articles).order_by().values_list("passage")
