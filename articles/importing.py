"""Bring files into the corpus: read them, and store each article whole or not at all."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import reset_queries, transaction
from django.utils import timezone

from articles import threeway
from articles.collecting import store_collections
from articles.errors import BadInput
from articles.finding import find_files
from articles.frontmatter import take_front_matter
from articles.manifest import FILE_NAME, Entry, Manifest, read_manifest
from articles.models import Article, ArticleVersion, CandidateOrigin, Passage
from articles.parsing import ParsedArticle, decode, parse_article, slug_of
from articles.records import CANDIDATE_FIELDS
from articles.signals import article_changed

MAX_BYTES = 5_000_000
# Articles that share a transaction: enough to spare commits, few enough to hold in memory.
BATCH = 100
BATCH_BYTES = 10_000_000


@dataclass
class Report:
    """What an import did, by slug or, where it failed, by the line an operator reads."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[BadInput] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """A file that was read, and the article it is to become."""

    path: Path
    raw: bytes
    text: str
    encoding: str
    sha256: str
    slug: str
    entry: Entry | None

    def parse(self) -> ParsedArticle:
        return parse_article(self.text, path=self.path, sha256=self.sha256, entry=self.entry)

    @property
    def fingerprint(self) -> dict:
        """What the manifest says of the file: with the same bytes and this, nothing is to do."""
        return json.loads(json.dumps(asdict(self.entry))) if self.entry else {}


class Importer:
    """One import of files and folders; `report` grows while it runs."""

    def __init__(self, *, encoding: str = "utf-8", max_bytes: int = MAX_BYTES):
        self.encoding, self.max_bytes = encoding, max_bytes
        self.report = Report()
        self.paths: dict[str, Path] = {}
        self.manifests_read: list[Manifest] = []
        self.manifests = lru_cache(maxsize=None)(self.manifest)

    def run(self, paths: list[str], progress: Callable[[Iterable], Iterable] = iter) -> Report:
        """Import every article below `paths`; `progress` wraps the files as they are taken up."""
        for batch in batches(self.sources(progress(list(find_files(paths))))):
            self.store(batch)
            batch.clear()
            if settings.DEBUG:
                # Django would keep the text of every statement.
                reset_queries()
        for manifest in self.manifests_read:
            # Of a folder only partly imported, a collection may lack the rest.
            if all(entry.slug in self.paths for entry in manifest.entries.values()):
                self.report.warnings += store_collections(manifest, self.report.failed)
        return self.report

    def sources(self, found: Iterable[Path | BadInput]) -> Iterator[Source]:
        for path in found:
            try:
                if isinstance(path, BadInput):
                    raise path
                yield self.read(path)
            except BadInput as fault:
                self.report.failed.append(fault)

    def manifest(self, folder: Path) -> Manifest | None:
        path = folder / FILE_NAME
        if not path.is_file():
            return None
        manifest = read_manifest(path)
        self.report.failed += manifest.faults
        self.manifests_read.append(manifest)
        return manifest

    def entry(self, path: Path) -> Entry | None:
        manifest = self.manifests(path.parent)
        if manifest is None:
            return None
        if not manifest.is_readable or path.name in manifest.broken:
            raise BadInput(path, f"left out until its entry in {FILE_NAME} is correct")
        return manifest.entries.get(path.name)

    def read(self, path: Path) -> Source:
        entry = self.entry(path)
        raw = self.read_bytes(path)
        text = decode(raw, path, self.encoding)
        slug = entry.slug if entry else take_front_matter(text, path).slug or slug_of(path)
        if slug in self.paths:
            raise BadInput(
                path,
                f"the slug “{slug}” is taken by {self.paths[slug]}; "
                "rename the file or give it a slug of its own",
            )
        self.paths[slug] = path
        sha256 = hashlib.sha256(raw).hexdigest()
        return Source(path, raw, text, self.encoding, sha256, slug, entry)

    def read_bytes(self, path: Path) -> bytes:
        try:
            # Reading a pipe or a device could wait for ever.
            if path.exists() and not path.is_file():
                raise BadInput(path, "no regular file; put the text itself in its place")
            size = path.stat().st_size
            if size > self.max_bytes:
                raise BadInput(
                    path, f"{size:,} bytes, more than {self.max_bytes:,}; see --max-bytes"
                )
            return path.read_bytes()
        except OSError as error:
            raise BadInput(path, f"cannot be read ({error.strerror}); check the file") from None

    def store(self, batch: list[Source]) -> None:
        """Store a batch in one transaction, whatever is new in it."""
        held = Held.of(batch)
        work, done = [], Report()
        for source in batch:
            if held.is_unchanged(source):
                done.unchanged.append(source.slug)
                continue
            try:
                work.append((source, source.parse()))
            except BadInput as fault:
                self.report.failed.append(fault)
        with transaction.atomic():
            changed = [store_article(source, parsed, held, done) for source, parsed in work]
            if changed:
                article_changed.send(sender=Article, article_ids=changed)
        for name in ("created", "updated", "unchanged", "warnings"):
            getattr(self.report, name).extend(getattr(done, name))


def batches(sources: Iterable[Source]) -> Iterator[list[Source]]:
    """Sources that share a transaction; whoever empties a batch lets go of its texts."""
    batch: list[Source] = []
    for source in sources:
        batch.append(source)
        if len(batch) >= BATCH or sum(len(one.raw) for one in batch) >= BATCH_BYTES:
            yield batch
            batch = []
        del source
    if batch:
        yield batch


@dataclass(frozen=True)
class Held:
    """What the database already holds of a batch."""

    articles: dict[str, Article]
    versions: dict[tuple[str, str], ArticleVersion]

    @classmethod
    def of(cls, batch: list[Source]) -> "Held":
        slugs = [source.slug for source in batch]
        articles = Article.objects.filter(slug__in=slugs).select_related("candidate_origin")
        versions = (
            ArticleVersion.objects.filter(article__slug__in=slugs)
            .without_content()
            .select_related("article")
        )
        return cls(
            {article.slug: article for article in articles},
            {(version.article.slug, version.sha256): version for version in versions},
        )

    def is_unchanged(self, source: Source) -> bool:
        article = self.articles.get(source.slug)
        version = self.versions.get((source.slug, source.sha256))
        return bool(
            article
            and version
            and (version.is_current or is_replaced(article, source))
            and article.imported.get("entry") == source.fingerprint
        )


def is_replaced(article: Article, source: Source) -> bool:
    """Whether a text given in admin took the place of these bytes: they do not come back."""
    return article.imported.get("replaced") == source.sha256


def store_article(source: Source, parsed: ParsedArticle, held: Held, report: Report) -> int:
    """Write one article within the caller's transaction; the primary key of the article."""
    article = held.articles.get(source.slug)
    report.warnings += parsed.warnings
    (report.updated if article else report.created).append(source.slug)
    article = article or Article(slug=source.slug, imported_at=timezone.now())
    report.warnings += merge_record(article, parsed.record, source)
    version = held.versions.get((source.slug, source.sha256))
    if version is None:
        add_version(article, source, parsed)
    else:
        if not version.is_current and not is_replaced(article, source):
            make_current(version)
        update_kinds(version, parsed)
    return article.pk


