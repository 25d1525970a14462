"""The knowledge, one subject a module."""

from entities.models.counts import (
    Companion,
    CountedArticle,
    CountedStatement,
    EntityCount,
    Total,
)
from entities.models.entity import ElementClass, Entity, FormerSlug, Identifier, Name
from entities.models.evidence import Evidence, EvidenceState, Support
from entities.models.mention import (
    Decision,
    Link,
    Mention,
    MentionDecision,
    MentionStatus,
    NameRule,
    UnclaimedName,
)
from entities.models.merge import Merge, MergeKind
from entities.models.note import Anchor, Note, NoteSource, Source, Verdict
from entities.models.observation import Observation
from entities.models.relationship import (
    Claim,
    FormerStatement,
    Qualifier,
    Relationship,
    RelationshipNote,
    RelationType,
)
from entities.models.relinking import Relinking
from entities.models.seed import SeedConflict, SeedRecord

__all__ = [
    "Anchor", "Claim", "Companion", "CountedArticle", "CountedStatement", "Decision",
    "ElementClass", "Entity", "EntityCount", "Evidence", "EvidenceState", "FormerSlug",
    "FormerStatement", "Identifier", "Link", "Mention", "MentionDecision", "MentionStatus",
    "Merge", "MergeKind", "Name", "NameRule", "Note", "NoteSource", "Observation", "Qualifier",
    "RelationType", "Relationship", "RelationshipNote", "Relinking", "SeedConflict", "SeedRecord",
    "Source", "Support", "Total", "UnclaimedName", "Verdict",
]  # fmt: skip
