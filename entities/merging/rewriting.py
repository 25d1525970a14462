"""Carry out a plan for two entities in one transaction, and take it back as completely."""

from collections.abc import Iterable, Iterator

from django.db import IntegrityError, transaction
from django.utils import timezone

from entities import announcing, relinking, restoring
from entities.announcing import Concerned
from entities.concern import Concern
from entities.journal import TAKEN, Journal, Rested, Step, Undoing, row_of
from entities.merging.planning import GOING, Change, Plan
from entities.models import Entity, Link, Merge, MergeKind, Relationship

# Under which keys the steps of a journal name what readers search.
CONCERNED = {
    "entity_ids": ("entity", "subject", "object", "country", "parent_group"),
    "relationship_ids": ("relationship",),
    "article_ids": ("article",),
}
OWN = {"entities.entity": "entity_ids", "entities.relationship": "relationship_ids"}
NAMED = ("entities.name", "entities.namerule")
WORDS = ("entities.link", "entities.mentiondecision")


class Refused(Exception):
    """What cannot be done, and at which field of the form it is said."""

    def __init__(self, message: str, at: str = ""):
        self.at = at
        super().__init__(message)


def lock(*entities: Entity) -> list[Entity]:
    """The entities as they are now, for this transaction alone: another curator waits."""
    keys = sorted({entity.pk for entity in entities})
    held = {one.pk: one for one in Entity.objects.select_for_update().filter(pk__in=keys)}
    for entity in entities:
        if entity.pk not in held:
            raise Refused(went(entity.slug) or f"“{entity}” was deleted.", "entity")
    return [held[entity.pk] for entity in entities]


def went(slug: str) -> str:
    """What became of an entity that was merged; empty if none had this address."""
    merge = Merge.objects.filter(kind=MergeKind.MERGE, other_slug=slug, undone_at=None).first()
    if merge is None:
        return ""
    by = f" by {merge.made_by}" if merge.made_by else ""
    into = merge.entity or merge.entity_slug
    return f"“{merge.other_name}” was merged into “{into}”{by} already."


def carry_out(plan: Plan, merge: Merge, concerning: Iterable[Entity]) -> Merge:
    """Write the plan row by row, then link articles anew and tell of it all."""
    journal, before = Journal(), about(concerning)
    try:
        for change in plan.in_order:
            write(journal, change)
    except (IntegrityError, Rested) as error:
        raise Refused(f"It cannot be done: {error}") from error
    merge.journal = journal.steps
    merge.save()
    follow(merge.journal, before, str(merge))
    return merge


def write(journal: Journal, change: Change) -> None:
    if change.row is None:
        return
    if change.row.pk is None:
        journal.make(change.row)
    elif change.fate in GOING:
        journal.take(change.row)
    else:
        journal.change(change.row, change.fields)


def about(entities: Iterable[Entity]) -> Concerned:
    """The articles in which they are linked, while they still are."""
    return announcing.linked_to(Entity.objects.filter(pk__in=[one.pk for one in entities]))


def follow(steps: list[Step], before: Concerned, what: str) -> None:
    """Bring mentions and links up to date, and let the index follow."""
    concerned = concerned_by(steps)
    articles = before["article_ids"] | words_on_articles(steps)
    relinking.link_or_queue(Concern.of(texts_in(steps), articles=articles), what=what)
    after = Link.objects.filter(entity__in=concerned["entity_ids"]).values_list(
        "article", flat=True
    )
    concerned["article_ids"] |= before["article_ids"] | set(after)
    announcing.announce(**concerned)


def concerned_by(steps: list[Step]) -> Concerned:
    concerned: Concerned = {name: set() for name in CONCERNED}
    for step in steps:
        if step["model"] in OWN:
            concerned[OWN[step["model"]]].add(step["pk"])
        for values in filter(None, (step["before"], step["after"])):
            for name, keys in CONCERNED.items():
                concerned[name] |= {values[key] for key in keys if values.get(key)}
    return concerned


