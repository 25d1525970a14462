"""Write documents into the tables of the PostgreSQL backend, and keep count of their words.

All within a transaction that the caller has begun.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice

from django.db import connection
from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce

from portal.search.contract import BREAK, Document, Sort
from portal.search.lexemes import cut
from portal.search.models import IndexedDocument, IndexedSort, VocabularyWord
from portal.search.vectors import indexed

DOCUMENTS = IndexedDocument._meta.db_table
VOCABULARY = VocabularyWord._meta.db_table
SIZES = ("word_count", "title_word_count", "mention_count")
COLUMNS = (
    "sort", "key", "vector", "plain", "day", *SIZES,
    "entities", "kinds", "publishers", "languages", "years",
)  # fmt: skip

# Of another number, every index of an earlier form is outdated.
FORMAT = 2
BATCH = 500  # documents held in memory
# New documents wait in a list for a place in the index: the longer it is, the less work they make.
WHILE_REBUILDING = {"gin_pending_list_limit": "64MB", "work_mem": "256MB"}


class Tally:
    """By how much the numbers of documents and of what stands in them change."""

    def __init__(self):
        self.words: dict[str, Counter[str]] = defaultdict(Counter)
        self.sizes: dict[str, Counter[str]] = defaultdict(Counter)

    def count(
        self,
        sort: Sort,
        lexemes: Iterable[str],
        plain: str,
        sizes: Iterable[int],
        *,
        is_gone: bool = False,
    ) -> None:
        change = Counter.subtract if is_gone else Counter.update
        change(self.words[sort], lexemes)
        change(self.words[""], plain.split())
        change(self.sizes[sort], {"document_count": 1} | dict(zip(SIZES, sizes, strict=True)))

    def rows(self) -> list[tuple[str, str, int]]:
        return [
            (sort, word, count)
            for sort, words in self.words.items()
            for word, count in words.items()
            if count
        ]


# --- documents


def insert(sort: Sort, documents: Iterable[Document], tally: Tally | None = None) -> None:
    rows = [row_of(sort, document, tally) for document in documents]
    statement = f"COPY {DOCUMENTS} ({', '.join(COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def row_of(sort: Sort, document: Document, tally: Tally | None) -> tuple:
    lexemes, vector = indexed(document)
    plain = " ".join(set(document.plain.replace("\0", "").split()) - {BREAK})
    sizes = (length(document.text), length(document.title), len(document.entities))
    if tally:
        tally.count(sort, lexemes, plain, sizes)
    things = (document.kinds, document.publishers, document.languages)
    return (
        sort, document.key, vector, plain, document.day, *sizes,
        numbers(document.entities), *map(texts, things), numbers(document.years),
    )  # fmt: skip


def length(text: str) -> int:
    return len(text.split()) - text.count(BREAK)


def numbers(values: Iterable[int]) -> str:
    """Each number once, as PostgreSQL reads an array."""
    return "{" + ",".join(map(str, dict.fromkeys(values))) + "}"


def texts(values: Iterable[str]) -> str:
    each = (cut(value).replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in dict.fromkeys(each)) + "}"


def remove(sort: Sort, keys: Sequence[int], tally: Tally) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {DOCUMENTS} WHERE sort = %s AND key = ANY(%s)"
            f" RETURNING tsvector_to_array(vector), plain, {', '.join(SIZES)}",
            [sort, list(keys)],
        )
        for lexemes, plain, *sizes in cursor:
            tally.count(sort, lexemes, plain, sizes, is_gone=True)


# --- counts


def apply(tally: Tally) -> None:
    """Change the counts that are held."""
    changes = list(zip(*tally.rows(), strict=True)) or [(), (), ()]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {VOCABULARY} AS held (sort, word, count)"
            " SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[])"
            " ON CONFLICT (sort, word) DO UPDATE SET count = held.count + excluded.count",
            list(map(list, changes)),
        )
        cursor.execute(
            f"DELETE FROM {VOCABULARY} WHERE count <= 0 AND (sort, word) IN"
            " (SELECT * FROM unnest(%s::text[], %s::text[]))",
            list(map(list, changes[:2])),
        )
    for sort, sizes in tally.sizes.items():
        IndexedSort.objects.filter(sort=sort).update(
            **{name: F(name) + change for name, change in sizes.items()}
        )


class Rebuilding:
    """All tables emptied and filled again."""

    def __init__(self):
        with connection.cursor() as cursor:
            for name, value in WHILE_REBUILDING.items():
                cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
        for model in (IndexedDocument, VocabularyWord, IndexedSort):
            model.objects.all().delete()

    def add(self, sort: Sort, documents: Iterable[Document]) -> None:
        # They are read from this database: taken in first, and then copied back.
        documents = iter(documents)
        while batch := list(islice(documents, BATCH)):
            insert(sort, batch)

    def finish(self, stamp: str) -> None:
        count_words()
        IndexedSort.objects.bulk_create(
            IndexedSort(sort=sort, format=FORMAT, stamp=stamp, **sizes_of(sort)) for sort in Sort
        )


def count_words() -> None:
    """Count the words of all documents: by far quicker at once than one by one."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {VOCABULARY} (sort, word, count)"
            f" SELECT sort, lexeme, count(*) FROM {DOCUMENTS},"
            " unnest(tsvector_to_array(vector)) AS lexeme GROUP BY sort, lexeme"
        )
        cursor.execute(
            f"INSERT INTO {VOCABULARY} (sort, word, count)"
            f" SELECT '', word, count(*) FROM {DOCUMENTS},"
            " string_to_table(nullif(plain, ''), ' ') AS word GROUP BY word"
        )


def sizes_of(sort: Sort) -> dict[str, int]:
    totals = {name: Coalesce(Sum(name), 0) for name in SIZES}
    held = IndexedDocument.objects.filter(sort=sort)
    return held.aggregate(document_count=Count("pk"), **totals)


def tidy() -> None:
    """Take away what is dead in the tables, and have PostgreSQL know what is common in them."""
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (ANALYZE) {DOCUMENTS}, {VOCABULARY}")
