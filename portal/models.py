"""The tables of the portal: stored texts, and what the search must know."""

from portal.cache.models import ChangeCount
from portal.pages.models import StoredText
from portal.search.models import (
    IndexedDocument,
    IndexedSort,
    IndexNote,
    IndexState,
    NameKey,
    VocabularyWord,
)

__all__ = [
    "ChangeCount",
    "IndexNote",
    "IndexState",
    "IndexedDocument",
    "IndexedSort",
    "NameKey",
    "StoredText",
    "VocabularyWord",
]
