"""What is not recorded of one entity, and which articles might tell."""

from collections import defaultdict
from dataclasses import dataclass

from articles.models import Article
from entities.gaps.expecting import Expectation
from entities.gaps.groups import GAPS, Gap, counted
from entities.models import Entity, Evidence, Link
from entities.models import Relationship as Statement
from entities.nearby import passages_of, shown_in

ARTICLES_SHOWN = 5
# Of those that name an entity, the newest are looked at.
MOST_LOOKED_AT = 100


@dataclass(frozen=True)
class Teller:
    """An article, and what of the missing it might tell."""

    article: Article
    words: list[str]


@dataclass(frozen=True)
class Missing:
    gaps: list[Gap]
    tellers: list[Teller]
    # How many more articles might tell, of those looked at.
    more: int = 0
    most: int = MOST_LOOKED_AT


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
    links = Link.objects.filter(entity=entity).newest_first().values_list("article", flat=True)
    articles = list(links[:MOST_LOOKED_AT])
    beside = kinds_beside(entity, {kind for one in told for kind in one.beside}, articles)
    words = {pk: [one.words for one in told if may_tell(one, beside[pk])] for pk in articles}
    return {pk: words for pk, words in words.items() if words}


def may_tell(one: Expectation, beside: set[str]) -> bool:
    return not one.beside or not beside.isdisjoint(one.beside)


def kinds_beside(entity: Entity, kinds: set[str], articles: list[int]) -> dict[int, set[str]]:
    """By article of these, the kinds of what it names in one passage with the entity: where that is
    named, and where a statement about it is quoted, which may call it by no name."""
    beside: dict[int, set[str]] = defaultdict(set)
    if not kinds:
        return beside
    passages = passages_of(articles)
    named = shown_in(passages)
    here = {passage for passage, *_, one in named if one == entity.pk} | quoted_in(entity, articles)
    others = [(passage, one) for passage, *_, one in named if passage in here and one != entity.pk]
    held = Entity.objects.order_by().filter(pk__in={one for _, one in others}, kind__in=kinds)
    kind_of = dict(held.values_list("pk", "kind"))
    for passage, one in others:
        if one in kind_of:
            beside[passages[passage][0]].add(kind_of[one])
    return beside


def quoted_in(entity: Entity, articles: list[int]) -> set[int]:
    """The passages of these articles that bear out a statement about the entity."""
    statements = Statement.objects.involving(entity)
    quotes = Evidence.objects.filter(article__in=articles).supporting(statements).order_by()
    return set(quotes.values_list("passage", flat=True))
