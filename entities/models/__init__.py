"""The knowledge, one subject a module."""

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
from entities.models.seed import SeedConflict, SeedRecord

__all__ = [
    "Anchor", "Claim", "Decision", "ElementClass", "Entity", "Evidence", "EvidenceState",
    "FormerSlug", "FormerStatement", "Identifier", "Link", "Mention", "MentionDecision",
    "MentionStatus", "Merge", "MergeKind", "Name", "NameRule", "Note", "NoteSource", "Observation",
    "Qualifier", "RelationType", "Relationship", "RelationshipNote", "SeedConflict", "SeedRecord",
    "Source", "Support", "UnclaimedName", "Verdict",
]  # fmt: skip
