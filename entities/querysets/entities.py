"""What can be asked of entities."""

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from entities.querysets.common import related


class EntityQuerySet(models.QuerySet):
    def with_counts(self):
        """Adds `article_count` and `relationship_count`, as readers see them: they are kept."""
        names = ("article_count", "relationship_count")
        return self.annotate(**{name: Coalesce(F(f"counts__{name}"), 0) for name in names})

    def for_list(self):
        return self.only("slug", "kind", "subtype", "name", "short_name", "description", "symbol")

    def with_number(self):
        """Adds `number`, by which maps know a country: text, with its noughts, or nothing."""
        numbers = related(self, "identifiers").filter(entity=OuterRef("pk"), scheme="iso3166_1_num")
        return self.annotate(number=Coalesce(Subquery(numbers.values("value")), Value("")))

    def named(self):
        """Entities that an article readers get is linked to."""
        return self.filter(counts__article_count__gt=0)

    def related(self):
        """Entities that stand at an end of a statement readers get."""
        return self.filter(counts__relationship_count__gt=0)

    def called(self, words):
        """Entities with this name, however its letters are written."""
        names = related(self, "names").filter(text__iexact=words)
        return self.filter(
            Q(name__iexact=words) | Q(short_name__iexact=words) | Q(pk__in=names.values("entity"))
        )

    def joined_to(self, entities):
        """Entities that a statement joins to any of `entities`, public or not."""
        statements = related(self, "relations_from").order_by()
        return self.filter(
            Q(pk__in=statements.filter(subject__in=entities).values("object"))
            | Q(pk__in=statements.filter(object__in=entities).values("subject"))
        )

    def undescribed(self):
        return self.filter(description="")

    def elements(self):
        return self.filter(kind="element").order_by("atomic_number")

    def most_connected(self):
        # By the columns themselves, of which there is an index.
        most = ["-counts__relationship_count", "-counts__article_count", "name"]
        return self.with_counts().for_list().related().order_by(*most)

    def named_together_with(self, entity):
        """Entities that share passages with `entity`, those that share the most first, with
        `passage_count`."""
        beside = self.filter(company__entity=entity)
        counted = beside.annotate(passage_count=F("company__passage_count"))
        return counted.order_by("-company__passage_count", "company__other_id")
