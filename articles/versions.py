"""Write the versions of articles with their passages, and keep the kinds that a curator gave."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from articles.inserting import insert, next_keys
from articles.models import Article, ArticleVersion, Passage
from articles.parsing import ParsedArticle
from articles.sources import Source

VERSION = ["id", "article", "sha256", "content", "byte_count", "encoding", "file_name"]
SAID = ["reason", "group", "part"]
PASSAGE = [
    "version", "position", "kind", "proposed_kind", *SAID, "text", "line", "line_end",
]  # fmt: skip

Place = tuple[str, int]
# What a version is made of: the file, what was read in it, and the kinds that a curator gave.
Version = tuple[Source, ParsedArticle, Article, dict[Place, str]]


def add_versions(versions: list[Version]) -> None:
    """Write new current versions with their passages; of their articles no other is current."""
    keys = next_keys(ArticleVersion, len(versions))
    numbered_versions = list(zip(keys, versions, strict=True))
    insert(ArticleVersion, VERSION, (row_of(key, *one) for key, one in numbered_versions))
    insert(
        Passage,
        PASSAGE,
        (row for key, one in numbered_versions for row in passages_of(key, *one)),
    )


def row_of(key: int, source: Source, parsed: ParsedArticle, article: Article, curated) -> tuple:
    size, name = len(source.raw), source.path.name
    return key, article.pk, source.sha256, source.raw, size, source.encoding, name


def passages_of(
    key: int, source: Source, parsed: ParsedArticle, article: Article, curated: dict[Place, str]
) -> Iterator[tuple]:
    for position, (one, place) in enumerate(numbered(parsed.passages), 1):
        kind = curated.get(place, one.kind)
        said = of_passage(one).values()
        yield key, position, kind, one.kind, *said, one.text, one.line, one.line_end


def of_passage(passage) -> dict:
    return {name: getattr(passage, name)[:300] for name in SAID}


def numbered(passages: Iterable) -> Iterator[tuple[Any, Place]]:
    """Each passage with what it is known by: its text, and its number among those equal to it."""
    counts: Counter[str] = Counter()
    for passage in passages:
        counts[passage.text] += 1
        yield passage, (passage.text, counts[passage.text])


def curated_kinds(article: Article) -> dict[Place, str]:
    """The kinds that a curator gave by hand, by what their passages are known by."""
    passages = Passage.objects.current().of_articles([article.pk])
    return {
        place: passage.kind for passage, place in numbered(passages) if passage.has_curated_kind
    }


def make_current(version: ArticleVersion) -> None:
    """The file went back to bytes it had before."""
    curated = curated_kinds(version.article)
    version.article.versions.current().update(is_current=False)
    version.is_current = True
    version.save(update_fields=["is_current"])
    for passage, place in numbered(version.passages.all()):
        if place in curated and passage.kind != curated[place]:
            passage.kind = curated[place]
            passage.save(update_fields=["kind"])


def update_kinds(version: ArticleVersion, parsed: ParsedArticle) -> None:
    """Other blocks for the same bytes: a kind that a curator gave in admin stays."""
    passages = list(version.passages.all())
    # By text: a later reader of HTML may split the same bytes otherwise.
    read_as = {place: read for read, place in numbered(parsed.passages)}
    for passage, place in numbered(passages):
        read = read_as.get(place)
        if read is None:
            continue
        if not passage.has_curated_kind:
            passage.kind = read.kind
        passage.proposed_kind = read.kind
        for name, value in of_passage(read).items():
            setattr(passage, name, value)
    Passage.objects.bulk_update(
        passages, ["kind", "proposed_kind", "reason", "group", "part"], batch_size=500
    )
