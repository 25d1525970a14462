"""Take in a text that a curator gives in admin: read and stored by the one importer, with what
the curator says of it on top, so that it outlives every later import."""

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import transaction

from articles.manifest import Block, Entry
from articles.models import Article, Passage
from articles.parsing import ParsedArticle, decode
from articles.signals import article_changed
from articles.sources import Held, Source
from articles.storing import Report, merged_record, record_of, store_articles
from articles.versions import curated_kinds, numbered

PASTED = "pasted"
REASON = "Text given in admin"


class ChangedMeanwhile(ValueError):
    """The article is no longer what the curator saw."""


@dataclass(frozen=True)
class Given:
    """A text as it was pasted or uploaded; the ending of `name` says how it is read."""

    raw: bytes
    name: str
    encoding: str = "utf-8"

    @property
    def is_pasted(self) -> bool:
        return Path(self.name).stem == PASTED

    @property
    def text(self) -> str:
        return decode(self.raw, Path(self.name), self.encoding)

    def file_name(self, slug: str) -> str:
        return slug + Path(self.name).suffix if self.is_pasted else self.name


@dataclass(frozen=True)
class Reading:
    """A given text as the importer would store it.

    `values` are the article's fields, `kinds` the kinds of its passages; `state` says what is
    held of the article now.
    """

    given: Given
    source: Source
    parsed: ParsedArticle
    values: dict
    kinds: list[str]
    state: str


def read(given: Given, article: Article | None = None) -> Reading:
    """Read the text, as one of `article` where that is held; BadInput says what is wrong."""
    held = article or Article()
    entry = entry_of(held)
    path, sha256 = Path(given.name), hashlib.sha256(given.raw).hexdigest()
    source = Source(path, given.raw, given.text, given.encoding, sha256, held.slug, entry)
    parsed = source.parse()
    # What a file said of the article holds on, where the new text does not speak of it.
    parsed = replace(parsed, record=held.imported.get("record", {}) | parsed.record)
    values, _ = merged_record(held, parsed.record)
    curated = curated_kinds(held) if article else {}
    kinds = [curated.get(place, one.kind) for one, place in numbered(parsed.passages)]
    return Reading(given, source, parsed, values, kinds, state_of(article))


def entry_of(article: Article) -> Entry | None:
    """What articles.toml said of the article when it was last imported."""
    said = article.imported.get("entry")
    if not said:
        return None
    return Entry(**said | {"blocks": tuple(Block(**block) for block in said["blocks"])})


def state_of(article: Article | None) -> str:
    """A sum of all that a new text may change, by which a change meanwhile is seen."""
    if article is None:
        return ""
    kinds = Passage.objects.current().of_articles([article.pk]).values_list("version", "kind")
    held = [record_of(article), list(kinds.order_by("position"))]
    return hashlib.sha256(json.dumps(held).encode()).hexdigest()


@transaction.atomic
def store(reading: Reading, slug: str, values: dict, kinds: list[str], state: str) -> Article:
    """Store the text, and what the curator said of it, whole or not at all."""
    path = Path(reading.given.file_name(slug)[-255:])
    source = replace(reading.source, slug=slug, path=path)
    # Whoever saves second waits here, and is told.
    former = Article.objects.select_for_update().filter(slug=slug).first()
    if state_of(former) != state:
        raise ChangedMeanwhile
    replaced = bytes_replaced(former, source.sha256)
    held = Held.of([source])
    for article in held.articles.values():
        # These bytes may be the ones that another text took the place of.
        article.imported.pop("replaced", None)
    (pk,) = store_articles([(source, reading.parsed)], held, Report())
    article = Article.objects.get(pk=pk)
    if former is None:
        # The importer keeps no history; that a curator brought the article is worth a record.
        Article.history.bulk_history_create([article], default_change_reason=REASON)
    article.imported |= {"replaced": replaced} if replaced else {}
    for name, value in values.items():
        setattr(article, name, value)
    article._change_reason = REASON
    article.save()
    correct_kinds(article, reading, kinds)
    article_changed.send(sender=Article, article_ids=[article.pk])
    return article


def bytes_replaced(article: Article | None, sha256: str) -> str:
    """The SHA-256 of the file's bytes that the given ones take the place of, if any."""
    if article is None:
        return ""
    current = article.versions.current().values_list("sha256", flat=True).first()
    former = article.imported.get("replaced") or current or ""
    return former if former != sha256 else ""


def correct_kinds(article: Article, reading: Reading, kinds: list[str]) -> None:
    """Give the stored passages the curator's kinds, one by one, so that history tells of each."""
    wanted = {
        place: kind
        for (_, place), kind in zip(numbered(reading.parsed.passages), kinds, strict=True)
    }
    stored = Passage.objects.current().of_articles([article.pk])
    for passage, place in numbered(stored):
        if passage.kind != wanted.get(place, passage.kind):
            passage.kind = wanted[place]
            passage.save(update_fields=["kind"])
