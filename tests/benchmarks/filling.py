"""Fill a portal's tables with a made corpus: `python -m tests.benchmarks.filling FOLDER COUNT`.

The rows go straight into the tables: a million articles would take the importer hours. So this
serves to measure reading and searching, not importing. An article gets no bytes, and mentions of
those entities alone that were strewn into it. What is counted or rendered from these rows is left
to the commands that do so.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path

from tests.benchmarks import made, throwaway

BATCH = 2000
# One in so many articles is quoted by a statement.
QUOTED = 100
# An entity with so many statements, whatever the size of the corpus: by its primary key.
BUSY, BUSY_STATEMENTS = 1000, 50
# There are only so many countries and elements, however much is written of them; all others are
# of a kind that there can be any number of.
FEW = ("country", "union", "region", "element", "element_group")
LAST_OF_FEW, OTHERWISE = 1100, "organization"
PASSAGES = 1 + made.PARAGRAPHS
IMPORTED = date(2026, 1, 1)

PASSAGE = ("id", "version", "position", "kind", "proposed_kind", "text", "line", "line_end")
MENTION = ("id", "passage", "entity", "start", "end", "surface")
LINK = ("id", "article", "entity", "mention_count")


def fill(corpus: made.MadeCorpus, size: int) -> None:
    """Write entities, articles and statements; in an empty portal."""
    from articles.progress import progress

    make_quick()
    write_entities(corpus)
    numbers, stated = Numbers(), set()
    with indexed_at_the_end():
        batches = batches_of(corpus.articles(size))
        for batch in progress(batches, "Articles", total=-(-size // BATCH)):
            write_articles(corpus, batch, numbers)
            write_statements(batch, stated)
            if not batch[0].number:
                write_busy_entity(batch)


class Numbers:
    """The primary keys of mentions and links, in the order in which they are written."""

    def __init__(self):
        self.mentions, self.links = count(1), count(1)


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


@contextmanager
def indexed_at_the_end() -> Iterator[None]:
    """Sorted once, an index takes a fraction of what it takes row by row."""
    from django.db import connection

    from articles.models import Article, ArticleVersion, Passage
    from entities.models import Link, Mention

    if connection.vendor != "sqlite":
        yield
        return
    tables = [model._meta.db_table for model in (Article, ArticleVersion, Passage, Mention, Link)]
    with connection.cursor() as cursor:
        made = cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            f" AND tbl_name IN ({', '.join(['%s'] * len(tables))})",
            tables,
        ).fetchall()
        for name, _ in made:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _, statement in made:
            cursor.execute(statement)


def write_entities(corpus: made.MadeCorpus) -> None:
    from entities.kinds import KINDS
    from entities.models import Entity, Name, RelationType

    kinds = list(KINDS)
    Entity.objects.bulk_create(
        (
            Entity(pk=pk, slug=f"made-{pk}", name=name, kind=kind_of(pk, kinds))
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


def kind_of(pk: int, kinds: Sequence[str]) -> str:
    kind = kinds[pk % len(kinds)]
    return OTHERWISE if kind in FEW and pk > LAST_OF_FEW else kind


def write_articles(
    corpus: made.MadeCorpus, batch: Sequence[made.MadeArticle], numbers: Numbers
) -> None:
    from django.db import transaction

    from articles.inserting import insert
    from articles.models import Article, ArticleVersion, Passage
    from entities.models import Link, Mention

    with transaction.atomic():
        Article.objects.bulk_create(map(article_of, batch))
        ArticleVersion.objects.bulk_create(map(version_of, batch))
        insert(Passage, PASSAGE, (row for one in batch for row in passages_of(one)))
        mentions = (row for one in batch for row in mentions_of(one, corpus.entities))
        insert(Mention, MENTION, ((next(numbers.mentions), *row) for row in mentions))
        links = (row for one in batch for row in links_of(one))
        insert(Link, LINK, ((next(numbers.links), *row) for row in links))


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
        yield (pk, version, position, kind, kind, text, line, line)


def mentions_of(one: made.MadeArticle, names: Sequence[str]) -> Iterator[tuple]:
    first = one.number * PASSAGES + 2
    for entity, (paragraph, start) in zip(one.entities, one.places, strict=True):
        name = names[entity]
        yield (first + paragraph, entity + 1, start, start + len(name), name)


def links_of(one: made.MadeArticle) -> Iterator[tuple]:
    for entity, mentions in Counter(one.entities).items():
        yield (one.number + 1, entity + 1, mentions)


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


def write_busy_entity(batch: Sequence[made.MadeArticle]) -> None:
    """State something of one entity and each of those after it."""
    from entities.models import Relationship

    for number, one in enumerate(batch[1 : 1 + BUSY_STATEMENTS], 1):
        statement = Relationship.objects.create(
            slug=f"made-{BUSY}--made--made-{BUSY + number}", type_id=1,
            subject_id=BUSY, object_id=BUSY + number,
        )  # fmt: skip
        quote = evidence_of(one)
        quote.relationship = statement
        quote.save()


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
