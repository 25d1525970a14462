"""Find the entity that a curator means, from a few letters of what it is called."""

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz

from entities.desk.picking import called
from entities.desk.review.rivals import alike, likeness, with_articles
from entities.matching import as_compared
from entities.models import Entity

MOST_FOUND = 9
# Of the entities found, as many are put in order of likeness.
MOST_COMPARED = 200
# Nobody is called by more, and each is asked of four columns.
MOST_WORDS, MOST_LETTERS = 10, 300


def suggest(query: str, near: str) -> list[Entity]:
    """Entities called `query`; before anything is asked, those called something like `near`."""
    # No name holds the zero character, and PostgreSQL takes none.
    words = query[:MOST_LETTERS].replace("\0", " ").split()[:MOST_WORDS]
    found = holding(words) if words else alike(near)
    asked = " ".join(words) or near
    ranked = sorted(found[:MOST_COMPARED], key=lambda entity: rank(asked, entity))
    return ranked[:MOST_FOUND]


def holding(words: list[str]) -> QuerySet[Entity]:
    """Entities of which every word stands in something that they are called."""
    held = Q()
    for word in words:
        held &= called(word, "icontains") | Q(slug__icontains=word)
    keys = Entity.objects.filter(held).order_by("pk").values("pk").distinct()[:MOST_COMPARED]
    return with_articles(Entity.objects).filter(pk__in=keys).prefetch_related("names")


def rank(asked: str, entity: Entity) -> tuple:
    best = max(fuzz.ratio(asked.lower(), name.lower()) for name in entity.called)
    return -max(best, likeness(asked, entity)), -entity.article_count, entity.pk


def links_as(entity: Entity, text: str) -> bool:
    """Whether the entity has the name, and links by it."""
    names = entity.names.filter(links=True).values_list("text", flat=True)
    return as_compared(text) in map(as_compared, names)
