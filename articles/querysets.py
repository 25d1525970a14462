"""What can be asked of the corpus, in its own words."""

from django.db import models
from django.db.models import Q

LINKABLE = ("title", "heading", "body")
# Passages whose words stand on a page: of former versions, those by which two are compared.
SHOWS_TEXT = Q(version__article__display="full") & (
    Q(version__is_current=True) | Q(kind__in=LINKABLE)
)


class ArticleQuerySet(models.QuerySet):
    def published(self):
        """Articles that readers get."""
        return self.filter(is_public=True)

    def for_list(self):
        return self.only(
            "slug", "title", "title_source", "language", "publisher", "published",
            "published_earliest", "imported_at", "genre", "display",
        )  # fmt: skip

    def for_page(self):
        return self.published().select_related("candidate_origin")

    def languages(self):
        return self.exclude(language="").order_by("language").values_list("language", flat=True)

    def without_publisher(self):
        """Of which the text does not say who published it, nor a curator."""
        return self.filter(publisher="")

    def publishers(self):
        return self.exclude(publisher="").order_by("publisher").values_list("publisher", flat=True)


class VersionQuerySet(models.QuerySet):
    def current(self):
        return self.filter(is_current=True)

    def without_content(self):
        """The bytes stay in the database: pages only need what is known of them."""
        return self.defer("content")


class PassageQuerySet(models.QuerySet):
    def current(self):
        """Passages of the version that readers see."""
        return self.filter(version__is_current=True)

    def of_articles(self, article_ids):
        return self.filter(version__article__in=article_ids)

    def linkable(self):
        """Passages that may carry mentions and evidence."""
        return self.filter(kind__in=LINKABLE)
