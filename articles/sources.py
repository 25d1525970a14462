"""A file that was read, and what the database already holds of such."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from articles.manifest import Entry
from articles.models import Article, ArticleVersion
from articles.parsing import ParsedArticle, parse_article


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
