"""Read an articles.toml: the metadata and the blocks of the files beside it."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from articles.errors import BadInput
from articles.models import PassageKind
from articles.records import CANDIDATE, NAMES, read_record, read_slug

FILE_NAME = "articles.toml"
ENTRY_FIELDS = ("id", "seed_file", "seed_sha256", "seed_bytes", "block", CANDIDATE, *NAMES)
TABLES = ("article", "collection")
BLOCK_FIELDS = ("lines", "kind", "note", "teaser")


@dataclass(frozen=True)
class Block:
    """Lines `first` to `last` that a curator marked; `group` names the teaser they belong to."""

    first: int
    last: int
    kind: str
    part: str = ""
    group: str = ""
    note: str = ""


@dataclass(frozen=True)
class Entry:
    """One [[article]]. Its blocks hold for the bytes with its SHA-256 alone."""

    slug: str
    file_name: str
    sha256: str = ""
    record: dict = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Manifest:
    """An articles.toml: its entries by file name, its collections, and what is wrong in it.

    `broken` holds the names of files whose entry is faulty: they must not be imported without it.
    """

    path: Path
    entries: dict[str, Entry] = field(default_factory=dict)
    collections: tuple[dict, ...] = ()
    broken: frozenset[str] = frozenset()
    faults: tuple[BadInput, ...] = ()
    is_readable: bool = True
    text: str = ""


def read_manifest(path: Path) -> Manifest:
    """Read the file whole; a fault in one record leaves the others standing."""
    try:
        # With -sig, since some editors begin a file with a byte order mark.
        text = path.read_text(encoding="utf-8-sig")
        content = tomllib.loads(text)
    except UnicodeDecodeError as error:
        return unreadable(path, f"not UTF-8 at byte offset {error.start}; save it as UTF-8")
    except tomllib.TOMLDecodeError as error:
        return unreadable(path, f"malformed TOML: {error}; correct it and import again")
    reader = EntryReader(path, text)
    reader.check_tables(content)
    for number, table in enumerate(tables(content, "article"), 1):
        reader.read(table, number)
    for slug, entry in reader.entries.items():
        if not (path.parent / slug).is_file():
            reader.fault(entry.slug, "seed_file", f"there is no file “{slug}” beside it")
    return Manifest(
        path,
        reader.entries,
        tuple(tables(content, "collection")),
        frozenset(reader.broken),
        tuple(reader.faults),
        text=text,
    )


def unreadable(path: Path, problem: str) -> Manifest:
    return Manifest(path, faults=(BadInput(path, problem),), is_readable=False)


def tables(content: dict, name: str) -> list[dict]:
    value = content.get(name, [])
    return value if is_tables(value) else []


def is_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(table, dict) for table in value)


class EntryReader:
    """Collects the entries of one articles.toml, and every fault with its line."""

    def __init__(self, path: Path, text: str):
        self.path, self.text = path, text
        self.entries: dict[str, Entry] = {}
        self.broken: set[str] = set()
        self.faults: list[BadInput] = []

    def fault(self, record: str, field_name: str, problem: str) -> None:
        line = line_of(self.text, record, field_name)
        self.faults.append(BadInput(self.path, f"{record}: {field_name}: {problem}", line=line))

    def check_tables(self, content: dict) -> None:
        for name in content.keys() - {*TABLES, "schema_version"}:
            self.fault_of_table(name, f"unknown table; known are {', '.join(TABLES)}")
        for name in TABLES:
            if not is_tables(content.get(name, [])):
                self.fault_of_table(name, f"expected tables: [[{name}]]")

    def fault_of_table(self, name: str, problem: str) -> None:
        # Not \s at the start of a line: it would take in the blank lines above.
        pattern = rf"^[^\S\n]*\[*[^\S\n]*{re.escape(name)}\b"
        place = re.search(pattern, self.text, re.MULTILINE)
        line = self.text.count("\n", 0, place.start()) + 1 if place else None
        self.faults.append(BadInput(self.path, f"{name}: {problem}", line=line))

    def read(self, table: dict, number: int) -> None:
        before = len(self.faults)
        name = str(table.get("id") or table.get("seed_file") or f"article {number}")
        file_name = str(table.get("seed_file") or "")
        entry = self.entry(table, name, file_name)
        if file_name in self.entries:
            self.fault(name, "seed_file", f"“{file_name}” has an entry already")
        elif len(self.faults) > before:
            self.broken.add(file_name)
        else:
            self.entries[file_name] = entry

    def entry(self, table: dict, name: str, file_name: str) -> Entry:
        for unknown in table.keys() - set(ENTRY_FIELDS):
            self.fault(name, unknown, f"unknown field; known are {', '.join(ENTRY_FIELDS)}")
        slug = ""
        try:
            slug = read_slug(table.get("id"))
        except ValueError as error:
            self.fault(name, "id", str(error))
        if not file_name:
            self.fault(name, "seed_file", "missing; name the file that holds the article")
        elif Path(file_name).name != file_name:
            self.fault(name, "seed_file", f"“{file_name}”: name a file beside it, without a folder")
        record, errors = read_record(table)
        for field_name, problem in errors.items():
            self.fault(name, field_name, problem)
        if record.get("title"):
            record.setdefault("title_source", "curator")
        sha256, blocks = str(table.get("seed_sha256", "")).lower(), self.blocks(table, name)
        if blocks and not sha256:
            self.fault(name, "seed_sha256", "missing; blocks hold for the bytes it names alone")
        return Entry(slug, file_name, sha256, record, blocks)

    def blocks(self, table: dict, name: str) -> tuple[Block, ...]:
        blocks = []
        if not is_tables(table.get("block", [])):
            self.fault(name, "block", "expected tables: [[article.block]]")
        for number, block in enumerate(tables(table, "block"), 1):
            try:
                blocks.append(read_block(block))
            except ValueError as error:
                self.fault(name, "block", f"number {number}: {error}")
        return tuple(blocks)


def read_block(table: dict[str, Any]) -> Block:
    """A [[article.block]]; the kinds teaser_title and teaser_body are the two parts of a teaser."""
    match table.get("lines"):
        case [int(first), int(last)] if 1 <= first <= last:
            pass
        case other:
            raise ValueError(f"lines: expected [first, last] counted from 1, found {other}")
    kind, _, part = str(table.get("kind", "")).partition("_")
    if kind not in PassageKind.values or part not in ("", "title", "body"):
        raise ValueError(f"kind: “{table.get('kind')}” is none of {', '.join(PassageKind.values)}")
    if unknown := sorted(table.keys() - set(BLOCK_FIELDS)):
        raise ValueError(f"unknown field {', '.join(unknown)}")
    return Block(first, last, kind, part, str(table.get("teaser", "")), str(table.get("note", "")))


def line_of(
    text: str, record: str, field_name: str, table: str = "article", number: int = 1
) -> int | None:
    """The line of a record's field, or else of the record; None where the text has neither.

    Of a field that stands several times, as [[collection.announced]] does, it is the one of that
    number.
    """
    stated = re.compile(
        rf"^[^\S\n]*(id|seed_file)[^\S\n]*=[^\S\n]*[\"']{re.escape(record)}[\"']", re.MULTILINE
    )
    name = re.escape(field_name.rpartition(".")[2])
    # Not \s, which would take in the blank lines above the name.
    pattern = re.compile(rf"^[^\S\n]*(\[+[\w.]*\.)?{name}[^\S\n]*[=\]]", re.MULTILINE)
    for first, last in reaches(text, table):
        if start := stated.search(text, first, last):
            places = [start, *pattern.finditer(text, first, last)][: number + 1]
            return text.count("\n", 0, places[-1].start()) + 1
    return None


def reaches(text: str, table: str) -> list[tuple[int, int]]:
    """From where to where each record of a table reaches, by the heads such as [[article]]."""
    heads = re.finditer(rf"^[^\S\n]*\[\[ *({'|'.join(TABLES)}) *\]\]", text, re.MULTILINE)
    starts = [(head.start(), head[1]) for head in heads]
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return [(start, end) for (start, name), end in zip(starts, ends, strict=True) if name == table]
