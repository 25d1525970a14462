"""Entities made one, or made two, with all it takes to undo that."""

from django.db import models
from django.utils import timezone

from entities.models.entity import Entity


class MergeKind(models.TextChoices):
    MERGE = "merge", "merged"
    SPLIT = "split", "split"


class Merge(models.Model):
    """One merge or split. `journal` says what was done to which rows, in order."""

    kind = models.CharField(max_length=10, choices=MergeKind.choices)
    # The entity that was kept, or was split; the other went into it, or came out of it.
    entity = models.ForeignKey(Entity, null=True, on_delete=models.SET_NULL, related_name="merges")
    entity_slug = models.CharField(max_length=200)
    other_slug = models.CharField(max_length=200)
    other_name = models.CharField(max_length=300)
    journal = models.JSONField(default=list)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=150, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self.other_slug} {self.get_kind_display()}: {self.entity_slug}"
