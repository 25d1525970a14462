"""Read the mentions in a few articles, by their passages.

Asked for by entity or by status, a database would look through all mentions of a hub, or through
all that are found, to come upon those of a few articles: which of them count is told afterwards.
"""

from collections.abc import Iterable

from articles.models import Passage
from entities.models import Mention
from entities.querysets import SHOWN

# A passage, where the mention begins and ends, and its entity.
Near = tuple[int, int, int, int]


def passages_of(articles: list[int]) -> dict[int, tuple[int, int]]:
    """The article and the position of each current passage of these articles, by its key."""
    rows = Passage.objects.current().of_articles(articles).order_by()
    return {pk: place for pk, *place in rows.values_list("pk", "version__article", "position")}


def shown_in(passages: Iterable[int]) -> list[Near]:
    """The mentions that readers see, if they get the articles of these passages."""
    rows = Mention.objects.filter(passage__in=list(passages)).order_by()
    near = rows.values_list("passage", "start", "end", "entity", "status")
    return [(*one, entity) for *one, entity, status in near if status in SHOWN]
