"""The articles of a list, page by page: no page is found by counting or sorting all of them."""

from django.db.models import QuerySet

from articles.models import Article
from entities.models import Total
from portal.search.backends import backend
from portal.search.contract import Hits, Search, Sort


class AllArticles:
    """Every article that readers get: their number is kept, and an index has their order."""

    def __init__(self, rows: QuerySet[Article]):
        self.rows = rows

    def count(self) -> int:
        return Total.objects.of("article")

    def __getitem__(self, part: slice) -> QuerySet[Article]:
        """The keys are found in the index alone; of what comes before, no row is read."""
        return self.rows.filter(pk__in=Article.objects.published().values("pk")[part])


class FoundArticles:
    """The articles that a search finds, newest first. Raises Unavailable without an index."""

    def __init__(self, rows: QuerySet[Article], search: Search):
        self.rows, self.search = rows, search
        self.total = self.hits(0, 1).total

    def hits(self, offset: int, limit: int) -> Hits:
        return backend().search(Sort.ARTICLE, self.search, offset=offset, limit=limit)

    def count(self) -> int:
        return self.total

    def __getitem__(self, part: slice) -> list[Article]:
        """One that a curator has taken back since it was indexed is left out."""
        length = part.stop - part.start
        # Engines refuse to look for nothing.
        keys = self.hits(part.start, length).keys if length > 0 else []
        held = self.rows.in_bulk(keys)
        return [held[key] for key in keys if key in held]
