"""How much room words take in a picture. Readers' fonts differ, so the widths are wide guesses."""

# In parts of the size of the letters: as in DejaVu Sans, the widest of the interface fonts.
NARROW, WIDE, CAPITAL, PLAIN = 0.40, 0.98, 0.78, 0.635
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
    while text and width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def lines(text: str, size: float, room: float, most: int = 2) -> list[str]:
    """The text in at most `most` lines, broken between words; the last ends in an ellipsis."""
    broken = [""]
    for word in text.split():
        longer = f"{broken[-1]} {word}".strip()
        if not broken[-1] or width(longer, size) <= room:
            broken[-1] = longer
        else:
            broken.append(word)
    kept = [*broken[: most - 1], " ".join(broken[most - 1 :])]
    return [fitted(line, size, room) for line in kept if line]
