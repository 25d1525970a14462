"""Merge what a file says with what a curator changed, against what was loaded last. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MISSING: Any = type("Missing", (), {"__repr__": lambda self: "nothing"})()


@dataclass(frozen=True)
class Conflict:
    """One value that both the file and a curator changed; the curator's stands."""

    path: str
    kept: Any
    file_says: Any

    def __str__(self) -> str:
        return f"{self.path}: kept the curator's {self.kept!r}; the file says {self.file_says!r}"


def merge(base: Any, ours: Any, theirs: Any, path: str = "") -> tuple[Any, list[Conflict]]:
    """The merged value and its conflicts; `ours` is the database, `theirs` the file.

    Dictionaries are merged key by key, everything else as a whole. MISSING stands for a value
    that is not there.
    """
    if theirs in (ours, base):
        return ours, []
    if ours == base:
        return theirs, []
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return merge_keys(base if isinstance(base, dict) else {}, ours, theirs, path)
    return ours, [Conflict(path, ours, theirs)]


def merge_keys(base: dict, ours: dict, theirs: dict, path: str) -> tuple[dict, list[Conflict]]:
    """Both dictionaries' keys, in the order of the file, then the curator's own."""
    merged, conflicts = {}, []
    for key in [*theirs, *(key for key in ours if key not in theirs)]:
        value, found = merge(
            *(side.get(key, MISSING) for side in (base, ours, theirs)), f"{path}.{key}".lstrip(".")
        )
        conflicts += found
        if value is not MISSING:
            merged[key] = value
    return merged, conflicts


def places(value: Any, path: str = "", keys: tuple = ()) -> Iterator[tuple[str, tuple]]:
    """Every path that a conflict within the value can have, with the keys that lead there."""
    yield path, keys
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, f"{path}.{key}".lstrip("."), (*keys, key))


def at(value: Any, keys: tuple) -> Any:
    """The value to which these keys lead; MISSING where they lead nowhere."""
    for key in keys:
        value = value.get(key, MISSING) if isinstance(value, dict) else MISSING
    return value


def put(value: Any, keys: tuple, new: Any) -> Any:
    """The value with another one where these keys lead, or none if that is MISSING."""
    if not keys:
        return new
    inner = put(value.get(keys[0], MISSING), keys[1:], new)
    rest = {key: held for key, held in value.items() if key != keys[0] or inner is not MISSING}
    return rest if inner is MISSING else rest | {keys[0]: inner}
