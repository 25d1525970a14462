"""Tell of changes to the knowledge. What rows concern is asked before they change, and after."""

from collections.abc import Iterable

from django.db.models import QuerySet

from entities.models import Evidence, Link, Relationship
from entities.signals import knowledge_changed

Concerned = dict[str, set[int]]  # primary keys, by the keyword of the event


def announce(
    *,
    entity_ids: Iterable[int] = (),
    relationship_ids: Iterable[int] = (),
    article_ids: Iterable[int] = (),
) -> None:
    """Within the caller's transaction, let the index follow."""
    concerned = {
        "entity_ids": sorted(set(entity_ids)),
        "relationship_ids": sorted(set(relationship_ids)),
        "article_ids": sorted(set(article_ids)),
    }
    if any(concerned.values()):
        knowledge_changed.send(sender=None, **concerned)


def of_relationships(relationships: QuerySet[Relationship]) -> Concerned:
    """Relationships that change or go: they, and the articles that their quotes are from."""
    keys = keys_of(relationships)
    articles = Evidence.objects.filter(relationship__in=keys).values_list("article", flat=True)
    return {"relationship_ids": keys, "article_ids": set(articles)}


def of_evidence(evidence: Iterable[Evidence]) -> Concerned:
    """Quotes that change or go: what rests on them, and where they are from."""
    ends = [(one.relationship_id, one.article_id) for one in evidence]
    return {
        "relationship_ids": {relationship for relationship, _ in ends},
        "article_ids": {article for _, article in ends},
    }


def linked_to(entities: QuerySet) -> Concerned:
    """The articles linked to entities that change their kind, or go."""
    links = Link.objects.filter(entity__in=keys_of(entities))
    return {"article_ids": set(links.values_list("article", flat=True))}


def keys_of(rows: QuerySet) -> set[int]:
    return set(rows.order_by().values_list("pk", flat=True))
