"""What is stated of an entity, as its page shows it: the first of each type, and how many more."""

from dataclasses import dataclass, field

from entities.models import Entity
from entities.models import Relationship as Statement
from entities.querysets import RelationshipQuerySet

# More than these would be a list of its own.
SHOWN_OF_TYPE, SHOWN = 12, 60


@dataclass
class Group:
    """Statements in the same words; those shown of them, and the keys of all."""

    type: str
    keys: list[int] = field(default_factory=list)
    shown: list[Statement] = field(default_factory=list)


def groups_of(entity: Entity, statements: RelationshipQuerySet) -> list[tuple[str, Group]]:
    """Statements under their type, worded from this entity's side, in alphabetical order."""
    groups: dict[str, Group] = {}
    names = "pk", "subject", "type__slug", "type__label", "type__inverse"
    for pk, subject, slug, label, inverse in statements.values_list(*names):
        words = label if subject == entity.pk else inverse
        groups.setdefault(words, Group(slug)).keys.append(pk)
    read = statements.for_list().in_bulk(first_keys(groups))
    for group in groups.values():
        group.shown = [told(read[pk], entity) for pk in group.keys if pk in read]
    return sorted(groups.items())


def first_keys(groups: dict[str, Group]) -> list[int]:
    """Of all types the first, then of all the second, and so on: no type pushes another out."""
    ranked = sorted(
        (place, words, pk)
        for words, group in groups.items()
        for place, pk in enumerate(group.keys[:SHOWN_OF_TYPE])
    )
    return [pk for *_, pk in ranked[:SHOWN]]


def told(statement: Statement, entity: Entity) -> Statement:
    is_subject = statement.subject_id == entity.pk
    statement.other = statement.object if is_subject else statement.subject
    return statement
