"""What can be asked of entities."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from entities.querysets.common import SHOWN, count_of, related


class EntityQuerySet(models.QuerySet):
    def with_counts(self):
        """Adds `article_count` and `relationship_count`, as readers see them."""
        public = related(self, "relations_from").public()
        return self.annotate(
            article_count=count_of(related(self, "links").public(), "entity"),
            relationship_count=count_of(public, "subject") + count_of(public, "object"),
        )

    def for_list(self):
        return self.only("slug", "kind", "subtype", "name", "short_name", "description", "symbol")

    def for_page(self):
        return self.select_related("country", "parent_group").prefetch_related(
            "names", "identifiers"
        )

    def with_number(self):
        """Adds `number`, by which maps know a country: text, with its noughts, or nothing."""
        numbers = related(self, "identifiers").filter(entity=OuterRef("pk"), scheme="iso3166_1_num")
        return self.annotate(number=Coalesce(Subquery(numbers.values("value")), Value("")))

    def named(self):
        """Entities that an article readers get is linked to."""
        return self.filter(Exists(related(self, "links").public().filter(entity=OuterRef("pk"))))

    def related(self):
        """Entities that stand at an end of a statement readers get."""
        public = related(self, "relations_from").public()
        return self.filter(
            Exists(public.filter(subject=OuterRef("pk")))
            | Exists(public.filter(object=OuterRef("pk")))
        )

    def called(self, words):
        """Entities with this name, however its letters are written."""
        names = related(self, "names").filter(text__iexact=words)
        return self.filter(
            Q(name__iexact=words) | Q(short_name__iexact=words) | Q(pk__in=names.values("entity"))
        )

    def at_ends_of(self, statements):
        """Entities that any of `statements` joins."""
        ends = [statements.order_by().values(end) for end in ("subject", "object")]
        return self.filter(Q(pk__in=ends[0]) | Q(pk__in=ends[1]))

    def joined_to(self, entities):
        """Entities that a statement joins to any of `entities`, public or not."""
        statements = related(self, "relations_from").order_by()
        return self.filter(
            Q(pk__in=statements.filter(subject__in=entities).values("object"))
            | Q(pk__in=statements.filter(object__in=entities).values("subject"))
        )

    def with_figures(self):
        """Entities that are the subject of a figure."""
        figures = related(self, "observations").filter(entity=OuterRef("pk"))
        return self.filter(Exists(figures))

    def undescribed(self):
        return self.filter(description="")

    def elements(self):
        return self.filter(kind="element").order_by("atomic_number")

    def most_connected(self):
        counted = self.with_counts().for_list().filter(relationship_count__gt=0)
        return counted.order_by("-relationship_count", "-article_count", "name")

    def named_in(self, article):
        """Entities the article is linked to, with `mention_count`."""
        links = related(self, "links").public().filter(article=article, entity=OuterRef("pk"))
        return (
            self.filter(Exists(links))
            .annotate(mention_count=Subquery(links.values("mention_count")))
            .order_by("-mention_count", "name")
        )

    def named_together_with(self, entity):
        """Entities that stand in a passage with `entity`, with `passage_count`."""
        passages = related(self, "mentions").public().filter(entity=entity).values("passage")
        together = Q(mentions__passage__in=passages) & Q(mentions__status__in=SHOWN)
        return (
            self.exclude(pk=entity.pk)
            .filter(together)
            .annotate(passage_count=Count("mentions__passage", distinct=True))
            .order_by("-passage_count", "name")
        )
