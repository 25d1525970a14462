"""How much room words take in a picture. Readers' fonts differ, so the widths are wide guesses."""

from itertools import chain, repeat
from unicodedata import category

# In parts of the size of the letters: as in DejaVu Sans, the widest of the interface fonts.
NARROW, WIDE, CAPITAL, PLAIN = 0.40, 0.98, 0.78, 0.635
JOINER = "\u200d"
NARROWS, WIDES = frozenset("ijlftrI.,:;'’‘|!()[] "), frozenset("mwMW@%—")


def width(text: str, size: float) -> float:
    """The most that `text` takes, in the units of `size`."""
    return size * sum(advance(letter) for letter in text)


def advance(letter: str) -> float:
    if letter in NARROWS:
        return NARROW
    # Chinese, Japanese and Korean letters are as wide as high, and a little room is left.
    if letter in WIDES or ord(letter) > 0x2E7F:
        return WIDE if ord(letter) <= 0x2E7F else 1.05
    return CAPITAL if letter.isupper() else PLAIN


def fitted(text: str, size: float, room: float) -> str:
    """The text, or as much of it as has room, with an ellipsis."""
    if width(text, size) <= room:
        return text
    kept = letters(text)
    while kept and width("".join(kept) + "…", size) > room:
        kept.pop()
    return "".join(kept).rstrip() + "…"


def lines(text: str, size: float, room: float, most: int = 2) -> list[str]:
    """The text in at most `most` lines, broken between words, and in one only where it is wider
    than a line; the last ends in an ellipsis."""
    broken = [""]
    for word in text.split():
        for piece, space in zip(pieces(word, size, room), chain(" ", repeat("")), strict=False):
            if width((broken[-1] + space + piece).strip(), size) <= room:
                broken[-1] += space + piece
            else:
                broken.append(space + piece)
    kept = [*broken[: most - 1], "".join(broken[most - 1 :])]
    return [fitted(line.strip(), size, room) for line in kept if line]


def pieces(word: str, size: float, room: float) -> list[str]:
    """A word that has room is one; of another each letter, since it may be broken anywhere."""
    return [word] if width(word, size) <= room else letters(word)


def letters(text: str) -> list[str]:
    """The letters, each with all that is set above, below or joined to it."""
    found: list[str] = []
    for sign in text:
        if found and (belongs_to_last(sign) or found[-1].endswith(JOINER)):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def belongs_to_last(sign: str) -> bool:
    return sign == JOINER or category(sign).startswith("M")
