"""Keep the counts in step with what articles and statements hold, whatever changed them.

What a row adds to the counts is held beside them. So a change adds only the difference, and to
count a row that has not changed changes nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef

from articles.batching import Batches, in_batches
from articles.models import Article
from entities.counting.adding import add
from entities.counting.contributing import Records, Tally, days_of, of_articles, of_statements
from entities.models import CountedArticle, CountedStatement, Evidence, Link, Relationship
from entities.models.counts import Counted

AT_ONCE = 500
# The number of an advisory lock need only differ from others in the database.
LOCK = int.from_bytes(b"counting")


@dataclass
class Due:
    """What is to be counted anew, by key."""

    articles: set[int] = field(default_factory=set)
    statements: set[int] = field(default_factory=set)


PUT_OFF: ContextVar[Due | None] = ContextVar("counts put off", default=None)


@contextmanager
def at_the_end() -> Iterator[None]:
    """Count once, when the block ends well, whatever is to be counted in it."""
    if PUT_OFF.get() is not None:
        yield
        return
    due = Due()
    token = PUT_OFF.set(due)
    try:
        yield
    finally:
        PUT_OFF.reset(token)
    count(due.articles, due.statements)


def count(articles: Iterable[int], statements: Iterable[int]) -> None:
    """Within the caller's transaction, bring the counts up to date with these."""
    if (due := PUT_OFF.get()) is not None:
        due.articles.update(articles)
        due.statements.update(statements)
        return
    count_batches([
        (part, batch)
        for part, keys in ((ARTICLES, articles), (STATEMENTS, statements))
        for batch in in_batches(sorted(keys), AT_ONCE)
    ])  # fmt: skip


@transaction.atomic
def count_batches(batches: list[tuple["Part", list[int]]]) -> None:
    if connection.features.has_select_for_update:
        lock([(part, batch) for part, batch in batches if differs(part, batch)])
    for part, batch in batches:
        count_batch(part, batch)


def count_with_statements(articles: list[int]) -> None:
    """Articles, and the statements that rest on them: readers get the ones by the others."""
    quotes = Evidence.objects.filter(article__in=articles).order_by()
    count(articles, set(quotes.values_list("relationship", flat=True)))


@dataclass(frozen=True)
class Part:
    """Rows that are counted alike: what is held of each, and for what its entities count."""

    rows: type[models.Model]
    counted: type[Counted]
    records: Callable[[list[int]], Records]
    entity_field: str

    def changed(self, keys: list[int]) -> dict[int, tuple[str | None, str | None]]:
        """Of each row that changed, what it added so far, and what it adds now."""
        held = dict(self.counted.objects.filter(pk__in=keys).values_list("pk", "record"))
        now = self.records(keys)
        both = ((key, (held.get(key), now.get(key))) for key in keys)
        return {key: (old, new) for key, (old, new) in both if old != new}


ARTICLES = Part(Article, CountedArticle, of_articles, "article_count")
STATEMENTS = Part(Relationship, CountedStatement, of_statements, "relationship_count")


def differs(part: Part, keys: list[int]) -> bool:
    return bool(part.changed(keys)) or (part is ARTICLES and any(days_of(keys)))


def lock(batches: list[tuple[Part, list[int]]]) -> None:
    """Where several write at the same time, one alone adds to the counts until it has committed.

    Two would else wait for each other's counts. Who is changing one of the rows is waited for
    before: the last to count it sees what all have made of it.
    """
    for part, keys in batches:
        lock_rows(part.rows, keys)
    if batches:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def lock_rows(model: type[models.Model], keys: list[int]) -> None:
    """Always in the same order. Rows that lead to these may be written meanwhile."""
    rows = model.objects.filter(pk__in=keys).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def count_batch(part: Part, keys: list[int]) -> None:
    if changed := part.changed(keys):
        tally = Tally()
        for old, new in changed.values():
            tally.exchange(old, new)
        write_records(part.counted, {key: new for key, (_, new) in changed.items()})
        add(tally, part.entity_field)
    if part is ARTICLES:
        date_links(keys)


def write_records(model: type[Counted], records: dict[int, str | None]) -> None:
    model.objects.filter(pk__in=[key for key, one in records.items() if one is None]).delete()
    model.objects.bulk_create(
        (model(key=key, record=one) for key, one in records.items() if one is not None),
        update_conflicts=True, update_fields=["record"], unique_fields=["key"],
    )  # fmt: skip


def date_links(keys: list[int]) -> None:
    """Give the links of these articles the day by which the newest are found."""
    table, days = Link._meta.db_table, list(days_of(keys))
    with connection.cursor() as cursor:
        if days:
            cursor.executemany(f'UPDATE "{table}" SET "day" = %s WHERE "id" = %s', days)


def count_uncounted(progress: Callable[[Iterable], Iterable] = iter) -> None:
    """Count what was written before there were counts, a batch a transaction."""
    for rows, part in (
        (Article.objects.published(), ARTICLES),
        (Relationship.objects.public(), STATEMENTS),
    ):
        new = rows.exclude(Exists(part.counted.objects.filter(pk=OuterRef("pk"))))
        for batch in progress(Batches(new, AT_ONCE)):
            count_batches([(part, batch)])
