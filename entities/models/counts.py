"""Counts of what readers get, kept by the writers, so that no page counts the corpus."""

from django.db import models

from entities.models.entity import Entity
from entities.querysets import TotalQuerySet


class Counted(models.Model):
    """What one row adds to the counts: known, so that a change of it can be told from it.

    No foreign key: it outlives the row, which is counted down only afterwards. One that readers
    do not get has none.
    """

    key = models.BigIntegerField(primary_key=True)
    record = models.TextField()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.key}: {self.record}"


class CountedArticle(Counted):
    """An article: its totals, the entities it is linked to, those that share its passages."""


class CountedStatement(Counted):
    """A statement: its totals, and the entities at its ends."""


class EntityCount(models.Model):
    """How many articles and statements readers get of an entity; none: no row."""

    entity = models.OneToOneField(
        Entity, on_delete=models.CASCADE, primary_key=True, related_name="counts"
    )
    # What is added may be less than nothing: a database would refuse it in a positive field.
    article_count = models.IntegerField(default=0)
    relationship_count = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["-relationship_count", "-article_count"], name="entity_most_connected"
            ),
        ]

    def __str__(self):
        return f"{self.entity_id}: {self.article_count}, {self.relationship_count}"


class Companion(models.Model):
    """An entity that shares passages with another; held from the side of each.

    There are many more of these than of all else that is counted, and each is added to often: so
    there is no key but the two entities, and no database looks whether they are held. Where one
    goes, its articles are counted anew, and these rows go with them.
    """

    pk = models.CompositePrimaryKey("entity", "other")
    entity = models.ForeignKey(
        Entity, on_delete=models.DO_NOTHING, related_name="companions",
        db_constraint=False, db_index=False,
    )  # fmt: skip
    other = models.ForeignKey(
        Entity, on_delete=models.DO_NOTHING, related_name="company",
        db_constraint=False, db_index=False,
    )  # fmt: skip
    passage_count = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["entity", "-passage_count", "other"], name="companion_closest"),
        ]

    def __str__(self):
        return f"{self.entity_id} with {self.other_id}: {self.passage_count}"


class Total(models.Model):
    """How many there are of something; `name` is the slug of a group or a gap, where it is one."""

    name = models.CharField(max_length=60, primary_key=True)
    number = models.IntegerField()

    objects = TotalQuerySet.as_manager()

    def __str__(self):
        return f"{self.name}: {self.number}"
