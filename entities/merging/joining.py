"""What becomes of names, identifiers, fields and all that points to an entity. Writes nothing."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Field, Model

from entities.merging.planning import Change, Fate
from entities.models import Entity, FormerSlug, Identifier, Name

# What a record keeps whatever another one says.
OWN_FIELDS = ("id", "slug", "kind", "name")
# A remark belongs to the date that it stands beside.
BESIDE = {"date_note": "date"}
EMPTY = (None, "", [])


def join_names(
    moving: Iterable[Name], held: Iterable[Name], source: Entity, target: Entity
) -> Iterator[Change]:
    """Moved to a record without the symbol, a name that is one would begin to link."""
    symbols = {source.symbol, target.symbol}
    by_text = {name.text: name for name in held}
    for name in moving:
        other = by_text.get(name.text)
        if other is None:
            yield move_name(name, target, name.text in symbols)
            continue
        if name.links and not other.links and name.text not in symbols:
            yield Change(
                Fate.CHANGED, other.text, other, {"links": True}, "It links by itself from now on."
            )
        yield Change(Fate.EQUAL, name.text, name, detail=unlike(name, other))


def move_name(name: Name, target: Entity, is_symbol: bool) -> Change:
    if name.links and is_symbol:
        detail = "It serves search only from now on: a symbol never links."
        return Change(Fate.MOVES, name.text, name, {"entity": target, "links": False}, detail)
    how = "It links by itself." if name.links else "It serves search only."
    return Change(Fate.MOVES, name.text, name, {"entity": target}, how)


def unlike(name: Name, other: Name) -> str:
    """In what two names of one text differ."""
    differing = [
        f"{Name._meta.get_field(part).verbose_name}: {getattr(other, part) or 'none'} stands, "
        f"not {getattr(name, part) or 'none'}"
        for part in ("language", "used_from", "used_until")
        if getattr(name, part) != getattr(other, part)
    ]
    return "; ".join(differing)


def keep_called(source: Entity, target: Entity, moving: Iterable[Name]) -> Iterator[Change]:
    """The names of the record itself serve search, so that who looks for them finds it."""
    known = {*target.called, *(name.text for name in moving)}
    for text in dict.fromkeys([source.name, source.short_name]):
        if text and text not in known:
            name = Name(entity=target, text=text)
            yield Change(Fate.ADDED, text, name, detail="It serves search only.")


def join_identifiers(
    moving: Iterable[Identifier], held: Iterable[Identifier], target: Entity
) -> Iterator[Change]:
    by_scheme = {one.scheme: one for one in held}
    for one in moving:
        other = by_scheme.get(one.scheme)
        if other is None:
            yield Change(Fate.MOVES, str(one), one, {"entity": target})
        elif other.value == one.value:
            yield Change(Fate.EQUAL, str(one), one)
        else:
            yield Change(Fate.STAYS, str(one), one, detail=f"“{other.value}” stands.")


def keep_addresses(source: Entity, target: Entity) -> Iterator[Change]:
    """Every address that led to the source leads to the target, in one step."""
    for former in source.former_slugs.all():
        yield Change(Fate.MOVES, former.slug, former, {"entity": target})
    former = FormerSlug(slug=source.slug, entity=target)
    yield Change(Fate.ADDED, source.slug, former, detail="It redirects for ever.")


def fill_fields(source: Entity, target: Entity) -> Iterator[Change]:
    """What the target does not say it takes from the source; what it says stands."""
    for part in Entity._meta.concrete_fields:
        ours, theirs = value_of(target, part, source), value_of(source, part, target)
        if part.name in OWN_FIELDS or theirs in EMPTY or ours == theirs:
            continue
        name, sides = str(part.verbose_name), (shown(part, ours), shown(part, theirs))
        if ours in EMPTY and goes_along(part, source, target):
            yield Change(Fate.FILLED, name, target, {part.name: theirs}, sides=sides)
        else:
            yield Change(Fate.STAYS, name, sides=sides)


def value_of(entity: Entity, part: Field, other: Entity) -> Any:
    """What a record says; that it lies in the other one says nothing once they are one."""
    value = getattr(entity, part.name)
    return None if value == other else value


def goes_along(part: Field, source: Entity, target: Entity) -> bool:
    dated = BESIDE.get(part.name)
    return not dated or getattr(target, dated) in (getattr(source, dated), "")


def shown(part: Field, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(dict(part.flatchoices).get(value, "" if value is None else value))


def tell_apart(source: Entity, target: Entity) -> Iterator[Change]:
    """What the records say of themselves, side by side."""
    for name in ("name", "slug", "kind"):
        part = Entity._meta.get_field(name)
        sides = shown(part, getattr(target, name)), shown(part, getattr(source, name))
        if sides[0] != sides[1]:
            yield Change(Fate.STAYS, str(part.verbose_name), sides=sides)


def point_to(target: Entity, rows: Iterable[Model], name: str) -> Iterator[Change]:
    """Rows that point to the source by the field `name`."""
    for row in rows:
        if row == target:
            yield Change(
                Fate.CHANGED, text_of(row), row, {name: None}, "It cannot point to itself."
            )
        else:
            yield Change(Fate.MOVES, text_of(row), row, {name: target})


def text_of(row: Model) -> str:
    beside = getattr(row, "relationship", None)
    return f"{row} ({beside})" if beside else str(row)
