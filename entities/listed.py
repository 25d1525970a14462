"""Read entities as lists show them, and articles as lists name them: keys in, rows out, by
questions that are prepared.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.models import Article
from articles.prepared import Prepared, in_order
from entities.models import Entity
from entities.rows import NamedArticle, NamedEntity, columns


@dataclass(slots=True)
class Listed(NamedEntity):
    """An entity with how many articles and statements readers get of it."""

    description: str
    article_count: int
    relationship_count: int


@Prepared
def rows_of(keys):
    return Entity.objects.with_counts().filter(pk__in=keys).order_by().values_list(*columns(Listed))


def entities_listed(keys: Sequence[int]) -> list[Listed]:
    """In this order, those that are held."""
    held = {row[0]: Listed(*row) for row in rows_of(keys)}
    return in_order(keys, held)


@Prepared
def article_names(keys):
    articles = Article.objects.published().filter(pk__in=keys).order_by()
    return articles.values_list(*columns(NamedArticle))


def articles_called(keys: Iterable[int]) -> dict[int, NamedArticle]:
    """Those of these that readers get, by key."""
    return {row[0]: NamedArticle(*row) for row in article_names(list(keys))}