def merge_record(article: Article, record: dict, source: Source) -> list[str]:
    """Take over what the file says, but not over what a curator changed since the last import."""
    merged, conflicts = merged_record(article, record)
    has_candidate = hasattr(article, "candidate_origin")
    candidate = merged.pop("candidate")
    for name, value in merged.items():
        setattr(article, name, value)
    article.imported = {
        # Other bytes are news of the file, and end what a curator said of its former ones.
        **({"replaced": source.sha256} if is_replaced(article, source) else {}),
        "record": complete(record),
        "entry": source.fingerprint,
    }
    if article.pk:
        article.save()
    else:
        # What a curator changes first is kept as it was, then; a corpus needs no second copy.
        article.save_without_historical_record()
    if candidate:
        CandidateOrigin.objects.update_or_create(article=article, defaults=candidate)
    elif has_candidate:
        CandidateOrigin.objects.filter(article=article).delete()
    return [f"{source.slug}: {conflict}" for conflict in conflicts]


def merged_record(article: Article, record: dict) -> tuple[dict, list[threeway.Conflict]]:
    """What the article is to say of itself: the file's word, but where a curator changed it."""
    ours = record_of(article) if article.pk else {}
    return threeway.merge(article.imported.get("record", {}), ours, complete(record))


RECORD_DEFAULTS = {
    "title": "", "title_source": "text", "language": "", "genre": "", "voice": "", "author": "",
    "publisher": "", "published": "", "source_url": "", "rights": "", "display": "full",
    "is_public": True, "references_not_held": [], "site_markers": [], "candidate": None,
}  # fmt: skip


def complete(record: dict) -> dict:
    return RECORD_DEFAULTS | record


def record_of(article: Article) -> dict:
    """The article's metadata as the database has them, in the shape of a record."""
    origin = getattr(article, "candidate_origin", None)
    return {name: getattr(article, name) for name in RECORD_DEFAULTS if name != "candidate"} | {
        "candidate": {name: getattr(origin, name) for name in CANDIDATE_FIELDS} if origin else None
    }


def add_version(article: Article, source: Source, parsed: ParsedArticle) -> None:
    curated = curated_kinds(article)
    article.versions.current().update(is_current=False)
    version = ArticleVersion.objects.create(
        article=article,
        sha256=source.sha256,
        content=source.raw,
        byte_count=len(source.raw),
        encoding=source.encoding,
        file_name=source.path.name,
    )
    Passage.objects.bulk_create(
        Passage(
            version=version,
            position=position,
            kind=curated.get(place, passage.kind),
            proposed_kind=passage.kind,
            **of_passage(passage),
            text=passage.text,
            line=passage.line,
            line_end=passage.line_end,
        )
        for position, (passage, place) in enumerate(numbered(parsed.passages), 1)
    )


def of_passage(passage) -> dict:
    return {name: getattr(passage, name)[:300] for name in ("reason", "group", "part")}


Place = tuple[str, int]


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
