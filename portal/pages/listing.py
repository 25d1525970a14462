"""The articles of a list, page by page: no page is found by counting or sorting all of them."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import QuerySet

from articles.models import Article
from articles.prepared import Prepared, in_order
from entities.models import Link, Total
from entities.querysets import count_of
from portal.search.backends import backend
from portal.search.contract import Hits, Search, Sort


class Listed(NamedTuple):
    """An article as it stands in a list, with how many entities it is linked to."""

    pk: int
    slug: str
    title: str
    genre: str
    published: str
    publisher: str
    entity_count: int

    get_absolute_url = Article.get_absolute_url


class AllArticles:
    """Every article that readers get: their number is kept, and an index has their order."""

    def count(self) -> int:
        return Total.objects.of("article")

    def __getitem__(self, part: slice) -> list[Listed]:
        """The keys are found in the index alone; of what comes before, no row is read."""
        return listed(Article.objects.published().values_list("pk", flat=True)[part])


class FoundArticles:
    """The articles that a search finds, newest first. Raises Unavailable without an index."""

    def __init__(self, search: Search):
        self.search = search
        self.total = self.hits(0, 1).total

    def hits(self, offset: int, limit: int) -> Hits:
        return backend().search(Sort.ARTICLE, self.search, offset=offset, limit=limit)

    def count(self) -> int:
        return self.total

    def __getitem__(self, part: slice) -> list[Listed]:
        """One that a curator has taken back since it was indexed is left out."""
        length = part.stop - part.start
        # Engines refuse to look for nothing.
        return listed(self.hits(part.start, length).keys if length > 0 else [])


class FilteredArticles:
    """The articles that the database finds: it has to look at all of them."""

    def __init__(self, rows: QuerySet[Article]):
        self.rows = rows

    def count(self) -> int:
        return self.rows.count()

    def __getitem__(self, part: slice) -> list[Listed]:
        return listed(self.rows.values_list("pk", flat=True)[part])


@Prepared
def rows_of(keys):
    articles = Article.objects.published().filter(pk__in=keys).order_by()
    counted = articles.annotate(entity_count=count_of(Link.objects.public(), "article"))
    return counted.values_list(*Listed._fields)


def listed(keys: Sequence[int] | QuerySet) -> list[Listed]:
    """Those of these that readers get, in this order."""
    keys = list(keys)
    held = {row[0]: Listed._make(row) for row in rows_of(keys)}
    return in_order(keys, held)
