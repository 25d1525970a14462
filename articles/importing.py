"""Bring files into the corpus: read them, and store each article whole or not at all."""

import hashlib
import stat
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import reset_queries, transaction

from articles.collecting import store_collections
from articles.errors import BadInput
from articles.finding import find_files
from articles.frontmatter import take_front_matter
from articles.manifest import FILE_NAME, Entry, Manifest, read_manifest
from articles.models import Article
from articles.parsing import ParsedArticle, decode, slug_of
from articles.signals import article_changed, many_begin, many_end
from articles.sources import Held, Source
from articles.storing import Report, store_articles
from articles.taking import SlugsTaken

MAX_BYTES = 5_000_000
# Articles that share a transaction: enough to spare commits, few enough to hold in memory.
BATCH = 500
BATCH_BYTES = 4_000_000


class Importer:
    """One import of files and folders; `report` grows while it runs."""

    def __init__(self, *, encoding: str = "utf-8", max_bytes: int = MAX_BYTES):
        self.encoding, self.max_bytes = encoding, max_bytes
        self.report = Report()
        self.taken = SlugsTaken()
        self.passed_over = 0
        self.manifests_read: list[Manifest] = []
        self.manifests = lru_cache(maxsize=None)(self.manifest)

    def run(
        self,
        paths: list[str],
        progress: Callable[[Iterable, int], Iterable] = lambda done, total: done,
    ) -> Report:
        """Import every article below `paths`; `progress` wraps the files that are done with."""
        # Counted first, so that their names need not be kept.
        total = sum(1 for _ in find_files(paths))
        many_begin.send(sender=Importer)
        try:
            for _ in progress(self.each_done(find_files(paths)), total):
                pass
        finally:
            many_end.send(sender=Importer)
        for manifest in self.manifests_read:
            # Of a folder only partly imported, a collection may lack the rest.
            if all(self.taken.holder(entry.slug) for entry in manifest.entries.values()):
                self.report.warnings += store_collections(manifest, self.report.failed)
        return self.report

    def each_done(self, found: Iterable[Path | BadInput]) -> Iterator[int]:
        """A number for each file that is stored for good, or was found to be faulty."""
        passed_over = 0
        for batch in batches(self.sources(found)):
            self.store(batch)
            yield from range(len(batch) + self.passed_over - passed_over)
            passed_over = self.passed_over
            batch.clear()
            if settings.DEBUG:
                # Django would keep the text of every statement.
                reset_queries()
        yield from range(self.passed_over - passed_over)

    def sources(self, found: Iterable[Path | BadInput]) -> Iterator[Source]:
        for path in found:
            try:
                if isinstance(path, BadInput):
                    raise path
                yield self.read(path)
            except BadInput as fault:
                self.report.failed.append(fault)
                self.passed_over += 1

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
        if holder := self.taken.take(slug, path):
            raise BadInput(
                path,
                f"the slug “{slug}” is taken by {holder}; "
                "rename the file or give it a slug of its own",
            )
        sha256 = hashlib.sha256(raw).hexdigest()
        return Source(path, raw, text, self.encoding, sha256, slug, entry)

    def read_bytes(self, path: Path) -> bytes:
        try:
            state = path.stat()
            # Reading a pipe or a device could wait for ever.
            if not stat.S_ISREG(state.st_mode):
                raise BadInput(path, "no regular file; put the text itself in its place")
            if state.st_size > self.max_bytes:
                raise BadInput(
                    path, f"{state.st_size:,} bytes, more than {self.max_bytes:,}; see --max-bytes"
                )
            return path.read_bytes()
        except OSError as error:
            raise BadInput(path, f"cannot be read ({error.strerror}); check the file") from None

    def store(self, batch: list[Source]) -> None:
        """Store a batch in one transaction, whatever is new in it."""
        held = Held.of(batch)
        new = [source for source in batch if not held.is_unchanged(source)]
        done = Report(unchanged=len(batch) - len(new))
        work = list(self.parsed(new))
        with transaction.atomic():
            if changed := store_articles(work, held, done):
                article_changed.send(sender=Article, article_ids=changed)
        self.report += done

    def parsed(self, sources: Iterable[Source]) -> Iterator[tuple[Source, ParsedArticle]]:
        for source in sources:
            try:
                yield source, source.parse()
            except BadInput as fault:
                self.report.failed.append(fault)


def batches(sources: Iterable[Source]) -> Iterator[list[Source]]:
    """Sources that share a transaction; whoever empties a batch lets go of its texts."""
    batch: list[Source] = []
    size = 0
    for source in sources:
        batch.append(source)
        size += len(source.raw)
        del source
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
