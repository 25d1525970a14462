"""Write the curation back as the files that `loading` reads, changing in them what differs."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from entities.dumping.citing import lacking
from entities.dumping.composing import CannotEdit, Composer, Held, TextReader
from entities.loading import BadSeeds
from entities.saving import Saving
from entities.seeds import Problem, Seeds
from entities.stores import STORES, Writing
from entities.validating import FILES, Corpus, Validator

KNOWLEDGE = ("source", "entity", "relation_type", "note", "relationship", "observation")


class NothingHeld(Exception):
    """The database holds no curation: to write that would empty the files."""


@dataclass
class Dump:
    """The files as they were and as they are to be, and what `load_seeds` will refuse in them.

    `lacking` says of which articles the texts must come along.
    """

    folder: Path
    before: dict[str, bytes] = field(default_factory=dict)
    after: dict[str, bytes] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)

    @property
    def changed(self) -> list[str]:
        return [name for name, content in self.after.items() if self.before.get(name) != content]

    def diff(self) -> Iterator[str]:
        for name in self.changed:
            sides = (self.before.get(name, b""), self.after[name])
            before, after = (side.decode().splitlines(keepends=True) for side in sides)
            yield from difflib.unified_diff(before, after, f"a/{name}", f"b/{name}")

    def write(self) -> None:
        """Replace the files that change, once all of them are written beside the old ones."""
        self.folder.mkdir(parents=True, exist_ok=True)
        drafts: dict[Path, Path] = {}
        try:
            for name in self.changed:
                path = (self.folder / name).resolve()
                drafts[path] = path.with_name(f".{path.name}.draft")
                drafts[path].write_bytes(self.after[name])
            for path, draft in drafts.items():
                draft.replace(path)
        finally:
            for draft in drafts.values():
                draft.unlink(missing_ok=True)


def dump_seeds(folder: Path) -> Dump:
    """What the files in a folder are to be; nothing is written yet.

    Raises NothingHeld, and BadSeeds where a file cannot be edited or would not hold everything.
    """
    dump = Dump(folder)
    texts = read_texts(dump)
    read = TextReader(texts).read()
    if read.problems:
        raise BadSeeds(read.problems)
    corpus = Corpus.of(folder)
    held = records_held(corpus)
    try:
        files = dict(Composer(texts, read, held, corpus).files())
    except CannotEdit as error:
        raise BadSeeds([error.problem]) from None
    again = read_again(files, texts, read)
    check(again, held)
    dump.warnings = Validator(again, corpus).validate()
    dump.lacking = lacking(held, folder / "articles")
    dump.after = {name: text.encode() for name, text in files.items()}
    return dump


def read_texts(dump: Dump) -> dict[str, str]:
    """The files there are, with plain line ends and without a byte order mark."""
    texts, problems = {}, []
    for name in dict.fromkeys(FILES.values()):
        try:
            dump.before[name] = (dump.folder / name).read_bytes()
            texts[name] = dump.before[name].decode("utf-8-sig").replace("\r\n", "\n")
        except FileNotFoundError:
            continue
        except OSError as error:
            problems.append(Problem(name, "-", "-", f"cannot be read ({error.strerror})"))
        except UnicodeDecodeError as error:
            problems.append(Problem(name, "-", "-", f"not UTF-8 at byte offset {error.start}"))
    if problems:
        raise BadSeeds(problems)
    return texts


def records_held(corpus: Corpus) -> Held:
    writing = Writing(Seeds(), corpus, Saving())
    held = {kind: store(writing).read_all() for kind, store in STORES.items()}
    if not any(held[kind] for kind in KNOWLEDGE):
        raise NothingHeld
    return held


def read_again(files: dict[str, str], texts: dict[str, str], read: Seeds) -> Seeds:
    """What the files say now, as `load_seeds` will read them; only what changed is read."""
    again = TextReader({name: text for name, text in files.items() if texts.get(name) != text})
    seeds = again.read()
    for kind, name in FILES.items():
        if not again.has(name):
            seeds.records[kind] = read.records.get(kind, {})
    if not again.has(FILES["relationship"]):
        seeds.places, seeds.files = read.places, read.files
    return seeds


def check(read: Seeds, held: Held) -> None:
    """The files must say all that is held, to the last field."""
    lost = [
        Problem(FILES[kind], key, name, f"cannot be written so that it reads as {value!r}")
        for kind, records in held.items()
        for key, record in records.items()
        for name, value in record.items()
        if read.records[kind].get(key, {}).get(name) != value
    ]
    if lost:
        raise BadSeeds(lost)
