"""Search with PostgreSQL's own full text, for several machines on one database.

The index is tables beside the others: replicas have it too, and it changes by transactions.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models.functions import Collate

from portal.search import storing
from portal.search.contract import (
    Counts,
    Document,
    Facet,
    Hits,
    Search,
    Sort,
    State,
    Unavailable,
)
from portal.search.lexemes import COMPLETED, of_entity
from portal.search.limits import bounded, one_row
from portal.search.locking import obtained
from portal.search.models import IndexedDocument, IndexedSort, VocabularyWord
from portal.search.reading import COUNTED, Index
from portal.search.tsqueries import Translation, all_of, beginning, lexeme
from portal.search.within import MOST_TIME, keys_within

# PostgreSQL takes it for cheap to look into every vector, though they lie apart from their rows,
# and for worth while to compile what takes milliseconds. Short of memory, it would note only the
# pages where documents are found, and look into every vector there.
PLANNING = {"enable_seqscan": "off", "jit": "off", "work_mem": "64MB"}

# The number of an advisory lock need only differ from others in the database.
LOCK = int.from_bytes(b"lodeston")


@contextmanager
def opened(sort: Sort) -> Iterator[Index]:
    """The index to read, for which PostgreSQL is left the one way that is fast."""
    with bounded(**PLANNING), connection.cursor() as cursor:
        yield Index(cursor, sort)


class PostgresBackend:
    most_counted = COUNTED

    def search(self, sort: Sort, search: Search, *, offset: int = 0, limit: int = 20) -> Hits:
        with opened(sort) as index:
            return index.hits(search, offset, limit)

    def counts(
        self, search: Search, facets: Sequence[Facet], *, limit: int = 1000
    ) -> dict[Facet, Counts]:
        with opened(Sort.ARTICLE) as index:
            return index.counts(Translation(search, index.years).some, facets, limit)

    def count_linked(self, sort: Sort, entities: Sequence[int]) -> dict[int, int]:
        with opened(sort) as index:
            return {key: index.count(lexeme(of_entity(key))) for key in entities}

    def similar(self, document: Document, *, limit: int) -> list[int]:
        with opened(Sort.ARTICLE) as index:
            return index.similar(document)[:limit]

    def containing(self, ways: Sequence[tuple[str, ...]]) -> Iterator[int]:
        with bounded(**PLANNING, statement_timeout=MOST_TIME), connection.cursor() as cursor:
            yield from keys_within(Index(cursor, Sort.ARTICLE), ways)

    def complete(self, sort: Sort, words: Sequence[str], *, limit: int) -> list[int]:
        """The newest first."""
        if not words:
            return []
        *whole, start = (COMPLETED + word for word in words)
        with opened(sort) as index:
            return index.newest(all_of([*map(lexeme, whole), beginning(start)]), 0, limit)

    def vocabulary(self, start: str, *, limit: int) -> list[tuple[str, int]]:
        words = VocabularyWord.objects.filter(sort="", word__startswith=start.replace("\0", ""))
        in_order = words.order_by("-count", Collate("word", "C")).values_list("word", "count")
        with opened(Sort.ARTICLE):
            return list(in_order[:limit])

    def stamp(self) -> str:
        held = IndexedSort.objects.first()
        return held.stamp if held else ""

    def state(self) -> State:
        """Counts every document."""
        held = list(IndexedSort.objects.all())
        if not held:
            return State.MISSING
        if any(one.format != storing.FORMAT for one in held):
            return State.OUTDATED
        is_whole = len(held) == len(Sort) and all(
            IndexedDocument.objects.filter(sort=one.sort).count() == one.document_count
            for one in held
        )
        return State.GOOD if is_whole else State.DAMAGED

    def sizes(self) -> dict[Sort, int]:
        held = IndexedSort.objects.values_list("sort", "document_count")
        sizes = {Sort(sort): count for sort, count in held}
        if not sizes:
            raise Unavailable("There is no search index yet.")
        return sizes

    @contextmanager
    def writing(self, *, wait: float | None) -> Iterator[bool]:
        got = obtained(lambda: one_row("SELECT pg_try_advisory_lock(%s)", LOCK)[0], wait)
        try:
            yield got
        finally:
            if got:
                one_row("SELECT pg_advisory_unlock(%s)", LOCK)

    @transaction.atomic
    def write(self, sort: Sort, documents: Sequence[Document], gone: Sequence[int]) -> None:
        self.sizes()  # Unavailable where there is nothing to write to.
        tally = storing.Tally()
        storing.remove(sort, [*gone, *(document.key for document in documents)], tally)
        storing.insert(sort, documents, tally)
        storing.apply(tally)

    @contextmanager
    def rebuild(self, stamp: str) -> Iterator[storing.Rebuilding]:
        with transaction.atomic():
            rebuilding = storing.Rebuilding()
            yield rebuilding
            rebuilding.finish(stamp)
        storing.tidy()
