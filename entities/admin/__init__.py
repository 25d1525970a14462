"""The knowledge in admin, where curators work; one subject a module."""

from entities.admin import (
    articles,
    entities,
    evidence,
    mentions,
    merges,
    names,
    notes,
    queue,
    relationships,
    seeds,
)

__all__ = [
    "articles", "entities", "evidence", "mentions", "merges", "names", "notes", "queue",
    "relationships", "seeds",
]  # fmt: skip
