"""Read a line break as a space: fold runs of white space and keep the way back. Pure."""

import re
from bisect import bisect_right
from dataclasses import dataclass

# A single ordinary space needs no folding; everything else that is white does.
UNEVEN = re.compile(r"[^\S ]\s*|\s{2,}")


@dataclass(frozen=True)
class Folded:
    """`text` with every run of white space as one space, and the way back to the original.

    `starts` and `shifts` are parallel: from folded offset `starts[i]` on, the original offset is
    the folded one plus `shifts[i]`.
    """

    text: str
    starts: tuple[int, ...] = (0,)
    shifts: tuple[int, ...] = (0,)

    def original(self, offset: int) -> int:
        """The offset in the original text of a character of the folded one."""
        return offset + self.shifts[bisect_right(self.starts, offset) - 1]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original text; `end` is exclusive, and never takes in white space
        that follows the last character."""
        return self.original(start), self.original(end - 1) + 1


def fold(text: str) -> Folded:
    """Fold `text`: 'rare\\n  earth' reads 'rare earth'."""
    parts, starts, shifts = [], [0], [0]
    done = length = shift = 0
    for run in UNEVEN.finditer(text):
        parts += [text[done : run.start()], " "]
        length += run.start() - done + 1
        shift += run.end() - run.start() - 1
        starts.append(length)
        shifts.append(shift)
        done = run.end()
    if not parts:
        return Folded(text)
    parts.append(text[done:])
    return Folded("".join(parts), tuple(starts), tuple(shifts))
