"""What is not recorded of one entity, and which articles might tell."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from articles.models import Article
from entities.gaps.expecting import Expectation
from entities.gaps.groups import GAPS, Gap, counted
from entities.models import Entity, Evidence, Link, Mention
from entities.models import Relationship as Statement

ARTICLES_SHOWN = 5


@dataclass(frozen=True)
class Teller:
    """An article, and what of the missing it might tell."""

    article: Article
    words: list[str]


@dataclass(frozen=True)
class Missing:
    gaps: list[Gap]
    tellers: list[Teller]
    # How many more articles might tell.
    more: int = 0


def missing_of(entity: Entity) -> Missing:
    gaps = gaps_of(entity)
    told = [gap.expectation for gap in gaps if gap.expectation.is_told]
    words = tellable(entity, told) if told else {}
    shown = sorted(words, key=lambda pk: -len(words[pk]))[:ARTICLES_SHOWN]
    articles = Article.objects.published().for_list().in_bulk(shown) if shown else {}
    return Missing(
        gaps, [Teller(articles[pk], words[pk]) for pk in shown], more=len(words) - len(shown)
    )


def gaps_of(entity: Entity) -> list[Gap]:
    own = [gap for gap in GAPS.values() if gap.group.slug == entity.kind]
    rows = Entity.objects.filter(pk=entity.pk)
    found = counted(rows, {gap.slug: gap.condition for gap in own}) if own else {}
    return [gap for gap in own if found[gap.slug]]


def tellable(entity: Entity, told: list[Expectation]) -> dict[int, list[str]]:
    """By article that names it, the newest first, what that might tell; by its key."""
    links = Link.objects.public().filter(entity=entity).values("article")
    articles = Article.objects.published().filter(pk__in=links).values_list("pk", flat=True)
    beside = kinds_beside(entity, {kind for one in told for kind in one.beside})
    words = {pk: [one.words for one in told if may_tell(one, beside[pk])] for pk in articles}
    return {pk: words for pk, words in words.items() if words}


def may_tell(one: Expectation, beside: set[str]) -> bool:
    return not one.beside or not beside.isdisjoint(one.beside)


def kinds_beside(entity: Entity, kinds: set[str]) -> dict[int, set[str]]:
    """By article, the kinds of what it names in one passage with the entity: where that is named,
    and where a statement about it is quoted, which may call it by no name."""
    beside = defaultdict(set)
    mentions, statements = Mention.objects.public(), Statement.objects.involving(entity)
    named = mentions.filter(entity=entity).values("passage")
    quoted = Evidence.objects.public().supporting(statements).exclude(passage=None)
    together = mentions.filter(Q(passage__in=named) | Q(passage__in=quoted.values("passage")))
    others = together.filter(entity__kind__in=kinds).exclude(entity=entity)
    found = others.order_by().values_list("passage__version__article", "entity__kind")
    for article, kind in found.distinct() if kinds else ():
        beside[article].add(kind)
    return beside
