"""Fill a portal's tables with a made corpus: `python -m tests.benchmarks.filling FOLDER COUNT`.

The rows go straight into the tables: a million articles would take the importer hours. So this
serves to measure searching, not importing. An article gets no bytes, and links to the entities it
names instead of mentions.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path

from tests.benchmarks import made, throwaway

BATCH = 2000
# One in so many articles is quoted by a statement.
QUOTED = 100
PASSAGES = 1 + made.PARAGRAPHS
IMPORTED = date(2026, 1, 1)

PASSAGE = (
    "id", "version_id", "position", "kind", "proposed_kind", "text", "reason", "group", "part",
    "line", "line_end",
)  # fmt: skip
LINK = ("id", "article_id", "entity_id", "mention_count", "by_curator", "decision")


def fill(corpus: made.MadeCorpus, size: int) -> None:
    """Write entities, articles and statements; in an empty portal."""
    from articles.progress import progress

    make_quick()
    write_entities(corpus)
    numbers, stated = count(1), set()
    batches = batches_of(corpus.articles(size))
    for batch in progress(batches, "Articles", total=-(-size // BATCH)):
        write_articles(batch, numbers)
        write_statements(batch, stated)


def batches_of(articles: Iterable[made.MadeArticle]) -> Iterator[list[made.MadeArticle]]:
    articles = iter(articles)
    while batch := list(islice(articles, BATCH)):
        yield batch


def make_quick() -> None:
    """A corpus that can be made anew needs no care on its way to the disk."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-400000")


def write_entities(corpus: made.MadeCorpus) -> None:
    from entities.kinds import KINDS
    from entities.models import Entity, Name, RelationType

    kinds = list(KINDS)
    Entity.objects.bulk_create(
        (
            Entity(pk=pk, slug=f"made-{pk}", name=name, kind=kinds[pk % len(kinds)])
            for pk, name in enumerate(corpus.entities, 1)
        ),
        batch_size=BATCH,
    )
    Name.objects.bulk_create(
        (Name(entity_id=pk, text=name, links=True) for pk, name in enumerate(corpus.entities, 1)),
        batch_size=BATCH,
    )
    RelationType.objects.create(
        pk=1, slug="made", label="deals with", inverse="is dealt with by",
        subject_kinds=kinds, object_kinds=kinds,
    )  # fmt: skip


def write_articles(batch: Sequence[made.MadeArticle], numbers: Iterator[int]) -> None:
    from django.db import transaction

    from articles.models import Article, ArticleVersion, Passage
    from entities.models import Link

    with transaction.atomic():
        Article.objects.bulk_create(map(article_of, batch))
        ArticleVersion.objects.bulk_create(map(version_of, batch))
        insert(Passage, PASSAGE, (row for one in batch for row in passages_of(one)))
        insert(Link, LINK, ((next(numbers), *row) for one in batch for row in links_of(one)))


def insert(model, columns: Sequence[str], rows: Iterable[tuple]) -> None:
    """Four times as quick as bulk_create, and these are nine rows in ten."""
    from django.db import connection

    assert set(columns) == {field.column for field in model._meta.concrete_fields}
    quoted = ", ".join(map(connection.ops.quote_name, columns))
    places = ", ".join(["%s"] * len(columns))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({places})", rows)


def article_of(one: made.MadeArticle):
    from articles.models import Article

    day = date(one.year, 1, 1) + timedelta(one.day) if one.year else None
    return Article(
        pk=one.number + 1, slug=f"made-{one.number}", title=one.title, language=one.language,
        publisher=one.publisher, published=day.isoformat() if day else "",
        published_earliest=day, sort_day=day or IMPORTED,
    )  # fmt: skip


def version_of(one: made.MadeArticle):
    from articles.models import ArticleVersion

    return ArticleVersion(
        pk=one.number + 1, article_id=one.number + 1, sha256=f"{one.number:064}", content=b"",
        byte_count=sum(map(len, one.paragraphs)), file_name=f"made-{one.number}.txt",
    )  # fmt: skip


def passages_of(one: made.MadeArticle) -> Iterator[tuple]:
    version = one.number + 1
    for position, text in enumerate((one.title, *one.paragraphs), 1):
        kind = "body" if position > 1 else "title"
        pk, line = one.number * PASSAGES + position, 2 * position - 1
        yield (pk, version, position, kind, kind, text, "", "", "", line, line)


def links_of(one: made.MadeArticle) -> Iterator[tuple]:
    for entity, mentions in Counter(one.entities).items():
        yield (one.number + 1, entity + 1, mentions, False, "")


def write_statements(batch: Sequence[made.MadeArticle], stated: set[tuple[int, ...]]) -> None:
    """A statement of the first two entities of some articles, resting on the first sentence."""
    from entities.models import Evidence, Relationship

    quoted = []
    for one in batch:
        pair = one.entities[:2]
        if one.number % QUOTED == 0 and pair[0] != pair[1] and pair not in stated:
            stated.add(pair)
            quoted.append(one)
    Relationship.objects.bulk_create(map(relationship_of, quoted))
    Evidence.objects.bulk_create(map(evidence_of, quoted))


def relationship_of(one: made.MadeArticle):
    from entities.models import Relationship

    subject, object_ = (entity + 1 for entity in one.entities[:2])
    return Relationship(
        pk=one.number + 1, slug=f"made-{subject}--made--made-{object_}", type_id=1,
        subject_id=subject, object_id=object_,
    )  # fmt: skip


def evidence_of(one: made.MadeArticle):
    from entities.models import Evidence

    quote = one.paragraphs[0].partition(". ")[0] + "."
    return Evidence(
        relationship_id=one.number + 1, article_id=one.number + 1, quote=quote, start=0,
        passage_id=one.number * PASSAGES + 2, end=len(quote), version_sha256=f"{one.number:064}",
        support="explicit", state="ok",
    )  # fmt: skip


def main() -> None:
    folder, size = Path(sys.argv[1]), int(sys.argv[2])
    throwaway.set_up(folder)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    fill(made.MadeCorpus(), size)


if __name__ == "__main__":
    main()
