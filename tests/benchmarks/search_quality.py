"""Measure how relevant the answers are: nDCG@10 and recall@100 on a judged collection.

    .venv/bin/python tests/benchmarks/search_quality.py DIR [--database-url URL | --postgres]

DIR holds docs.jsonl or docs.jsonl.gz, queries.jsonl, and qrels.tsv. The documents go through the
ordinary importer into a database of their own, and the queries through the ordinary search.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

# Whoever runs the file by its path has the folder of the file on the path, not the project's.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from articles.errors import BadInput
from tests.benchmarks import filing, judged, throwaway

DEPTH = 100
MAX_BYTES = 100_000_000  # a document of a collection may be longer than an article


@dataclass
class Quality:
    """What was measured: a figure a query, and what was left out."""

    documents: int = 0
    empty: int = 0
    unjudged: int = 0
    judged_elsewhere: int = 0
    ndcg: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    elapsed: list[float] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        yield f"documents   {self.documents:8,}   ({self.empty:,} empty ones skipped)"
        yield f"queries     {len(self.ndcg):8,}   ({self.unjudged:,} without judgements skipped)"
        if self.judged_elsewhere:
            yield f"            {self.judged_elsewhere:8,} judgements of what is not held"
        yield f"nDCG@10     {fmean(self.ndcg):8.4f}"
        yield f"recall@100  {fmean(self.recall):8.4f}"
        yield f"CPU         {fmean(self.cpu) * 1000:8.2f} ms a query, of this process"
        yield f"time        {fmean(self.elapsed) * 1000:8.2f} ms a query"


@dataclass(frozen=True)
class Collection:
    folder: Path
    queries: dict[str, str]
    judgements: dict[str, judged.Gains]

    @classmethod
    def read(cls, folder: Path) -> "Collection":
        """The queries and judgements of `folder`; its documents are read when they are filed."""
        return cls(folder, judged.read_queries(folder), judged.read_judgements(folder))


def measure(collection: Collection) -> Quality:
    """Import, index and ask; in the portal at hand, which is empty."""
    quality = Quality()
    slugs = import_documents(collection.folder, quality)
    index()
    held = document_ids(slugs)
    quality.judged_elsewhere = judged_elsewhere(collection, set(held.values()))
    # The first query of a process opens the index.
    found("warm up")
    for query, text in collection.queries.items():
        if gains := collection.judgements.get(query):
            ranking = [held[key] for key in timed(lambda text=text: found(text), quality)]
            quality.ndcg.append(judged.ndcg(ranking, gains))
            quality.recall.append(judged.recall(ranking, gains, depth=DEPTH))
        else:
            quality.unjudged += 1
    return quality


def judged_elsewhere(collection: Collection, held: set[str]) -> int:
    """How many documents are called relevant that are not held, or to no query that is."""
    return sum(
        len(gains.keys() - held if query in collection.queries else gains)
        for query, gains in collection.judgements.items()
    )


def import_documents(folder: Path, quality: Quality) -> dict[str, str]:
    """File the documents and import the files; the id of each by its article's slug."""
    from articles.importing import Importer

    slugs: dict[str, str] = {}
    with TemporaryDirectory(prefix="documents-", dir=throwaway.BENCH) as files:
        quality.documents = filing.write_folder(Path(files), filed(folder, slugs, quality))
        if not slugs:
            raise BadInput(folder, "holds no document with a text")
        report = Importer(max_bytes=MAX_BYTES).run([files])
    if report.failed:
        raise report.failed[0]
    return slugs


def filed(folder: Path, slugs: dict[str, str], quality: Quality) -> Iterator[filing.Filed]:
    # An id may hold what no slug may.
    for number, document in enumerate(judged.read_documents(folder), 1):
        one = filing.Filed(f"d{number}", document.title, document.text)
        if one.is_empty:
            quality.empty += 1
        else:
            slugs[one.slug] = document.id
            yield one


def index() -> None:
    from portal.search import indexing

    indexing.ensure(say=lambda sentence: None)


def document_ids(slugs: dict[str, str]) -> dict[int, str]:
    """The id of each document by the primary key of its article."""
    from articles.models import Article

    return {pk: slugs[slug] for slug, pk in Article.objects.values_list("slug", "pk")}


def found(text: str) -> list[int]:
    from portal.search import answering

    keys = answering.find_articles(text, limit=DEPTH).keys
    assert len(set(keys)) == len(keys), f"found twice: {text}"
    return keys


def timed(ask: Callable[[], list[int]], quality: Quality) -> list[int]:
    cpu, elapsed = time.process_time(), time.perf_counter()
    keys = ask()
    quality.cpu.append(time.process_time() - cpu)
    quality.elapsed.append(time.perf_counter() - elapsed)
    return keys


def backend_at_hand() -> str:
    from django.conf import settings
    from django.db import connection

    return f"{settings.SEARCH_BACKEND} beside {connection.vendor}"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", metavar="DIR", type=Path, help="the collection")
    database = parser.add_mutually_exclusive_group()
    database.add_argument(
        "--database-url",
        default="",
        metavar="URL",
        help="a PostgreSQL server: a database is made beside the one named, and dropped at the end",
    )
    database.add_argument(
        "--postgres", action="store_true", help="a PostgreSQL server of its own, from a wheel"
    )
    return parser.parse_args()


def main() -> None:
    chosen = arguments()
    try:
        collection = Collection.read(chosen.folder)
        with ExitStack() as stack:
            url = chosen.database_url
            if chosen.postgres:
                url = stack.enter_context(throwaway.own_server())
            stack.enter_context(throwaway.new_portal(url))
            quality = measure(collection)
    except (BadInput, throwaway.NoDatabase) as fault:
        sys.exit(str(fault))
    if not quality.ndcg:
        sys.exit(f"{chosen.folder}: no query has a relevant document")
    print(f"{chosen.folder.resolve().name}, {backend_at_hand()}")
    print("\n".join(quality.lines()))


if __name__ == "__main__":
    main()
