"""What the seed files said when they were last loaded."""

from django.db import models
from django.utils import timezone


class SeedRecord(models.Model):
    """The base of the three-way merge: without it a curator's edit and an old file look alike."""

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=600)
    content = models.JSONField()

    class Meta:
        ordering = ["kind", "key"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="seed_remembered_once"),
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"


class SeedConflict(models.Model):
    """What a file says otherwise than a curator; the curator's word stands until one decides."""

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=600)
    path = models.CharField("field", max_length=600, blank=True)
    kept = models.JSONField("the curator's", null=True)
    file_says = models.JSONField("the file's", null=True)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["kind", "key", "path"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "path"], name="conflict_listed_once"),
        ]

    def __str__(self):
        return ": ".join(part for part in (self.kind, self.key, self.path) if part)