def texts_in(steps: list[Step]) -> set[str]:
    """The names that were added, moved or taken away, and those on which there are rules."""
    texts = set()
    for step in steps:
        if step["model"] in NAMED:
            row = row_of(step)
            told = [step["before"] or {}, step["after"] or {}]
            texts |= {values["text"] for values in told if "text" in values}
            texts |= {row.text} if row else set()
    return texts


def words_on_articles(steps: list[Step]) -> set[int]:
    """The articles of links and decisions that were changed, as they are or were."""
    articles = set()
    for step in steps:
        if step["model"] in WORDS:
            row = row_of(step)
            articles.add(row.article_id if row else (step["before"] or step["after"])["article"])
    return articles


def in_the_way(merge: Merge) -> Merge | None:
    """A later merge or split of the same rows: it must be undone first."""
    rows = rows_in(merge)
    later = Merge.objects.filter(undone_at=None, pk__gt=merge.pk).order_by("-pk")
    return next((one for one in later if rows & rows_in(one)), None)


def rows_in(merge: Merge) -> set[tuple[str, int]]:
    return {(step["model"], step["pk"]) for step in merge.journal}


@transaction.atomic
def undo(merge: Merge, *, by: str) -> list[str]:
    """Take a merge or split back; what was edited since and stands. Raises Refused."""
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    refuse_to_undo(merge)
    before = about(entities_in(merge))
    kept = take_back(merge)
    follow(merge.journal, before, f"Undone: {merge}")
    restoring.check_restored(merge.journal)
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    return kept


def refuse_to_undo(merge: Merge) -> None:
    if merge.undone_at:
        raise Refused(f"It was undone already by {merge.undone_by or 'a command'}.")
    if other := in_the_way(merge):
        raise Refused(f"Later this was done to the same rows: {told(other)}. Undo that first.")


def told(merge: Merge) -> str:
    did = "merged into" if merge.kind == MergeKind.MERGE else "split off"
    is_there = merge.entity and merge.entity.slug == merge.entity_slug
    return f"“{merge.other_name}” {did} “{merge.entity.name if is_there else merge.entity_slug}”"


def take_back(merge: Merge) -> list[str]:
    undoing, held = Undoing(), quotes_held(merge)
    undoing.undo(merge.journal)
    undoing.kept += bereft(held, quotes_held(merge))
    for step in merge.journal:
        if step["model"] == "entities.entity" and step["did"] == TAKEN and not row_of(step):
            raise Refused(f"“{merge.other_name}” cannot come back: {' '.join(undoing.kept)}")
    return undoing.kept


def quotes_held(merge: Merge) -> dict[Relationship, int]:
    """How many quotes those statements have by now from or to which quotes went."""
    steps = [step for step in merge.journal if step["model"] == "entities.evidence"]
    values = [one for step in steps for one in (step["before"], step["after"]) if one]
    keys = {one["relationship"] for one in values if "relationship" in one}
    statements = Relationship.objects.filter(pk__in=keys).select_related(
        "subject", "type", "object"
    )
    return {one: one.evidence.count() for one in statements}


def bereft(before: dict[Relationship, int], after: dict[Relationship, int]) -> Iterator[str]:
    """Statements that come back without a quote; Refused where one would lose its last."""
    for one, count in after.items():
        if count:
            continue
        if before.get(one):
            raise Refused(f"“{one}” would be left without a quote. Give it another one first.")
        if one not in before:
            yield f"“{one}” comes back without a quote: readers see it once it is given one"


def preview_undo(merge: Merge) -> list[str]:
    """What would stand, were the merge undone now."""
    with transaction.atomic():
        kept = take_back(merge)
        transaction.set_rollback(True)
    return kept


def entities_in(merge: Merge) -> list[Entity]:
    keys = {step["pk"] for step in merge.journal if step["model"] == "entities.entity"}
    return list(Entity.objects.filter(pk__in=keys))
