"""What can be asked of notes, and of the works that they rest on."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from entities.querysets.common import count_of, related


class NoteQuerySet(models.QuerySet):
    def public(self):
        """Notes beside something that readers get, and those that stand beside nothing yet."""
        anchors, statements = related(self, "anchors"), related(self, "relationships").public()
        here = Q(anchors__article__is_public=True) | Q(relationships__in=statements)
        beside_nothing = ~Exists(anchors.filter(note=OuterRef("pk"))) & Q(relationships=None)
        return self.filter(here | beside_nothing).distinct()


class SourceQuerySet(models.QuerySet):
    def with_counts(self):
        return self.annotate(
            note_count=count_of(
                related(self, "notesource").filter(note__in=related(self, "notes").public()),
                "source",
            ),
            figure_count=count_of(related(self, "observations").all(), "source"),
        )
