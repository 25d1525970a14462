"""What the questions have in common."""

from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

# The states of a mention that readers see.
SHOWN = ("found", "accepted")


def related(queryset: models.QuerySet, name: str) -> models.Manager:
    """The manager of the model at the other end of a relation: no module needs another's import."""
    return queryset.model._meta.get_field(name).related_model.objects


def count_of(queryset: models.QuerySet, key: str) -> Coalesce:
    """A subquery that counts the rows of `queryset` whose `key` is the outer row."""
    rows = queryset.filter(**{key: OuterRef("pk")}).order_by().values(key)
    return Coalesce(
        Subquery(rows.annotate(n=Count("pk")).values("n")), 0, output_field=models.IntegerField()
    )
