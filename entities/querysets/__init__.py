"""What can be asked of the knowledge, in its own words. Visibility is said here and only here."""

from entities.querysets.common import SHOWN, count_of, related
from entities.querysets.counts import TotalQuerySet
from entities.querysets.entities import EntityQuerySet
from entities.querysets.evidence import EvidenceQuerySet
from entities.querysets.figures import ObservationQuerySet
from entities.querysets.mentions import LinkQuerySet, MentionQuerySet, NameQuerySet
from entities.querysets.notes import NoteQuerySet, SourceQuerySet
from entities.querysets.statements import RelationshipQuerySet

__all__ = [
    "SHOWN",
    "EntityQuerySet",
    "EvidenceQuerySet",
    "LinkQuerySet",
    "MentionQuerySet",
    "NameQuerySet",
    "NoteQuerySet",
    "ObservationQuerySet",
    "RelationshipQuerySet",
    "SourceQuerySet",
    "TotalQuerySet",
    "count_of",
    "related",
]
