"""What is to become of rows when two entities become one, or one becomes two. Writes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.db.models import Model


class Fate(StrEnum):
    """What becomes of a row, as a curator reads it."""

    MOVES = "moves"
    JOINED = "becomes one"
    EQUAL = "held already"
    STAYS = "gives way"
    FILLED = "filled"
    CHANGED = "changed"
    ADDED = "added"
    TAKEN = "taken away"


# The kinds of row, in the order of a report.
TITLES = {
    "names": "Names",
    "identifiers": "Identifiers",
    "country": "Based there",
    "parent_group": "Members of the group",
    "qualifiers": "Qualifiers that name it",
    "observations": "Figures",
    "merges": "Earlier merges and splits",
    "relationships": "Relationships",
    "mentions": "Mentions",
    "links": "Links made or decided by curators",
    "decisions": "Decisions on mentions",
    "rules": "Rules for names",
    "addresses": "Addresses",
    "record": "The record",
    "fields": "What the records say",
}
# Of these rows something else is kept, or nothing.
GOING = (Fate.JOINED, Fate.EQUAL, Fate.STAYS, Fate.TAKEN)


@dataclass
class Change:
    """One row: what becomes of it, which of its fields change, and what a curator should know.

    `parts` are the rows that hang on it; they are dealt with before it. A change without a row
    is only told.
    """

    fate: Fate
    text: str
    row: Model | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    detail: str = ""
    # What the kept record says, and what the other one says.
    sides: tuple[str, str] = ("", "")
    parts: list["Change"] = field(default_factory=list)

    @property
    def in_order(self) -> Iterator["Change"]:
        for part in self.parts:
            yield from part.in_order
        yield self

    @property
    def css(self) -> str:
        return f"fate-{self.fate.name.lower()}"


@dataclass
class Group:
    """The rows of one kind."""

    slug: str
    changes: list[Change]

    @property
    def title(self) -> str:
        return TITLES[self.slug]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many rows meet which fate."""
        fates = [change.fate for change in self.changes]
        return [(fate.value, fates.count(fate)) for fate in Fate if fate in fates]


@dataclass
class Ask:
    """What is not done unasked: a curator ticks it."""

    name: str
    question: str
    lines: list[str] = field(default_factory=list)


@dataclass
class Plan:
    """All that is to be done, in order; with refusals nothing is."""

    groups: list[Group] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)

    def add(self, slug: str, changes: Iterable[Change]) -> None:
        if changes := list(changes):
            self.groups.append(Group(slug, changes))

    @property
    def in_order(self) -> Iterator[Change]:
        for group in self.groups:
            for change in group.changes:
                yield from change.in_order

    @property
    def fingerprint(self) -> str:
        """Another one means that the rows are no longer those that the report showed."""
        told = [
            (change.fate, change.text, change.detail, change.sides, change.row and change.row.pk)
            for change in self.in_order
        ]
        return sha256(repr((told, self.refusals)).encode()).hexdigest()
