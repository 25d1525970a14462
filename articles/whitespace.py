"""Read a line break as a space: fold runs of white space and keep the way back. Pure."""

import re
from bisect import bisect_right
from dataclasses import dataclass

# White space that grows shorter.
LONG = re.compile(r"\s{2,}")


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
        if len(self.starts) == 1:
            return start, end
        return self.original(start), self.original(end - 1) + 1


def fold(text: str) -> Folded:
    """Fold `text`: 'rare\\n  earth' reads 'rare earth'."""
    folded = " ".join(text.split())
    if len(folded) == len(text):
        # Most texts: white space stands between words alone, a character at a time.
        return Folded(folded)
    starts, shifts, shift = [0], [0], 0
    for run in LONG.finditer(text):
        starts.append(run.start() - shift + 1)
        shift += run.end() - run.start() - 1
        shifts.append(shift)
    before, after = text[:1].isspace(), bool(folded) and text[-1].isspace()
    return Folded(" " * before + folded + " " * after, tuple(starts), tuple(shifts))
