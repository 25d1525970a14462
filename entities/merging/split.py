"""Make two entities of one: what a curator chose goes to the other, and all else stays."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Model

from entities.kinds import kind_of
from entities.merging import joining, rewriting, stating, verdicts
from entities.merging.merge import PLACES, check, qualifying
from entities.merging.planning import Change, Fate, Plan
from entities.models import Entity, Merge, MergeKind

Chosen = dict[str, list[Model]]  # rows of the entity, by the slug of their group
CHOSEN = (
    "names", "identifiers", "country", "parent_group", "qualifiers", "observations",
    "relationships", "links", "decisions", "rules",
)  # fmt: skip


def rows_of(entity: Entity) -> Chosen:
    """All that may be chosen; an entity that is not held yet has none."""
    if entity.pk is None:
        return {slug: [] for slug in CHOSEN}
    links = entity.links.select_related("article", "entity").exclude(by_curator=False, decision="")
    held = {
        "names": entity.names.all(),
        "identifiers": entity.identifiers.all(),
        "country": entity.based_here.all(),
        "parent_group": entity.group_members.all(),
        "qualifiers": qualifying(entity),
        "observations": entity.observations.all(),
        "relationships": stating.involving(entity),
        "links": links,
        "decisions": verdicts.decisions_on(entity),
        "rules": entity.name_rules.all(),
    }
    return {slug: list(held[slug]) for slug in CHOSEN}


@dataclass
class Splitting:
    """What goes from `source` to `target`, which is not held yet or has rows of its own."""

    source: Entity
    target: Entity
    chosen: Chosen
    held: Chosen = field(default_factory=dict)
    plan: Plan = field(default_factory=Plan)

    def make(self) -> Plan:
        if self.source == self.target:
            self.plan.refusals.append("An entity cannot be split into itself.")
            return self.plan
        self.held = rows_of(self.target)
        if self.target.pk is None:
            detail = f"A new {self.target.kind_info.label}, at /entities/{self.target.slug}/."
            made = Change(Fate.ADDED, self.target.name, self.target, detail=detail)
            self.plan.add("record", [made])
        for slug, rows in self.chosen.items():
            self.plan.add(slug, self.changes(slug, rows, self.held[slug]))
        if not any(self.chosen.values()):
            self.plan.refusals.append("Choose what goes to the other one.")
        return self.plan

    def changes(self, slug: str, rows: list, held: list) -> Iterator[Change]:
        target = self.target
        match slug:
            case "names":
                return joining.join_names(rows, held, self.source, target)
            case "identifiers":
                return joining.join_identifiers(rows, held, target)
            case "relationships":
                return self.restate(rows, held)
            case "links":
                return verdicts.join_links(rows, links_of(target), target)
            case "decisions":
                return verdicts.join_words(rows, held, target, verdicts.mention_key)
            case "rules":
                return verdicts.join_words(rows, held, target, verdicts.rule_key)
            case "country" | "parent_group":
                return self.place(slug, rows)
        return joining.point_to(target, rows, "entity")

    def restate(self, rows: list, held: list) -> list[Change]:
        restating = stating.Restating(self.source, self.target)
        changes = list(restating.changes(rows, held))
        self.plan.refusals += restating.misfits
        self.plan.refusals += [
            f"“{one}” would join the entity to itself: leave it where it is."
            for one in restating.to_itself
        ]
        return changes

    def place(self, slug: str, rows: list) -> Iterator[Change]:
        if rows and self.target.kind != PLACES[slug]:
            label = kind_of(PLACES[slug]).label
            self.plan.refusals.append(f"Nothing lies in {self.target}: it is no {label}.")
        return joining.point_to(self.target, rows, slug)


def links_of(entity: Entity):
    return entity.links.all() if entity.pk else ()


def choose(entity: Entity, keys: dict[str, Collection[int]]) -> Chosen:
    """The rows with these primary keys."""
    held = rows_of(entity)
    return {
        slug: [row for row in rows if row.pk in keys.get(slug, ())] for slug, rows in held.items()
    }


def plan_split(source: Entity, target: Entity, keys: dict[str, Collection[int]]) -> Plan:
    return Splitting(source, target, choose(source, keys)).make()


@transaction.atomic
def split(
    source: Entity, target: Entity, keys: dict[str, Collection[int]], *, by: str, shown: str = ""
) -> Merge:
    """Carry the plan out; `target` is made if it is not held yet. Raises Refused."""
    if target.pk is None:
        (source,) = rewriting.lock(source)
    else:
        source, target = rewriting.lock(source, target)
    plan = plan_split(source, target, keys)
    check(plan, (), shown)
    return rewriting.carry_out(plan, Merge(
        kind=MergeKind.SPLIT, entity=source, entity_slug=source.slug,
        other_slug=target.slug, other_name=target.name, made_by=by,
    ), [source, target])  # fmt: skip
