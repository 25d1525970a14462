"""Read entities as lists show them: keys in, rows out, by a question that is prepared."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.prepared import Prepared
from entities.models import Entity
from entities.rows import NamedEntity, columns


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
    return [held[key] for key in keys if key in held]
