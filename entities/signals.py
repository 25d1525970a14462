"""The events of the knowledge.

`knowledge_changed` is sent inside the transaction that changes what readers get of the knowledge,
by every writer (through `announcing`), with the primary keys of what changed:

- `entity_ids`: entities that were written or taken away, their names included;
- `relationship_ids`: relationships, their types and evidence included;
- `article_ids`: articles whose public links, or the quotes taken from them, are no longer the same.

`relinking_queued` is sent inside the transaction that leaves articles to be linked anew later.
"""

from django.dispatch import Signal

knowledge_changed = Signal()
relinking_queued = Signal()
