"""Edit a curation file in place: what does not change stays as it is written. Pure."""

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import tomlkit
from tomlkit.items import Array

from entities.dumping.layout import Block, Part
from entities.dumping.tabulating import Table
from entities.seeds import quote_key

# How far the equals signs of a table stand in, and the table itself, where a file lines them up.
WIDTHS = {
    "entity": 14, "entity.ids": 12, "relation_type": 8, "relationship": 8,
    "relationship.evidence": 9,
}  # fmt: skip
INDENT = {"entity.ids": "  ", "relationship.evidence": "  "}
# What is a table of its own below the record, if the record has it at all.
SUBTABLES = ("ids",)


@dataclass
class Wanted:
    """A record as the file is to have it, and as the file has it now (nothing where it is new)."""

    key: str
    table: Table
    before: Table = field(default_factory=dict)
    evidence: list[Table] = field(default_factory=list)
    evidence_before: list[Table] = field(default_factory=list)


def written(kind: str, wanted: Wanted) -> Block:
    """A record that no file has yet."""
    plain = {name: value for name, value in wanted.table.items() if name not in SUBTABLES}
    block = Block(kind, [Part(kind, f"[[{kind}]]\n{lines(kind, plain)}")], wanted.key)
    for name in SUBTABLES:
        if name in wanted.table:
            block.add(subtable(kind, name, wanted.table[name]), [])
    for one in wanted.evidence:
        block.add(quote(one), [])
    return block


def edit(block: Block, wanted: Wanted) -> None:
    """Bring a record in a file up to date, by what differs from what the file has now."""
    subtables = {part.name.partition(".")[2] for part in block.parts[1:]}
    changed = changes(wanted.before, wanted.table)
    plain = [change for change in changed if change.name not in subtables]
    whole = [one for one in plain if one.name in SUBTABLES and not one.before]
    main = block.parts[0]
    main.text = edited(main, [change for change in plain if change not in whole])
    for change in whole:
        block.add(subtable(block.kind, change.name, change.after), [])
    for change in changed:
        if change.name in subtables:
            edit_subtable(block, change)
    edit_evidence(block, wanted)


@dataclass(frozen=True)
class Change:
    """A field of a table, before and after; None where it is not there."""

    name: str
    before: Any
    after: Any


def changes(before: Table, after: Table) -> list[Change]:
    return [
        Change(name, before.get(name), after.get(name))
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    ]


def edit_subtable(block: Block, change: Change) -> None:
    (part,) = block.named(change.name)
    if change.after is None:
        block.remove(part)
    else:
        part.text = edited(part, changes(change.before or {}, change.after))


def edit_evidence(block: Block, wanted: Wanted) -> None:
    """Quotes are known by their article and words, as in the record."""
    if not wanted.evidence:
        return
    parts = {key_of(first_table(part)): part for part in block.named("evidence")}
    before = {key_of(one): one for one in wanted.evidence_before}
    after = {key_of(one): one for one in wanted.evidence}
    for key, one in after.items():
        if key not in parts:
            block.add(quote(one), block.named("evidence"))
        elif before[key] != one:
            parts[key].text = edited(parts[key], changes(before[key], one))
    for key, part in parts.items():
        if key not in after:
            block.remove(part)


def key_of(table: Table) -> str:
    return quote_key(table["article"], table["quote"])


def first_table(part: Part) -> Table:
    """What the table of a part holds."""
    value: Any = tomlkit.parse(part.text)
    for name in part.name.split("."):
        value = value[name]
        value = value[0] if isinstance(value, list) else value
    return value


def edited(part: Part, changed: Iterable[Change]) -> str:
    """The text of a table with these fields changed; new ones stand at its end."""
    if not changed:
        return part.text
    document: Any = tomlkit.parse(part.text)
    table = document
    for name in part.name.split("."):
        table = table[name]
        table = table[0] if isinstance(table, list) else table
    added: Table = {}
    for change in changed:
        change_field(table, change, added)
    text = document.as_string()
    return (text if text.endswith("\n") else f"{text}\n") + lines(part.name, added)


def change_field(table: Any, change: Change, added: Table) -> None:
    held = table.get(change.name)
    if change.after is None:
        if held is not None:
            table.remove(change.name)
    elif held is None:
        added[change.name] = change.after
    elif isinstance(held, Array) and is_list_of(held, change.before, change.after):
        change_list(held, change.before, change.after)
    elif isinstance(held, dict) and isinstance(change.after, dict):
        table[change.name] = tomlkit.value(value_text(merged(held, change)))
    else:
        table[change.name] = tomlkit.value(value_text(change.after))


def is_list_of(array: Array, before: Any, after: Any) -> bool:
    return isinstance(before, list) and isinstance(after, list) and len(array) == len(before)


def merged(held: dict, change: Change) -> dict:
    """A table in a line: what is the same in it stays in the words of the file."""
    before = change.before or {}
    return {
        key: held[key] if key in held and before.get(key) == value else value
        for key, value in change.after.items()
    }


def change_list(array: Array, before: list, after: list) -> None:
    """Put in and take out what differs; what stays, stays as it is written."""
    sides = [[json.dumps(item, sort_keys=True) for item in side] for side in (before, after)]
    codes = difflib.SequenceMatcher(None, *sides, autojunk=False).get_opcodes()
    for code, start, end, from_, to in reversed(codes):
        if code == "equal":
            continue
        for index in reversed(range(start, end)):
            del array[index]
        for item in reversed(after[from_:to]):
            array.insert(start, tomlkit.value(value_text(item)))


def quote(table: Table) -> Part:
    name = "relationship.evidence"
    return Part(name, f"{INDENT[name]}[[{name}]]\n{lines(name, table)}")


def subtable(kind: str, name: str, table: Table) -> Part:
    own = f"{kind}.{name}"
    return Part(own, f"{INDENT[own]}[{own}]\n{lines(own, table)}")


def lines(name: str, table: Table) -> str:
    indent, width = INDENT.get(name, ""), WIDTHS.get(name, 0)
    return "".join(
        f"{indent}{key:<{width}} = {value_text(value)}\n" for key, value in table.items()
    )


def value_text(value: Any) -> str:
    """A value as the files write it: lists and inline tables with room inside the braces."""
    if isinstance(value, list):
        return f"[{', '.join(map(value_text, value))}]"
    if isinstance(value, dict):
        inner = ", ".join(f"{key} = {value_text(one)}" for key, one in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, str) and "\n" in value and "\r" not in value:
        # The line break behind the opening quotes is no part of the text.
        opening, _, rest = tomlkit.string(f"|{value}", multiline=True).as_string().partition("|")
        return f"{opening}\n{rest}"
    return tomlkit.item(value).as_string()
