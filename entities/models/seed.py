"""What the seed files said when they were last loaded."""

from django.db import models


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
