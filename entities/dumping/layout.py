"""The layout of a curation file: its tables as they are written, with the comments between. Pure.

Put together again, the pieces are the file, byte for byte.
"""

import io
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field

HEADER = re.compile(r"[ \t]*\[{1,2}[ \t]*([a-z_]+(?:\.[a-z_]+)?)[ \t]*\]{1,2}")
BLANK_OR_COMMENT = re.compile(r"[ \t]*(#.*)?$")


@dataclass
class Part:
    """One table as it stands in the file, and the blank lines and comments behind it."""

    name: str  # entity, or entity.ids
    text: str
    gap: str = ""


@dataclass
class Block:
    """The tables of one record; the first is the record's own."""

    kind: str
    parts: list[Part]
    key: str = ""

    @property
    def gap(self) -> str:
        return self.parts[-1].gap

    @gap.setter
    def gap(self, gap: str) -> None:
        self.parts[-1].gap = gap

    def __str__(self) -> str:
        return "".join(part.text + part.gap for part in self.parts)

    def named(self, name: str) -> list[Part]:
        return [part for part in self.parts if part.name == f"{self.kind}.{name}"]

    def add(self, part: Part, after: list[Part]) -> None:
        """Put a part behind the last of these, or behind all."""
        last = after[-1] if after else self.parts[-1]
        part.gap, last.gap = last.gap, ""
        place = next(index for index, one in enumerate(self.parts) if one is last)
        self.parts.insert(place + 1, part)

    def remove(self, part: Part) -> None:
        place = next(index for index, one in enumerate(self.parts) if one is part)
        before = self.parts[place - 1]
        before.gap = joined(before.gap, part.gap)
        del self.parts[place]


@dataclass
class Layout:
    """A whole file: what stands before its first table, and its records."""

    preamble: str = ""
    blocks: list[Block] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> "Layout":
        pieces = list(pieces_of(text))
        # Comments before the first table are the file's own, or those of what stands behind them.
        layout = cls(pieces.pop(0) if pieces and not HEADER.match(pieces[0]) else "")
        for piece in pieces:
            part = part_of(piece)
            if "." in part.name and layout.blocks:
                layout.blocks[-1].parts.append(part)
            else:
                layout.blocks.append(Block(part.name, [part]))
        return layout

    def __str__(self) -> str:
        return self.preamble + "".join(map(str, self.blocks))

    @property
    def separator(self) -> str:
        """What stands between two records: nothing where the file has them close together."""
        gaps = [block.gap for block in self.blocks[:-1]]
        return "" if 2 * gaps.count("") > len(gaps) else "\n"

    def insert(self, block: Block, after: Block | None) -> None:
        """Put a record behind another one, or behind all."""
        after = after or (self.blocks[-1] if self.blocks else None)
        if after is None:
            self.preamble = self.preamble.rstrip("\n") + "\n\n" if self.preamble else ""
            self.blocks.append(block)
            return
        separator = self.separator
        last = after.parts[-1]
        last.text = last.text if last.text.endswith("\n") else f"{last.text}\n"
        block.gap, after.gap = after.gap, separator
        self.blocks.insert(self.index(after) + 1, block)

    def remove(self, block: Block) -> None:
        """Take a record out, with its comments: those in it, and those right above it."""
        place = self.index(block)
        if place:
            before = self.blocks[place - 1]
            before.gap = joined(without_comment(before.gap), block.gap)
        else:
            self.preamble = joined(without_comment(self.preamble), block.gap)
        del self.blocks[place]
        if self.blocks and place == len(self.blocks):
            self.blocks[-1].gap = self.blocks[-1].gap.rstrip("\n") and self.blocks[-1].gap

    def index(self, block: Block) -> int:
        return next(index for index, one in enumerate(self.blocks) if one is block)


def pieces_of(text: str) -> Iterator[str]:
    """The text cut before every header. A header within a text of several lines is none."""
    piece = ""
    for line in lines_of(text):
        if HEADER.match(line) and is_whole(piece):
            if piece:
                yield piece
            piece = ""
        piece += line
    if piece:
        yield piece


def lines_of(text: str) -> list[str]:
    """The lines with their ends; what only Unicode takes for the end of a line is none in TOML."""
    return io.StringIO(text, newline="\n").readlines()


def is_whole(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def part_of(piece: str) -> Part:
    lines = lines_of(piece)
    end = len(lines)
    while end > 1 and BLANK_OR_COMMENT.match(lines[end - 1]):
        end -= 1
    text = "".join(lines[:end])
    # A text of several lines may end with one that looks like a comment.
    if not is_whole(text):
        end, text = len(lines), piece
    return Part(HEADER.match(piece)[1], text, "".join(lines[end:]))


def without_comment(gap: str) -> str:
    """A gap without the comment that stands right above the next table, with no line between."""
    lines = lines_of(gap)
    while lines and lines[-1].strip():
        lines.pop()
    return "".join(lines)


def joined(gap: str, behind: str) -> str:
    """Two gaps as one, where what stood between them is gone: one blank line is enough."""
    return gap + (behind.removeprefix("\n") if gap.endswith("\n") else behind)
