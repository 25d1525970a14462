"""Find the articles that may hold a name by the index, so that the others need not be read."""

from collections.abc import Collection
from itertools import chain

from django.db.models import Q, QuerySet

from articles.batching import in_batches
from articles.models import Article, Display, Passage
from entities import finding
from portal.search.backends import backend
from portal.search.contract import Sort, TooSlow, Unavailable
from portal.search.indexing import is_ready
from portal.search.models import IndexNote
from portal.search.pieces import ways

# For more forms of names it takes longer to look through the words than to read the articles.
MOST_WAYS = 400


def articles_with(names: Collection[str]) -> set[int] | None:
    """All articles that may hold one of these names, and perhaps more.

    None where the index cannot promise that: it is not there, or not certain of one of the names.
    """
    wanted, engine = ways(names), backend()
    if wanted is None or len(wanted) > MOST_WAYS or not is_ready(engine):
        return None
    # First of all: what is indexed from here on has no note any more, but is found in the index.
    noted = articles_noted()
    try:
        found = set(engine.containing(wanted))
    except (Unavailable, TooSlow):
        return None
    found |= finding.read(names, Passage.objects.filter(version__article__in=not_indexed_whole()))
    for batch in in_batches(noted):
        found |= finding.read(names, Passage.objects.of_articles(batch))
    return found


def not_indexed_whole() -> QuerySet[Article]:
    """Articles of which readers get less than the text: no more is in the index."""
    return Article.objects.filter(Q(is_public=False) | ~Q(display=Display.FULL)).values("pk")


def articles_noted() -> list[int]:
    """Articles that changed, and are not yet indexed anew."""
    notes = IndexNote.objects.filter(sort=Sort.ARTICLE).values_list("keys", flat=True)
    return sorted(set(chain.from_iterable(notes)))
