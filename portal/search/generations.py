"""The folder of an embedded index: generations, the one in force, and the right to write.

    search/current                 the name of the generation that readers get
    search/writing.lock            held by the one process that writes
    search/g-1f3a…/manifest.json   its format, and from which database it was made
    search/g-1f3a…/…               the index itself

A new generation is made beside the old one and takes its place by the renaming of one file.
"""

import json
import shutil
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from portal.disk import replace_file
from portal.search.contract import Unavailable
from portal.search.locking import locked

MAGIC = 1337
TAIL, BLOCK = 4_096, 2**20  # bytes: more than a footer has, and read together


class Generations:
    def __init__(self, folder: Path):
        self.folder = folder
        self.pointer = folder / "current"

    def current(self) -> Path:
        """The folder that readers get; Unavailable where there is none."""
        try:
            return self.folder / self.pointer.read_text().strip()
        except (OSError, UnicodeDecodeError):
            raise Unavailable("There is no search index yet.") from None

    def manifest(self) -> dict:
        """OSError or ValueError where it cannot be read."""
        return json.loads((self.current() / "manifest.json").read_text())

    @contextmanager
    def new(self, manifest: dict) -> Iterator[Path]:
        """An empty folder, which becomes the current generation if the block ends well."""
        self.clear_away()
        made = self.folder / f"g-{uuid.uuid4().hex[:12]}"
        made.mkdir()
        try:
            yield made
            replace_file(made / "manifest.json", json.dumps(manifest))
            replace_file(self.pointer, made.name)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
        self.clear_away()

    def clear_away(self) -> None:
        """Take away generations that no reader is led to; whoever has one open keeps its files."""
        try:
            kept = self.current().name
        except Unavailable:
            kept = ""
        for folder in self.folder.glob("g-*"):
            if folder.name != kept:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def writing(self, wait: float | None) -> Iterator[bool]:
        """The right to write, for one process at a time; False if not got within `wait` seconds."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with locked(self.folder / "writing.lock", wait) as is_ours:
            yield is_ours


def mark_of(path: Path) -> tuple[int, int, int]:
    """By what one sees that a file is no longer the same."""
    state = path.stat()
    return state.st_mtime_ns, state.st_ino, state.st_size


def is_sound(index: Path) -> bool:
    """Whether every file of a tantivy index is there and holds what was written."""
    meta = json.loads((index / "meta.json").read_text())
    segments = [segment["segment_id"].replace("-", "") for segment in meta["segments"]]
    files = [path for path in index.iterdir() if path.name.split(".")[0] in segments]
    # Without its terms or postings a segment would open and find nothing.
    kinds = {(path.name.split(".")[0], path.suffix) for path in files}
    needed = (".idx", ".term", ".pos", ".fast", ".store", ".fieldnorm")
    is_complete = all((segment, kind) in kinds for segment in segments for kind in needed)
    return is_complete and all(map(is_whole, files))


def is_whole(path: Path) -> bool:
    """Whether the sum at the end of a tantivy file is that of its content.

    The file ends with a footer in JSON, its length, and a number that says it is one; the sum is a
    CRC-32.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - TAIL))
        tail = file.read()
        length, magic = (int.from_bytes(tail[at : at + 4 or None], "little") for at in (-8, -4))
        if magic != MAGIC or length > len(tail) - 8:
            return False
        footer = json.loads(tail[-8 - length : -8])
        return footer["crc"] == sum_of(file, size - 8 - length)


def sum_of(file: BinaryIO, size: int) -> int:
    """The CRC-32 of the first `size` bytes, read in blocks: a file may be larger than memory."""
    file.seek(0)
    crc = 0
    while size > 0 and (block := file.read(min(BLOCK, size))):
        crc, size = zlib.crc32(block, crc), size - len(block)
    return crc
