"""Articles that share entities with one, found by the rarest of them: no hub is followed whole."""

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from articles.prepared import Prepared
from entities.models import Link

SHOWN = 5
# So many links of the article's entities are looked at; where they have fewer, the answer is exact.
MOST_LINKS = 400
# Of the articles found by rare entities, for so many it is counted how many they share in all.
MOST_COUNTED = 20


def most_related(article: int) -> dict[int, int]:
    """The articles that share the most entities with this one, by key, with their number.

    The number is always exact. Where the article's entities have more than MOST_LINKS links
    together, only articles are found that share its rarest ones: an article that has nothing but
    hubs in common with this one says little of it. Where all are hubs, only the newest articles
    that name the rarest of them are found.
    """
    named = linked(article)
    if not named:
        return {}
    rare, entities = rarest(named), [pk for pk, _ in named]
    if len(rare) == len(named):
        return dict(sharing_most(article, entities))
    return dict(counted_for(article, entities, sharing(article, rare, named[0][0])))


def sharing(article: int, rare: list[int], rarest: int) -> list[int]:
    """The articles that share the most of the rare entities; if there are none, the newest."""
    if rare:
        return [pk for pk, _ in sharing_many(article, rare)]
    links = Link.objects.filter(entity=rarest).exclude(article=article).newest_first()
    return list(links.values_list("article", flat=True)[:MOST_COUNTED])


@Prepared
def linked(article):
    """The entities that it is linked to, by key, with how many articles are; the rarest first."""
    number = Coalesce("entity__counts__article_count", 0)
    links = Link.objects.dated().filter(article=article)
    return links.order_by(number, "entity").values_list("entity", number)


def rarest(named: list[tuple[int, int]]) -> list[int]:
    """As many as have no more than MOST_LINKS links together."""
    found, links = [], 0
    for entity, number in named:
        links += number
        if links > MOST_LINKS:
            break
        found.append(entity)
    return found


def shared(article, entities) -> QuerySet:
    """How many of these entities other articles are linked to: those with the most first."""
    links = Link.objects.dated().filter(entity__in=entities).exclude(article=article)
    counts = links.order_by().values_list("article").annotate(n=Count("pk"))
    return counts.order_by("-n", "article")


sharing_most = Prepared(lambda article, entities: shared(article, entities)[:SHOWN])
sharing_many = Prepared(lambda article, entities: shared(article, entities)[:MOST_COUNTED])
counted_for = Prepared(
    lambda article, entities, found: shared(article, entities).filter(article__in=found)[:SHOWN]
)
