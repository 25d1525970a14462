"""Merge what a file says with what a curator changed, against what was loaded last. Pure."""

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
