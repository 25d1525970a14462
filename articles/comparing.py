"""Say what changed between two texts, or two versions of one. Pure: texts in, pieces out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from rapidfuzz import fuzz, process

from articles.whitespace import fold

# A word or a sign with the white space after it; scripts without spaces go letter by letter.
WORDS = re.compile(r"(?:[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+|\W)\s*")
# Below this likeness, in per cent, one passage is not the other altered.
SAME_PASSAGE = 50
# Beyond so many words nobody reads a difference, and it would be dear to find.
MOST_WORDS = 4_000
# How far ahead the other half of an altered passage is looked for.
AHEAD = 20
# Passages are told by their openings: to compare whole chapters would be dear.
OPENING = 3_000

Change = Literal["kept", "added", "removed"]


class Piece(NamedTuple):
    """A stretch of text, and whether both texts have it or only one."""

    change: Change
    text: str


def compare_words(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in order; what differs only in white space is kept, as in `new`."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    if len(before) + len(after) > MOST_WORDS:
        return [Piece("removed", old), Piece("added", new)]
    matcher = SequenceMatcher(None, *([word.rstrip() for word in one] for one in (before, after)))
    pieces = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("kept", "".join(after[k:m])))
            continue
        pieces += differing("".join(before[i:j]), "".join(after[k:m]))
    return [piece for piece in pieces if piece.text]


def differing(removed: str, added: str) -> list[Piece]:
    """What stands in one place of both texts; the white space after it is no difference."""
    words, space = added.rstrip(), added[len(added.rstrip()) :]
    if not removed.strip() or not words or not space or not removed[-1:].isspace():
        return [Piece("removed", removed), Piece("added", added)]
    return [Piece("removed", removed.rstrip()), Piece("added", words), Piece("kept", space)]


def in_words(pieces: Sequence[Piece]) -> str:
    """A difference as plain text: “reduced [twelve → eleven] percent”."""
    parts, waiting = [], ""
    for change, text in pieces:
        if change == "removed":
            waiting = text
            continue
        if change == "kept":
            parts += [shown(waiting, ""), text]
        else:
            parts.append(shown(waiting, text))
        waiting = ""
    return "".join([*parts, shown(waiting, "")])


def shown(removed: str, added: str) -> str:
    """One place that differs, with the space after it left outside the brackets."""
    if not removed and not added:
        return ""
    space = " " if (added or removed)[-1:].isspace() else ""
    removed, added = removed.strip(), added.strip()
    if removed and added:
        return f"[{removed} → {added}]{space}"
    return (f"[+ {added}]" if added else f"[− {removed}]") + space


@dataclass(frozen=True)
class PassageChange:
    """A passage in which two versions differ; `old` and `new` are indices, None where it is not.

    `change` is added, removed or altered; `pieces` are its words.
    """

    change: Literal["added", "removed", "altered"]
    old: int | None
    new: int | None
    pieces: tuple[Piece, ...]


def compare_passages(old: Sequence[str], new: Sequence[str]) -> Iterator[PassageChange]:
    """Where two versions differ, in reading order. A break in a line is a space."""
    folded = [[fold(text).text.strip() for text in texts] for texts in (old, new)]
    for tag, i, j, k, m in SequenceMatcher(None, *folded).get_opcodes():
        if tag != "equal":
            yield from compare_stretch(old, new, range(i, j), range(k, m))


def compare_stretch(old, new, gone: range, come: range) -> Iterator[PassageChange]:
    """Pair what was altered, in order; the rest was removed or added."""
    waiting = gone.start
    for index in come:
        pair = closest(new[index], old, range(waiting, gone.stop))
        if pair is None:
            yield PassageChange("added", None, index, (Piece("added", new[index]),))
            continue
        yield from (removal(old, gone) for gone in range(waiting, pair))
        yield PassageChange("altered", pair, index, tuple(compare_words(old[pair], new[index])))
        waiting = pair + 1
    yield from (removal(old, index) for index in range(waiting, gone.stop))


def removal(old: Sequence[str], index: int) -> PassageChange:
    return PassageChange("removed", index, None, (Piece("removed", old[index]),))


def closest(text: str, texts: Sequence[str], indices: range) -> int | None:
    some = {index: texts[index][:OPENING] for index in indices[:AHEAD]}
    found = process.extractOne(text[:OPENING], some, scorer=fuzz.ratio, score_cutoff=SAME_PASSAGE)
    return found[2] if found else None
