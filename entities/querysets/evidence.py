"""What can be asked of quotes."""

from django.db import models
from django.db.models import Case, Count, Q, When


def independent(path=""):
    """How many articles' quotes, found in their context, there are at the end of `path`."""
    return Count(f"{path}article", distinct=True, filter=Q(**{f"{path}state": "ok"}))


class EvidenceQuerySet(models.QuerySet):
    def public(self):
        return self.filter(article__is_public=True)

    def supporting(self, relationships):
        return self.filter(relationship__in=relationships.order_by())

    def counted(self):
        """By statement, `quote_count` independent quotes: the articles of which a quote is found in
        its context."""
        return self.order_by().values("relationship").annotate(quote_count=independent())

    def unsound(self):
        """Quotes that are not found in their context any more."""
        return self.exclude(state="ok")

    def unsound_first(self):
        """What needs a person before what does not, by article in reading order."""
        is_sound = Case(When(state="ok", then=1), default=0)
        return self.order_by(
            is_sound, "article__title", "article", "passage__position", "start", "pk"
        )

    def with_places(self):
        """With the article and the passage, but not all their text."""
        related = self.select_related("article", "passage__version")
        return related.defer("article__imported", "passage__version__content")

    def with_statements(self):
        """With the statements that rest on them."""
        ends = [f"relationship__{end}" for end in ("subject", "type", "object")]
        return self.select_related(*ends)

    def for_desk(self):
        """With all that a curator needs to decide where a quote belongs."""
        return self.unsound_first().with_places().with_statements()

    def by_state(self):
        """How many quotes are in each state."""
        return dict(self.order_by().values_list("state").annotate(n=Count("pk")))

    def by_article(self):
        """How many quotes an article has, and how many are unsound; the most unsound first."""
        unsound = Count("pk", filter=~Q(state="ok"))
        counts = self.order_by().values("article__slug", "article__title")
        return counts.annotate(quote_count=Count("pk"), unsound_count=unsound).order_by(
            "-unsound_count", "-quote_count", "article__title"
        )

    def for_list(self):
        return self.public().with_places()
