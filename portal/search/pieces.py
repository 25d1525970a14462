"""What of a name stands in the index words of every text that has the name. Pure.

A name matches as it is written, while the index has words: folded, and of more of the text than the
name ("Brien" matches in "O'Brien", which is one word). So a name is taken apart into pieces, of
which each is part of some plain word of every text in which the name stands, whatever stands
around it. A name of which no piece is certain ("S", "☃") is to be looked for in the texts.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

from entities.matching import either_case, plain
from portal.search.folding import (
    APOSTROPHES,
    INVISIBLE,
    LETTER,
    LONGEST,
    MARK,
    RUN,
    RUN_LETTER,
    RUN_LETTERS,
    RUN_START,
    TOKEN,
    character_class,
    fold_letters,
    keep_letters,
)

# Of a piece so long the beginning is enough: it stays within what is kept of a word.
ENOUGH = 40
ATOM = re.compile(rf"[{LETTER}][{LETTER}{MARK}]*+|[{RUN}][{RUN}{MARK}]*+")
APART = re.compile(rf"[^\w{MARK}]+|_+")
# What folding takes off the beginning or the end of a word where an apostrophe follows or precedes.
TAKEN_OFF = {*"cdjlmnst", *(start + "qu" for start in ("", "jus", "lors", "puis", "quoi"))}
# These join the letter before them, and a Korean vowel or final what begins the syllable.
JOINING = "ﾞﾟำຳ"
KOREAN = re.compile("[\u1160-\u11ff]")
INVISIBLES = re.compile(f"[{character_class(INVISIBLE)}]")
APOSTROPHE = re.compile(f"[{APOSTROPHES}]")

Pieces = tuple[str, ...]


def ways(names: Iterable[str]) -> list[Pieces] | None:
    """The pieces of each form in which the names match; None where those of one are not certain."""
    forms = {form for name in names for form in either_case(plain(name)) if form}
    found = {tuple(sorted(set(pieces(form)))) for form in forms}
    return sorted(found) if all(found) else None


def pieces(form: str) -> Iterator[str]:
    for atom in ATOM.findall(form):
        yield from pieces_of_run(atom) if RUN_START.match(atom) else pieces_of_word(atom)


def pieces_of_word(atom: str) -> Iterator[str]:
    """The letters between apostrophes, without those that the text around may alter or take."""
    for letters in APART.split(fold_letters(atom).replace("'", " ")):
        piece = certain(keep_letters(letters))[:ENOUGH]
        if piece and piece not in TAKEN_OFF and not KOREAN.match(piece):
            yield piece


def certain(letters: str) -> str:
    """`letters` without the last one where what follows in a text may make it another."""
    if letters.isascii():
        return letters
    while letters and unicodedata.category(letters[-1])[0] == "M":
        letters = letters[:-1]
    return letters[:-1]


def pieces_of_run(run: str) -> Iterator[str]:
    """The pairs of neighbouring letters, as a run without spaces is indexed; of one, the letter."""
    run = run.lstrip(JOINING)
    letters = [one for letter in RUN_LETTER.findall(run) for one in RUN_LETTERS[letter]]
    # Marks may follow the last one; to an ideograph they are but added.
    if letters and not unicodedata.name(letters[-1][-1], "").startswith("CJK"):
        letters.pop()
    if len(letters) < 2:
        yield from letters
    yield from map("".join, pairwise(letters))


# --- words of which the index has less than stands in the text


def has_cut(written: Iterable[str]) -> bool:
    """Whether the index holds too little of one of these, written without a space, to say more."""
    return any(is_cut(one) for one in written if len(one) > LONGEST or not one.isascii())


def is_cut(one: str) -> bool:
    # An elision with a soft hyphen in it would be taken off with the end of what is before it.
    if INVISIBLES.search(one) and APOSTROPHE.search(one):
        return True
    words = (token for token in TOKEN.findall(one) if not RUN_START.match(token))
    return any(max(len(word), len(fold_letters(word))) >= LONGEST for word in words)
