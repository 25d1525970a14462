"""Conflicts between the curation files and the curators: kept until somebody decides.

A conflict is named `kind:key.field`, as reports print it; `kind:key` names all of a record.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from articles import threeway
from articles.threeway import MISSING, Conflict
from entities.models import SeedConflict, SeedRecord
from entities.seeds import shortened
from entities.stores import STORES, Writing


class UnknownConflicts(Exception):
    """Some of the names name no open conflict; `open_names` are those that do."""

    def __init__(self, unknown: list[str], open_names: list[str]):
        self.unknown, self.open_names = unknown, open_names
        super().__init__(f"no open conflict is named {', '.join(unknown)}")


@dataclass(frozen=True)
class Sides:
    """What the curator holds and what the file says, each MISSING where there is nothing."""

    ours: Any
    file: Any

    def at(self, path: str) -> "Sides":
        keys = keys_of(path, self.ours, self.file)
        return Sides(threeway.at(self.ours, keys), threeway.at(self.file, keys))

    def settled(self, path: str) -> Any:
        """The whole record, with what the file says at the path."""
        if MISSING in (self.ours, self.file):
            return self.file
        keys = keys_of(path, self.ours, self.file)
        return threeway.put(self.ours, keys, threeway.at(self.file, keys))


def name_of(conflict: SeedConflict) -> str:
    return f"{conflict.kind}:{conflict.key}" + (f".{conflict.path}" if conflict.path else "")


def keys_of(path: str, *records: Any) -> tuple:
    """The keys that lead to a path in one of the records; to nothing where none has it."""
    for record in records:
        for place, keys in threeway.places(record):
            if shortened(place) == path:
                return keys
    return (path,)


def keep(kind: str, ours: dict, theirs: dict, found: dict[str, list[Conflict]]) -> None:
    """Store the conflicts found, and drop those on which both sides have come to agree.

    `ours` and `theirs` are the records of a kind by their keys, as they are after the merge.
    """
    held = {(one.key, one.path): one for one in SeedConflict.objects.filter(kind=kind)}
    for key, path in [(key, shortened(one.path)) for key, many in found.items() for one in many]:
        held.setdefault((key, path), SeedConflict(kind=kind, key=key, path=path))
    for conflict in held.values():
        key = conflict.key
        update(conflict, Sides(ours.get(key, MISSING), theirs.get(key, MISSING)))


def update(conflict: SeedConflict, sides: Sides) -> None:
    """Bring what a conflict shows up to date; it goes when it is none any more."""
    # Where one side has no record at all, there is nothing to decide about a field of it.
    is_superseded = conflict.path and MISSING in (sides.ours, sides.file)
    at_path = sides.at(conflict.path)
    if is_superseded or at_path.ours == at_path.file:
        if conflict.pk:
            conflict.delete()
        return
    kept, file_says = shown(at_path.ours), shown(at_path.file)
    if conflict.pk is None or (conflict.kept, conflict.file_says) != (kept, file_says):
        conflict.kept, conflict.file_says = kept, file_says
        conflict.save()


def shown(value: Any) -> Any:
    return None if value is MISSING else value


def named(names: Iterable[str]) -> list[SeedConflict]:
    """The open conflicts that these names name, `all` naming every one."""
    conflicts = {name_of(one): one for one in SeedConflict.objects.all()}
    chosen, unknown = {}, []
    for name in names:
        found = {
            own: one
            for own, one in conflicts.items()
            if name in ("all", own, f"{one.kind}:{one.key}")
        }
        chosen |= found
        if not found and name != "all":
            unknown.append(name)
    if unknown:
        raise UnknownConflicts(unknown, list(conflicts))
    return list(chosen.values())


def standing(
    conflicts: Iterable[SeedConflict], writing: Writing
) -> Iterator[tuple[SeedConflict, Sides]]:
    """The conflicts on which both sides still differ, with what each says now."""
    for conflict in conflicts:
        held = STORES[conflict.kind](writing).read([conflict.key])
        file = file_says(conflict.kind, conflict.key)
        sides = Sides(held.get(conflict.key, MISSING), file).at(conflict.path)
        if sides.ours != sides.file:
            yield conflict, sides


def file_says(kind: str, key: str) -> Any:
    """What the file said of a record when it was loaded last."""
    seed = SeedRecord.objects.filter(kind=kind, key=key).first()
    return seed.content if seed else MISSING
