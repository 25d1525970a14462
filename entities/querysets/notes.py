"""What can be asked of notes, and of the works that they rest on."""

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from entities.querysets.common import count_of, related


class NoteQuerySet(models.QuerySet):
    def public(self):
        """Notes beside something that readers get, and those that stand beside nothing yet."""
        anchors, statements = related(self, "anchors"), related(self, "relationships").public()
        here = Q(anchors__article__is_public=True) | Q(relationships__in=statements)
        beside_nothing = ~Exists(anchors.filter(note=OuterRef("pk"))) & Q(relationships=None)
        return self.filter(here | beside_nothing).distinct()

    def for_list(self):
        anchors, relationships = related(self, "anchors"), related(self, "relationships")
        return self.prefetch_related(
            "sources",
            Prefetch(
                "anchors",
                anchors.filter(article__is_public=True).select_related("article", "passage"),
                to_attr="places",
            ),
            Prefetch(
                "relationships",
                relationships.public().with_soundness().select_related("subject", "type", "object"),
                to_attr="statements",
            ),
        )

    def beside(self, article):
        """Notes anchored in `article`, or attached to a statement that rests on it."""
        return self.filter(
            Q(anchors__article=article) | Q(relationships__evidence__article=article)
        ).distinct()


class SourceQuerySet(models.QuerySet):
    def with_counts(self):
        return self.annotate(
            note_count=count_of(
                related(self, "notesource").filter(note__in=related(self, "notes").public()),
                "source",
            ),
            figure_count=count_of(related(self, "observations").all(), "source"),
        )
