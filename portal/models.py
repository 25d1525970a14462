"""The tables of the search: what must be indexed anew, and by what names entities are found."""

from portal.search.models import (
    IndexedDocument,
    IndexedSort,
    IndexNote,
    IndexState,
    NameKey,
    VocabularyWord,
)

__all__ = [
    "IndexNote",
    "IndexState",
    "IndexedDocument",
    "IndexedSort",
    "NameKey",
    "VocabularyWord",
]
