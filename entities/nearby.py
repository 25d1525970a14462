"""Read the mentions in a few articles, by their passages.

Asked for by entity or by status, a database would look through all mentions of a hub, or through
all that are found, to come upon those of a few articles: which of them count is told afterwards.
"""

from collections.abc import Iterable

from django.db.models import BigIntegerField, ExpressionWrapper, F

from articles.models import Passage
from articles.prepared import Prepared
from entities.models import Mention
from entities.querysets import SHOWN

# A passage, where the mention begins and ends, and its entity.
Near = tuple[int, int, int, int]
# An article, the position and the key of a passage of it, where the mention begins and ends.
Found = tuple[int, int, int, int, int]


@Prepared
def current_passages(articles):
    rows = Passage.objects.current().of_articles(articles).order_by()
    return rows.values_list("pk", "version__article", "position")


@Prepared
def mentions_in(passages):
    rows = Mention.objects.filter(passage__in=passages).order_by()
    return rows.values_list("passage", "start", "end", "entity", "status")


@Prepared
def mentions_of(entity, articles):
    rows = Mention.objects.of_articles(articles).filter(passage__version__is_current=True)
    # No index is of any use for a sum.
    one = ExpressionWrapper(F("entity") + 0, BigIntegerField())
    path = "passage__version__article", "passage__position", "passage"
    own = rows.alias(one=one).filter(one=entity).order_by()
    return own.values_list(*path, "start", "end", "status")


def passages_of(articles: list[int]) -> dict[int, tuple[int, int]]:
    """The article and the position of each current passage of these articles, by its key."""
    return {pk: place for pk, *place in current_passages(articles)}


def shown_in(passages: Iterable[int]) -> list[Near]:
    """The mentions that readers see, if they get the articles of these passages."""
    near = mentions_in(list(passages))
    return [(*one, entity) for *one, entity, status in near if status in SHOWN]


def shown_of(entity: int, articles: list[int]) -> list[Found]:
    """The mentions of an entity in these articles that readers see, if they get these, in the
    order of each text."""
    return sorted(tuple(one) for *one, status in mentions_of(entity, articles) if status in SHOWN)
