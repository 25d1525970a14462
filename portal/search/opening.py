"""Open an index to read it, also where nothing may be written.

The engine makes a lock file beside an index even to read it. Where it cannot, it gets a folder of
links to the files; an edition's index never changes, so that nobody need be locked out.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import tantivy

UNLOCKABLE = "Failed to acquire Lockfile: IoError"
LOCK = ".lock"
# They go when the process ends; until then the engine may look for a file again.
LINKED: list[TemporaryDirectory] = []


def open_to_read(folder: Path) -> tantivy.Index:
    try:
        return tantivy.Index.open(str(folder))
    except ValueError as error:
        if UNLOCKABLE not in str(error):
            raise
        return tantivy.Index.open(linked(folder))


def linked(folder: Path) -> str:
    made = TemporaryDirectory(prefix="index-")
    for path in folder.iterdir():
        if path.suffix != LOCK:
            Path(made.name, path.name).symlink_to(path.resolve())
    LINKED.append(made)
    return made.name
