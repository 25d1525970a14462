"""Write what was read of files into the corpus, within the caller's transaction.

A new article is written with as few statements as can be; of one that is held, what a curator
changed stays.
"""

from dataclasses import dataclass, field

from django.utils import timezone

from articles import threeway
from articles.errors import BadInput
from articles.inserting import insert, next_keys
from articles.models import Article, CandidateOrigin
from articles.parsing import ParsedArticle
from articles.records import CANDIDATE_FIELDS
from articles.sources import Held, Source, is_replaced
from articles.versions import add_versions, curated_kinds, make_current, update_kinds

Work = list[tuple[Source, ParsedArticle]]

RECORD_DEFAULTS = {
    "title": "", "title_source": "text", "language": "", "genre": "", "voice": "", "author": "",
    "publisher": "", "published": "", "source_url": "", "rights": "", "display": "full",
    "is_public": True, "references_not_held": [], "site_markers": [], "candidate": None,
}  # fmt: skip
ARTICLE = [field.name for field in Article._meta.concrete_fields]


@dataclass
class Report:
    """What an import did: how many articles, and the lines that an operator reads."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: list[BadInput] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def __iadd__(self, other: "Report") -> "Report":
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.failed += other.failed
        self.warnings += other.warnings
        return self


def store_articles(work: Work, held: Held, report: Report) -> list[int]:
    """Write articles within the caller's transaction; their primary keys."""
    new = [(source, parsed) for source, parsed in work if source.slug not in held.articles]
    changed = add_articles(new)
    for source, parsed in work:
        report.warnings += parsed.warnings
        if source.slug in held.articles:
            report.updated += 1
            changed.append(update_article(source, parsed, held, report))
        else:
            report.created += 1
    return changed


def add_articles(work: Work) -> list[int]:
    """Write articles that are new, all rows of a table at once.

    Nobody can have changed anything of them; history begins when somebody does.
    """
    keys = next_keys(Article, len(work))
    articles = [new_article(*one, key) for one, key in zip(work, keys, strict=True)]
    insert(Article, ARTICLE, ([getattr(one, name) for name in ARTICLE] for one in articles))
    for (_, parsed), article in zip(work, articles, strict=True):
        if candidate := parsed.record.get("candidate"):
            CandidateOrigin.objects.create(article=article, **candidate)
    add_versions([(*one, article, {}) for one, article in zip(work, articles, strict=True)])
    return keys


def new_article(source: Source, parsed: ParsedArticle, key: int) -> Article:
    record = complete(parsed.record)
    said = {name: value for name, value in record.items() if name != "candidate"}
    imported = {"record": record, "entry": source.fingerprint}
    article = Article(
        pk=key, slug=source.slug, imported_at=timezone.now(), imported=imported, **said
    )
    article.set_days()
    return article


def update_article(source: Source, parsed: ParsedArticle, held: Held, report: Report) -> int:
    """Write what is new of an article that is held."""
    article = held.articles[source.slug]
    report.warnings += merge_record(article, parsed.record, source)
    version = held.versions.get((source.slug, source.sha256))
    if version is None:
        curated = curated_kinds(article)
        article.versions.current().update(is_current=False)
        add_versions([(source, parsed, article, curated)])
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
    article.save()
    if candidate:
        CandidateOrigin.objects.update_or_create(article=article, defaults=candidate)
    elif has_candidate:
        CandidateOrigin.objects.filter(article=article).delete()
    return [f"{source.slug}: {conflict}" for conflict in conflicts]


def merged_record(article: Article, record: dict) -> tuple[dict, list[threeway.Conflict]]:
    """What the article is to say of itself: the file's word, but where a curator changed it."""
    ours = record_of(article) if article.pk else {}
    return threeway.merge(article.imported.get("record", {}), ours, complete(record))


def complete(record: dict) -> dict:
    return RECORD_DEFAULTS | record


def record_of(article: Article) -> dict:
    """The article's metadata as the database has them, in the shape of a record."""
    origin = getattr(article, "candidate_origin", None)
    return {name: getattr(article, name) for name in RECORD_DEFAULTS if name != "candidate"} | {
        "candidate": {name: getattr(origin, name) for name in CANDIDATE_FIELDS} if origin else None
    }
