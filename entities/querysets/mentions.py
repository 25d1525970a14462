"""What can be asked of names, of where they are found, and of what that links."""

from django.db import models
from django.db.models import F, Q

from entities.querysets.common import SHOWN


class NameQuerySet(models.QuerySet):
    def linking(self):
        """Names that find mentions. A symbol never does: Y and Er stand in too many words."""
        return self.filter(links=True).exclude(text=F("entity__symbol"))


class MentionQuerySet(models.QuerySet):
    def shown(self):
        return self.filter(status__in=SHOWN)

    def public(self):
        return self.shown().filter(
            passage__version__is_current=True, passage__version__article__is_public=True
        )

    def of_articles(self, article_ids):
        return self.filter(passage__version__article__in=article_ids)


class LinkQuerySet(models.QuerySet):
    def public(self):
        """Found or made by hand, not rejected, in an article that readers get."""
        holds = Q(mention_count__gt=0) | Q(by_curator=True) | Q(decision="accepted")
        return self.filter(holds, article__is_public=True).exclude(decision="rejected")

    def dated(self):
        """The public ones, as the day that is kept for them tells: no article has to be read."""
        return self.filter(day__isnull=False)

    def newest_first(self):
        return self.dated().order_by("-day", "-article_id")
