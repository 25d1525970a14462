"""What becomes of statements when one of their ends becomes another entity. Writes nothing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from articles.whitespace import fold
from entities.merging.planning import Change, Fate
from entities.models import (
    Claim,
    Entity,
    Evidence,
    FormerStatement,
    Qualifier,
    Relationship,
)
from entities.models.relationship import wrong_kind

Becomes = Callable[[Entity | None], Entity | None]
HOLDS = ("value", "date", "entity", "remark")


@dataclass
class Restating:
    """Statements of `source` as they read of `target`, which has some already."""

    source: Entity
    target: Entity
    # Statements that would join the target to itself, and those that its kind does not allow.
    to_itself: list[Relationship] = field(default_factory=list)
    misfits: list[str] = field(default_factory=list)

    def changes(
        self, moving: Iterable[Relationship], held: Iterable[Relationship]
    ) -> Iterator[Change]:
        known = {self.said(one): one for one in held}
        for one in moving:
            if one.subject_id == self.target.pk or one.object_id == self.target.pk:
                self.to_itself.append(one)
                yield take_away(one)
            elif same := known.get(self.said(one)):
                yield join(one, same, self.becomes)
            else:
                known[self.said(one)] = one
                self.misfits += self.faults(one)
                yield self.move(one)

    def now(self, key: int | None) -> int | None:
        return self.target.pk if key == self.source.pk else key

    def becomes(self, entity: Entity | None) -> Entity | None:
        return self.target if entity == self.source else entity

    def said(self, one: Relationship) -> tuple:
        """What makes two statements the same, whichever way round a symmetric one is put."""
        ends = self.now(one.subject_id), self.now(one.object_id)
        return one.type_id, frozenset(ends) if one.type.symmetric else ends

    def ends(self, one: Relationship) -> dict[str, Entity]:
        keys = {"subject": one.subject_id, "object": one.object_id}
        return {name: self.target for name, key in keys.items() if key == self.source.pk}

    def move(self, one: Relationship) -> Change:
        fields = self.ends(one)
        return Change(Fate.MOVES, str(one), one, fields, f"as its {', '.join(fields)}")

    def faults(self, one: Relationship) -> Iterator[str]:
        """Ends at which the type takes no entity of the new kind."""
        if self.source.kind == self.target.kind:
            return
        allowed = {"subject": one.type.subject_kinds, "object": one.type.object_kinds}
        for name in self.ends(one):
            if self.target.kind not in allowed[name]:
                yield f"{one}: {wrong_kind(self.target, allowed[name])}"


def take_away(one: Relationship) -> Change:
    hanging = [
        *one.evidence.all(), *one.qualifiers.all(), *one.relationshipnote_set.all(),
        *one.former_slugs.all(),
    ]  # fmt: skip
    parts = [Change(Fate.TAKEN, str(row), row) for row in hanging]
    detail = "It would join the entity to itself."
    return Change(Fate.TAKEN, str(one), one, detail=detail, parts=parts)


def join(one: Relationship, same: Relationship, becomes: Becomes) -> Change:
    """All that hangs on `one` goes to `same`; its address leads there from now on."""
    parts = [
        *join_quotes(one, same),
        *join_qualifiers(one, same, becomes),
        *join_notes(one, same),
        *(
            Change(Fate.MOVES, f"address {former}", former, {"relationship": same})
            for former in one.former_slugs.all()
        ),
        Change(
            Fate.ADDED, f"address {one.slug}", FormerStatement(slug=one.slug, relationship=same),
            detail="It redirects for ever.",
        ),
    ]  # fmt: skip
    detail = f"“{same}” is held already."
    if one.claim != same.claim:
        labels = Claim(same.claim).label, Claim(one.claim).label
        detail += " Its claim stands: {}, not {}.".format(*labels)
    return Change(Fate.JOINED, str(one), one, detail=detail, parts=parts)


def join_quotes(one: Relationship, same: Relationship) -> Iterator[Change]:
    """Of two quotes with the same words one is kept: that of `same`, unless only it was lost."""
    held = {words_of(quote): quote for quote in same.evidence.all()}
    for quote in one.evidence.all():
        text = f"“{quote.quote}”"
        other = held.get(words_of(quote))
        if other is None:
            yield Change(Fate.MOVES, text, quote, {"relationship": same})
        elif quote.is_sound and not other.is_sound:
            # It goes first: a statement holds the same words of an article once.
            yield Change(Fate.STAYS, text, other, detail=differing(other, quote))
            yield Change(Fate.MOVES, text, quote, {"relationship": same})
        else:
            yield Change(Fate.EQUAL, text, quote, detail=differing(quote, other))


def words_of(quote: Evidence) -> tuple[int, str]:
    """A quote of a statement is known by its words, however they are wrapped."""
    return quote.article_id, fold(quote.quote).text


def differing(quote: Evidence, other: Evidence) -> str:
    """In what a quote that goes differs from the one with the same words that stands."""
    told = place(quote, other), support(quote, other)
    return " ".join(filter(None, told))


def place(quote: Evidence, other: Evidence) -> str:
    put, stands = ((one.passage_id, one.start, one.state) for one in (quote, other))
    said = [f"{one.passage or 'no passage'} ({one.get_state_display()})" for one in (quote, other)]
    return "" if put == stands else "The one at {1} stands, not the one at {0}.".format(*said)


def support(quote: Evidence, other: Evidence) -> str:
    said, stands = (
        " ".join([one.get_support_display(), one.reads_as]).strip() for one in (quote, other)
    )
    return "" if said == stands else f"“{stands}” stands, not “{said}”."


def join_qualifiers(one: Relationship, same: Relationship, becomes: Becomes) -> Iterator[Change]:
    held = {other.key: other for other in same.qualifiers.all()}
    for qualifier in one.qualifiers.all():
        other = held.get(qualifier.key)
        ours, theirs = other and content(other, becomes), content(qualifier, becomes)
        if other is None:
            yield Change(Fate.MOVES, str(qualifier), qualifier, {"relationship": same})
        elif ours == theirs or not any(theirs.values()):
            yield Change(Fate.EQUAL, str(qualifier), qualifier)
        elif not any(ours.values()):
            yield Change(Fate.FILLED, str(qualifier), other, theirs)
            yield Change(Fate.EQUAL, str(qualifier), qualifier)
        else:
            yield Change(Fate.STAYS, str(qualifier), qualifier, detail=f"“{other}” stands.")


def content(qualifier: Qualifier, becomes: Becomes) -> dict[str, Any]:
    """What it holds; the two entities are one."""
    held = {name: getattr(qualifier, name) for name in HOLDS}
    return held | {"entity": becomes(qualifier.entity)}


def join_notes(one: Relationship, same: Relationship) -> Iterator[Change]:
    held = list(same.relationshipnote_set.all())
    known = {beside.note_id for beside in held}
    last = max((beside.position for beside in held), default=0)
    for beside in one.relationshipnote_set.all():
        if beside.note_id in known:
            yield Change(Fate.EQUAL, f"note {beside.note}", beside)
            continue
        last += 1
        fields = {"relationship": same, "position": last}
        yield Change(Fate.MOVES, f"note {beside.note}", beside, fields)


def involving(entity: Entity) -> list[Relationship]:
    """The statements of an entity with all that hangs on them."""
    return list(
        Relationship.objects.involving(entity)
        .select_related("subject", "type", "object")
        .prefetch_related(
            "evidence__passage", "qualifiers__entity", "relationshipnote_set__note", "former_slugs"
        )
    )
