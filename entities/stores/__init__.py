"""How the records of each kind are read from the database, and written to it."""

from entities.stores.base import NotHeld, Store, Unquoted, Writing
from entities.stores.decisions import LinkDecisionStore, MentionDecisionStore, NameRuleStore
from entities.stores.entities import EntityStore
from entities.stores.notes import NoteStore, SourceStore
from entities.stores.observations import ObservationStore
from entities.stores.relationships import RelationshipStore, RelationTypeStore

__all__ = ["STORES", "NotHeld", "Store", "Unquoted", "Writing"]

# In the order in which they are written: what rests on others comes after what it rests on.
STORES: dict[str, type[Store]] = {
    "source": SourceStore,
    "entity": EntityStore,
    "relation_type": RelationTypeStore,
    "note": NoteStore,
    "relationship": RelationshipStore,
    "observation": ObservationStore,
    "mention_decision": MentionDecisionStore,
    "name_rule": NameRuleStore,
    "link_decision": LinkDecisionStore,
}
