"""The tables of the search."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from entities.models import Entity
from portal.search.contract import Sort

SORTS = [(sort.value, sort.value) for sort in Sort]


class IndexNote(models.Model):
    """Rows that changed and are to be indexed anew; written in the transaction that changes them.

    Only ever added, and deleted by primary key once the index has them durably: a row that changes
    again meanwhile has a note of its own.
    """

    sort = models.CharField(max_length=10, choices=SORTS)
    keys = models.JSONField(help_text="Primary keys of the rows.")

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.sort}: {len(self.keys)}"


class IndexState(models.Model):
    """Which database this is: an index made from another one is outdated."""

    database = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        permissions = [("publish_edition", "Can publish editions and go back to earlier ones")]

    def __str__(self):
        return str(self.database)


class NameKey(models.Model):
    """A name of an entity, linking or not, in the folded form by which a query is looked up.

    The key of a symbol is the symbol as it is written: "Eu" is europium, "EU" is not.
    """

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="name_keys")
    key = models.CharField(max_length=400, db_index=True)
    is_symbol = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "key", "is_symbol"], name="entity_found_by_key_once"
            ),
        ]

    def __str__(self):
        return self.key


class IndexedDocument(models.Model):
    """A document of the PostgreSQL backend; other backends leave its tables empty."""

    sort = models.CharField(max_length=10, choices=SORTS)
    key = models.BigIntegerField()
    vector = SearchVectorField(help_text="All that it is found by: see `lexemes`.")
    plain = models.TextField(help_text="Each plain word once.")
    day = models.IntegerField()
    word_count = models.PositiveIntegerField()
    title_word_count = models.PositiveIntegerField()
    mention_count = models.PositiveIntegerField()
    entities = ArrayField(models.BigIntegerField())
    kinds = ArrayField(models.TextField())
    publishers = ArrayField(models.TextField())
    languages = ArrayField(models.TextField())
    years = ArrayField(models.IntegerField())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sort", "key"], name="document_indexed_once"),
        ]
        indexes = [
            models.Index(fields=["sort", "day", "key"], name="indexed_newest"),
        ]

    def __str__(self):
        return f"{self.sort} {self.key}"


class IndexedSort(models.Model):
    """What the PostgreSQL backend holds of a sort, in all; before the first rebuilding, no row."""

    sort = models.CharField(max_length=10, choices=SORTS, unique=True)
    format = models.PositiveIntegerField()
    stamp = models.CharField(max_length=100)
    document_count = models.PositiveBigIntegerField(default=0)
    word_count = models.PositiveBigIntegerField(default=0)
    title_word_count = models.PositiveBigIntegerField(default=0)
    mention_count = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return self.sort


class VocabularyWord(models.Model):
    """In how many documents of the PostgreSQL backend a word stands.

    Under a sort, a lexeme of its documents; under none, a plain word of all of them.
    """

    sort = models.CharField(max_length=10, choices=SORTS, blank=True)
    word = models.CharField(max_length=500)
    count = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sort", "word"], name="word_counted_once"),
        ]

    def __str__(self):
        return self.word
