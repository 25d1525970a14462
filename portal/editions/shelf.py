"""The editions that are kept, and which of them readers get."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from portal.disk import replace_file, sync
from portal.editions import manifest, serving
from portal.editions.manifest import BadManifest, Manifest
from portal.editions.serving import POINTER, Edition

# What is being made, or taken away; readers are never led there.
DRAFT = "draft-"
# The editions that readers were led back from, as a list of names: the next number comes after
# theirs, and a higher number than the current one's does not mean that they were never published.
TAKEN_BACK = "taken-back.json"


@dataclass(frozen=True)
class Kept:
    """An edition on the shelf."""

    edition: Edition
    manifest: Manifest
    is_current: bool
    was_taken_back: bool


def folder() -> Path:
    return settings.EDITIONS_DIR


def edition(name: str) -> Edition:
    return Edition(name, folder() / name)


def editions() -> Iterator[Edition]:
    """Every edition there is, whatever state it is in."""
    if folder().is_dir():
        for path in sorted(folder().iterdir()):
            if path.is_dir() and not path.name.startswith(DRAFT):
                yield edition(path.name)


def current() -> Edition | None:
    try:
        return serving.current()
    except serving.NoEdition:
        return None


def current_manifest() -> Manifest | None:
    """None too where it cannot be read: another edition must be able to take its place."""
    held = current()
    try:
        return manifest.read(held) if held else None
    except BadManifest:
        return None


def manifests() -> list[Manifest]:
    """Of all that can be read, the newest first."""
    found = []
    for one in editions():
        try:
            found.append(manifest.read(one))
        except BadManifest:
            continue
    return sorted(found, key=lambda one: one.number, reverse=True)


def kept() -> list[Kept]:
    """What was published, the newest first."""
    current_name, taken = getattr(current(), "name", ""), taken_back()
    return [
        Kept(edition(one.name), one, one.name == current_name, one.name in taken)
        for one in manifests()
        if not was_never_published(one, current_name, taken)
    ]


def was_never_published(one: Manifest, current_name: str, taken: list[str]) -> bool:
    """Whether its publishing ended after it was put here and before readers were led to it."""
    is_newer = bool(current_name) and one.number > number_of(current_name)
    return is_newer and one.name not in taken


def number_of(name: str) -> int:
    number = name.partition("-")[0]
    return int(number) if number.isdecimal() else 0


def next_number() -> int:
    names = [*(one.name for one in editions()), *taken_back()]
    return max(map(number_of, names), default=0) + 1


def taken_back() -> list[str]:
    try:
        return json.loads((folder() / TAKEN_BACK).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []


def take_back(name: str) -> None:
    names = [one for one in taken_back() if one != name]
    replace_file(folder() / TAKEN_BACK, json.dumps([*names, name], indent=1))


def put_up(draft: Path, name: str) -> None:
    """Give what is whole and safe on the disk its place among the editions."""
    draft.rename(folder() / name)
    sync(folder())


def lead_to(name: str) -> None:
    """Readers get this edition from their next request on."""
    replace_file(folder() / POINTER, f"{name}\n")


def clear_away() -> None:
    """What publishing left behind that did not come to its end; only while nobody publishes."""
    current_name, taken = getattr(current(), "name", ""), taken_back()
    for one in manifests():
        if was_never_published(one, current_name, taken):
            remove(one.name)
    for path in folder().glob(f"{DRAFT}*"):
        shutil.rmtree(path)


def before(held: Edition) -> str:
    """The name of the edition before; of one that does not say so any more, the newest of those
    that readers had and were not led back from."""
    try:
        return manifest.read(held).previous
    except BadManifest:
        number, taken = number_of(held.name), taken_back()
        names = (one.name for one in manifests() if one.number < number)
        return next((name for name in names if name not in taken), "")


def keep(number: int) -> None:
    """Take away all but the last ones, the current one and the one before it."""
    names = sorted((one.name for one in editions()), key=number_of, reverse=True)
    held = current_manifest()
    wanted = {*names[:number], *((held.name, held.previous) if held else names)}
    for name in names:
        if number_of(name) and name not in wanted:
            remove(name)


def remove(name: str) -> None:
    """Whoever has it open keeps its files; killed on the way, it leaves no half of an edition."""
    gone = (folder() / name).rename(folder() / f"{DRAFT}gone-{name}")
    shutil.rmtree(gone)
