"""Keep the texts of articles written out: forget them as anything in them changes, and write out
what is missing where there is time for it.

No stored text is ever older than what it shows. A writer forgets it in the transaction of the
change; and what is missing is read and stored while no such transaction is under way: on SQLite
since there is one writer at a time, on PostgreSQL by a lock that forgetting shares.
"""

from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from articles.batching import in_batches
from articles.models import Article
from entities.models import Link
from portal.pages.models import StoredText
from portal.pages.writers import writers_mark
from portal.pages.writing import Text, texts_of
from portal.search.indexing import Watch, unwatched

# Written out together: some megabytes at most, for the longest texts come alone.
BATCH, BATCH_BYTES = 200, 4_000_000
# Any number that no other part of the portal locks by.
LOCK = 7_264_001


def text_for(article: int, content: bytes | None, writers: str | None) -> Text:
    """An article's text as it is stored, or else written out now, by the very same function."""
    if content and writers == writers_mark():
        return Text.unpacked(content)
    return dict(texts_of([article]))[article]


# --- forgetting


def forget_articles(sender, article_ids: list[int], **kwargs) -> None:
    share_lock()
    for batch in in_batches(article_ids):
        StoredText.objects.filter(article__in=batch).delete()


def forget_knowledge(sender, article_ids: list[int], entity_ids: list[int], **kwargs) -> None:
    """The articles told of, and all that are linked to entities that are no longer the same."""
    forget_articles(sender, article_ids)
    for batch in in_batches(entity_ids):
        links = Link.objects.filter(entity__in=batch).order_by()
        StoredText.objects.filter(article__in=links.values("article")).delete()


# --- writing out


def render_missing(watch: Watch = unwatched) -> int:
    """Write out the texts that are not stored; how many they were."""
    total = missing().count()
    if not total:
        return 0
    return sum(1 for _ in watch(each_stored(), "Writing out texts", total=total))


def store_some() -> bool:
    """Write out some of what is missing; whether there was any."""
    return bool(store_next(0))


def missing() -> QuerySet[Article]:
    """Articles without a text, or with one that other code wrote."""
    good = StoredText.objects.filter(article=OuterRef("pk"), writers=writers_mark())
    return Article.objects.published().exclude(Exists(good))


def each_stored() -> Iterator[int]:
    last = 0
    while keys := store_next(last):
        yield from keys
        last = keys[-1]


@transaction.atomic
def store_next(last: int) -> list[int]:
    """Store the next texts that are missing after the article `last`; their keys."""
    lock()
    keys = next_keys(missing(), last)
    StoredText.objects.bulk_create(
        (
            StoredText(article_id=pk, content=text.packed(), writers=writers_mark())
            for pk, text in texts_of(keys)
        ),
        update_conflicts=True, update_fields=["content", "writers"], unique_fields=["article"],
    )  # fmt: skip
    return keys


def next_keys(articles: QuerySet[Article], last: int) -> list[int]:
    """The next after the article `last`: as many as fit in memory together."""
    rows = articles.filter(pk__gt=last, versions__is_current=True).order_by("pk")
    sizes = list(rows.values_list("pk", "versions__byte_count")[:BATCH])
    keys, room = [], BATCH_BYTES
    for pk, size in sizes:
        room -= size
        if keys and room < 0:
            break
        keys.append(pk)
    return keys


def share_lock() -> None:
    if connection.vendor == "postgresql":
        run("SELECT pg_advisory_xact_lock_shared(%s)")


def lock() -> None:
    if connection.vendor == "postgresql":
        run("SELECT pg_advisory_xact_lock(%s)")


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [LOCK])
