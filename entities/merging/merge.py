"""Make two entities one: the plan that a curator sees, and nothing but that plan carried out."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from entities.kinds import kind_of
from entities.merging import joining, rewriting, stating, verdicts
from entities.merging.planning import Ask, Change, Fate, Plan
from entities.merging.rewriting import Refused
from entities.models import Entity, Merge, MergeKind, Qualifier

# The fields by which an entity lies in another, and the kind that the other must be of.
PLACES = {"country": "country", "parent_group": "element_group"}
TO_ITSELF = (
    "Take away the statements that would join the entity to itself. "
    "Undoing the merge brings them back."
)


@dataclass(frozen=True, order=True)
class Size:
    """How big a record is: by its relationships, then its articles, then its names."""

    relationships: int
    articles: int
    names: int

    @classmethod
    def of(cls, entity: Entity) -> "Size":
        return cls(
            entity.relations_from.count() + entity.relations_to.count(),
            entity.links.exclude(decision="rejected").count(),
            entity.names.count(),
        )


def bigger_first(one: Entity, other: Entity) -> tuple[Entity, Entity]:
    """The record to keep, and the one to merge into it; of two as big the first is kept."""
    return (one, other) if Size.of(one) >= Size.of(other) else (other, one)


def plan_merge(source: Entity, target: Entity) -> Plan:
    """What merging `source` into `target` does to every row."""
    plan = Plan()
    if source == target:
        plan.refusals.append("An entity cannot be merged with itself.")
        return plan
    plan_called(plan, source, target)
    plan_pointers(plan, source, target)
    plan_statements(plan, source, target)
    plan_words(plan, source, target)
    plan_record(plan, source, target)
    plan_asks(plan, source, target)
    return plan


def plan_called(plan: Plan, source: Entity, target: Entity) -> None:
    names = list(source.names.all())
    moves = list(joining.join_names(names, target.names.all(), source, target))
    plan.add("names", [*moves, *joining.keep_called(source, target, names)])
    held = target.identifiers.all()
    plan.add("identifiers", joining.join_identifiers(source.identifiers.all(), held, target))


def plan_pointers(plan: Plan, source: Entity, target: Entity) -> None:
    """Rows that name the source, and are none of its own."""
    for name, kind in PLACES.items():
        here = list(Entity.objects.filter(**{name: source}))
        plan.add(name, joining.point_to(target, here, name))
        if here and target.kind != kind:
            label = kind_of(kind).label
            plan.refusals.append(f"{target} is no {label}, which {source} is to {len(here)}.")
    for slug, rows in (
        ("qualifiers", qualifying(source)),
        ("observations", source.observations.all()),
        ("merges", source.merges.all()),
    ):
        plan.add(slug, joining.point_to(target, rows, "entity"))


def qualifying(entity: Entity) -> QuerySet[Qualifier]:
    return entity.qualifies.select_related(
        "entity", "relationship__subject", "relationship__type", "relationship__object"
    )


def plan_statements(plan: Plan, source: Entity, target: Entity) -> None:
    restating = stating.Restating(source, target)
    moving, held = stating.involving(source), stating.involving(target)
    plan.add("relationships", restating.changes(moving, held))
    plan.refusals += restating.misfits
    if restating.to_itself:
        lines = [str(one) for one in restating.to_itself]
        plan.asks.append(Ask("to_itself", TO_ITSELF, lines))


def plan_words(plan: Plan, source: Entity, target: Entity) -> None:
    """The words of curators on what articles mention, and what follows for the mentions."""
    names = linking_names(target), linking_names(source)
    links = source.links.select_related("article", "entity")
    plan.add("mentions", found_again(source))
    plan.add("links", verdicts.join_links(links, target.links.all(), target))
    both = verdicts.decisions_on(source), verdicts.decisions_on(target)
    decided = verdicts.join_words(*both, target, verdicts.mention_key, names)
    plan.add("decisions", [*decided, *verdicts.keep_rejected(source, target)])
    both = source.name_rules.all(), target.name_rules.all()
    plan.add("rules", verdicts.join_words(*both, target, verdicts.rule_key, names))


def found_again(source: Entity) -> list[Change]:
    """Mentions are no one's word: the same names find them again, for the other record."""
    mentions, articles = source.mentions.count(), source.links.filter(mention_count__gt=0).count()
    told = f"{mentions} by its names; shown in {articles} articles"
    return [Change(Fate.MOVES, told, detail="They are found again.")] if mentions else []


def linking_names(entity: Entity) -> set[str]:
    return set(entity.names.linking().values_list("text", flat=True))


def plan_record(plan: Plan, source: Entity, target: Entity) -> None:
    """The record goes before its fields: what one row alone may have is free by then."""
    plan.add("addresses", joining.keep_addresses(source, target))
    gone = Change(Fate.TAKEN, source.name, source, detail="The record itself.")
    plan.add("record", [gone])
    fields = [*joining.tell_apart(source, target), *joining.fill_fields(source, target)]
    plan.add("fields", fields)


def plan_asks(plan: Plan, source: Entity, target: Entity) -> None:
    if Size.of(source) > Size.of(target):
        plan.asks.append(Ask("smaller", f"Keep {target}, though {source} is the bigger record."))
    if source.kind != target.kind:
        kinds = source.kind_info.label, target.kind_info.label
        plan.asks.append(Ask("kinds", "Merge {} into {}: their kinds differ.".format(*kinds)))


@transaction.atomic
def merge(
    source: Entity, target: Entity, *, by: str, ticks: Collection[str] = (), shown: str = ""
) -> Merge:
    """Carry the plan out. `shown` is the fingerprint of the plan that the curator saw.

    Raises Refused, having written nothing, where the plan is not as shown, or asks for a tick.
    """
    source, target = rewriting.lock(source, target)
    plan = plan_merge(source, target)
    check(plan, ticks, shown)
    return rewriting.carry_out(plan, Merge(
        kind=MergeKind.MERGE, entity=target, entity_slug=target.slug,
        other_slug=source.slug, other_name=source.name, made_by=by,
    ), [source, target])  # fmt: skip


def check(plan: Plan, ticks: Collection[str], shown: str) -> None:
    if plan.refusals:
        raise Refused(" ".join(plan.refusals))
    for ask in plan.asks:
        if ask.name not in ticks:
            raise Refused("Tick this to go on: it is not done unasked.", ask.name)
    if shown and shown != plan.fingerprint:
        raise Refused("The records were changed since this report was made. Look at it again.")
