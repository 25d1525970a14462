"""What readers ask about two entities, and its one address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.urls import reverse

from entities.connections.calling import called
from entities.kinds import HUB_KINDS, in_kind_order, kind_of
from entities.models import Entity
from entities.models import Relationship as Statement

# As long as the longest name.
LONGEST = 300
MOST_EXAMPLES, MOST_LOOKED_AT = 3, 50


@dataclass(frozen=True)
class End:
    """One of the two: what was typed, and whom that may mean."""

    name: str
    typed: str
    entities: list[Entity]

    @property
    def entity(self) -> Entity | None:
        return self.entities[0] if len(self.entities) == 1 else None

    @property
    def is_unclear(self) -> bool:
        return len(self.entities) > 1

    @property
    def value(self) -> str:
        """What stands in an address."""
        return self.entity.slug if self.entity else self.typed

    @property
    def text(self) -> str:
        """What stands in the field."""
        return str(self.entity) if self.entity else self.typed


@dataclass(frozen=True)
class Question:
    start: End
    goal: End
    hubs: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Question":
        return cls(end("from", asked), end("to", asked), asked.get("hubs", "").strip())

    @property
    def ends(self) -> tuple[End, End]:
        return self.start, self.goal

    @property
    def is_asked(self) -> bool:
        return any(end.typed for end in self.ends)

    @property
    def is_half(self) -> bool:
        """Whether one of the two is there, and the other is yet to be named."""
        return bool(self.start.entities or self.goal.entities) and not all(
            end.typed for end in self.ends
        )

    @property
    def through_hubs(self) -> bool:
        return self.hubs == "yes"

    @property
    def is_of_one(self) -> bool:
        return bool(self.start.entity) and self.start.entity == self.goal.entity

    @property
    def is_clear(self) -> bool:
        return all(end.entity for end in self.ends) and not self.is_of_one

    @property
    def url(self) -> str:
        pairs = [("from", self.start.value), ("to", self.goal.value)]
        pairs += [("hubs", "yes" if self.through_hubs else "")]
        return reverse("connections", query=[pair for pair in pairs if pair[1]])

    @property
    def turned(self) -> "Question":
        start = replace(self.goal, name=self.start.name)
        return replace(self, start=start, goal=replace(self.start, name=self.goal.name))

    @property
    def other_hubs(self) -> "Question":
        """The same, through hubs if this is not, and otherwise not."""
        return replace(self, hubs="" if self.through_hubs else "yes")

    def meaning(self, end: End, entity: Entity) -> "Question":
        """The same, once it is clear that `end` is `entity`."""
        meant = replace(end, entities=[entity])
        return replace(self, **{"start" if end is self.start else "goal": meant})


def end(name: str, asked: Mapping[str, str]) -> End:
    typed = " ".join(asked.get(name, "").split())[:LONGEST]
    return End(name, typed, called(typed))


def examples() -> list[Question]:
    """Questions that surely have an answer: of two that one and the same entity is joined to."""
    middles = Entity.objects.exclude(kind__in=HUB_KINDS).most_connected()[:MOST_EXAMPLES]
    pairs = [pair for middle in middles if (pair := unlike(neighbours(middle)))]
    return [Question(*map(end_at, ("from", "to"), pair)) for pair in dict.fromkeys(pairs)]


def neighbours(middle: Entity) -> list[Entity]:
    statements = Statement.objects.public().involving(middle).select_related("subject", "object")
    found = {
        one.object if one.subject == middle else one.subject for one in statements[:MOST_LOOKED_AT]
    }
    return [entity for entity in found if entity.kind not in HUB_KINDS]


def unlike(entities: list[Entity]) -> tuple[Entity, Entity] | None:
    """Two of different kinds, the other one a common noun if there is any: who, and what."""
    groups: dict[str, list[Entity]] = {}
    for entity in sorted(entities, key=lambda one: one.slug):
        groups.setdefault(entity.kind, []).append(entity)
    if len(groups) < 2:
        return None
    (_, first), *others = in_kind_order(groups)
    things = [group for kind, group in others if kind_of(kind).is_common] or [others[-1][1]]
    return first[0], things[0][0]


def end_at(name: str, entity: Entity) -> End:
    return End(name, entity.slug, [entity])
