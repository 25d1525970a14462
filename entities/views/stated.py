"""What is stated of an entity, as its page shows it: the first of each type, and how many more."""

from dataclasses import dataclass, field

from entities.rows import NamedEntity, Stated

# More than these would be a list of its own.
SHOWN_OF_TYPE, SHOWN = 12, 60


@dataclass
class Group:
    """Statements of one type in the same words: all of them, and those that are shown."""

    type: str
    held: list[Stated] = field(default_factory=list)
    shown: list[Stated] = field(default_factory=list)


def groups_of(entity: NamedEntity, statements: list[Stated]) -> list[tuple[str, Group]]:
    """Statements under their type, worded from this entity's side, in alphabetical order."""
    groups: dict[str, Group] = {}
    for one in statements:
        words = one.type.label if one.subject.pk == entity.pk else one.type.inverse
        groups.setdefault(words, Group(one.type.slug)).held.append(one)
    choose(groups)
    return sorted(groups.items())


def choose(groups: dict[str, Group]) -> None:
    """Of all types the first, then of all the second, and so on: no type pushes another out."""
    ranked = sorted(
        (place, words)
        for words, group in groups.items()
        for place in range(min(len(group.held), SHOWN_OF_TYPE))
    )
    for place, words in ranked[:SHOWN]:
        groups[words].shown.append(groups[words].held[place])
