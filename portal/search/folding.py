"""Fold words, so that those that differ only in how they are written find each other.

Pure: strings in, words out, no database. Both backends index and query nothing but this.
A folded word is made of letters, digits, the marks that are part of a letter, and, between two
digits, a point ("3.5"); of a word longer than 100 characters the first 100 count.
"""

import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Set
from itertools import pairwise
from typing import NamedTuple

import Stemmer

from portal.search.spelling import ENDS_IN_S, STOP_WORDS, UNCHANGED, american, singular

LONGEST = 100
MOST_CACHED = 2**18  # at most about 150 MB; all of Reuters-21578 takes 40 MB


class Word(NamedTuple):
    """A word of a text: where it stands (`end` exclusive), and what it is folded to."""

    start: int
    end: int
    plain: str  # case, diacritics, apostrophes and typography folded
    form: str  # and British spelling to American, plural to singular; names are compared by it
    stem: str  # and stemmed (Snowball English); articles are indexed by it


def character_class(numbers: Iterable[int]) -> str:
    """`numbers` as the inside of a regular expression's brackets."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in runs)


def spans(table: str) -> set[int]:
    """Every character of a table of hexadecimal `first-last` spans."""
    ends = (span.split("-") for span in table.split())
    return {number for first, last in ends for number in range(int(first, 16), int(last, 16) + 1)}


BASIC = [chr(number) for number in range(0x10000)]
ALNUM = {ord(character) for character in BASIC if character.isalnum()}
DIGITS = {number for number in ALNUM if chr(number).isdecimal()}
MARKS = {ord(character) for character in BASIC if unicodedata.category(character)[0] == "M"}

# The soft hyphen, joiners, direction marks, the byte order mark: within a word they vanish.
INVISIBLE = spans("AD-AD 61C-61C 180E-180E 200B-200F 202A-202E 2060-2064 2066-2069 FEFF-FEFF")

# Scripts that put no space between words: Thai, Lao, Myanmar, Khmer, kana, bopomofo, ideographs.
UNSPACED = spans(
    "E00-EFF 1000-109F A9E0-A9FF AA60-AA7F 1780-17FF 2E80-2FDF 3005-3007 3021-3029 3038-303C"
    " 3041-312F 3192-3195 31A0-31BF 31F0-31FF 3220-3229 3280-3289 3400-4DBF 4E00-9FFF F900-FAFF"
    " FF66-FF9F"
) & ((ALNUM - DIGITS) | MARKS)

# Beyond the basic plane coarse spans do: what is no letter there folds to nothing. One table for
# each character would make every search slower.
LETTER = character_class(ALNUM - UNSPACED) + "\U00010000-\U0001afff\U0001b170-\U0001cfff"
LETTER += "\U0001d400-\U0001d7ff\U0001e000-\U0001efff"
RUN = character_class(UNSPACED) + "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
MARK = character_class(MARKS | INVISIBLE) + "\U000e0100-\U000e01ef"

# The marks of Latin, Greek and Cyrillic letters, the points of Hebrew and Arabic, and the marks
# that choose a glyph. The marks of other scripts are vowels, and stay.
DIACRITICS = spans(
    "300-36F 483-489 1AB0-1AFF 1DC0-1DFF 20D0-20FF 2DE0-2DFF A66F-A672 A674-A67D FE20-FE2F"
    " 591-5C7 610-61A 640-640 64B-65F 670-670 6D6-6ED 8D3-8FF FE00-FE0F E0100-E01EF"
) & (MARKS | spans("640-640 E0100-E01EF"))

APOSTROPHES = "'’‘′`´＇"
TYPOGRAPHY = (
    dict.fromkeys(INVISIBLE | DIACRITICS)
    | {number: str(unicodedata.decimal(chr(number))) for number in DIGITS}
    | dict.fromkeys(map(ord, APOSTROPHES + "ʹʻʼʽʾʿˈ"), "'")
    | str.maketrans("łøđħŧðıŋ⁄", "lodhtdin.")
    | str.maketrans({"æ": "ae", "œ": "oe", "þ": "th"})
)

# A prefix and what it is written together with, whether or not a hyphen comes between. Not more
# than these: a hyphen also joins symbols (Sm-Co, Co-Ni).
PREFIXES = {
    "co": "o|author|chair|exist|found|locat|produc",
    "re": "e",
    "pre": "e",
    "e": "mail|waste|mobility|commerce|bike|book|scrap",
    "by": "product",
}
HYPHENS = r"\-‐‑"
GAPS = ",\u00a0\u2007\u2009\u202f"  # between the thousands of a number

JOINTS = [
    f"[{APOSTROPHES}]",
    rf"\.[{APOSTROPHES}](?=[sS]\b)",  # U.S.'s
    r"\.(?<=\d\.)(?=\d)",
    rf"\.(?<=(?<!\w)[^\W\d_]\.)(?=[^\W\d_](?![{LETTER}{MARK}]))",  # U.S.
    rf"[{GAPS}](?<=\d.)(?<!\d\d\d\d.)(?=\d\d\d(?!\d))",
    *(
        rf"[{HYPHENS}](?<=(?<![\w{HYPHENS}])(?i:{prefix}).)(?=(?i:{root}))"
        for prefix, root in PREFIXES.items()
    ),
]
TOKEN = re.compile(
    rf"[{LETTER}][{LETTER}{MARK}]*+"
    rf"(?:(?=[.{APOSTROPHES}{GAPS}{HYPHENS}])(?:{'|'.join(JOINTS)})[{LETTER}{MARK}]++)*+"
    rf"|[{RUN}][{RUN}{MARK}]*+"
)
RUN_START = re.compile(f"[{RUN}]")
# The last four are vowels and voicing that only their folding tells to be marks.
RUN_LETTER = re.compile(rf"[^{MARK}][{MARK}ﾞﾟำຳ]*|[{MARK}]+")

ELISION = re.compile(r"^(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)'+(?=[aeiouyh])")
POSSESSIVE = re.compile(r"(?<!\d\d)'s?$")  # not the 1980's
NO_LETTER = re.compile(rf"[^\w{MARK}.]|_|(?<![\w{MARK}])[{MARK}]+|(?<!\d)\.|\.(?!\d)")


class Cache(dict):
    """What a string is folded to: filled as strings come, and begun anew when it is full."""

    def __init__(self, fold: Callable):
        super().__init__()
        self.fold = fold

    def __missing__(self, key: str):
        folded = self.fold(key)
        if len(key) <= LONGEST:
            if len(self) >= MOST_CACHED:
                self.clear()
            self[key] = folded
        return folded


def fold(token: str) -> tuple[str, str, str]:
    """The plain, form and stem of a token; a run without spaces has several words in each."""
    plain = fold_run(token) if RUN_START.match(token) else fold_plain(token)
    return plain, *inflected(plain)


def inflected(plain: str) -> tuple[str, str]:
    """The form and the stem of a plain word."""
    if plain in STOP_WORDS or not (plain.isascii() and plain.isalpha()):
        return plain, plain
    form = american(singular(plain))
    return form, fold_stem(form)


def fold_plain(token: str) -> str:
    if token.isascii() and token.isalnum():
        return token[:LONGEST].lower()
    letters = fold_letters(token[:LONGEST])
    return keep_letters(POSSESSIVE.sub("", ELISION.sub("", letters)))


def fold_letters(text: str) -> str:
    """`text` without case and diacritics, in compatible characters, with straight apostrophes."""
    # Marks go first, since the iota below a Greek letter would become a letter of its own.
    lower = unicodedata.normalize("NFKD", text).translate(TYPOGRAPHY).casefold()
    return unicodedata.normalize("NFKD", lower).translate(TYPOGRAPHY)


def keep_letters(text: str) -> str:
    return unicodedata.normalize("NFC", NO_LETTER.sub("", text))[:LONGEST]


STEMMER = Stemmer.Stemmer("english", 0)
STEMMER_LOCK = threading.Lock()  # a Stemmer is not safe for threads


def fold_stem(form: str) -> str:
    if form in UNCHANGED or form in ENDS_IN_S:  # Snowball would take the "s" of "lens"
        return form
    # "Analyses" and "bases" are plurals of two words each, which here find each other.
    word = "base" if form == "basis" else form
    word = word.removesuffix("lysis") + "lyze" if word.endswith("lysis") else word
    with STEMMER_LOCK:
        return STEMMER.stemWord(word)


def fold_run_letter(letter: str) -> list[str]:
    """A letter with its marks, as one letter; as several if it is a ligature."""
    return RUN_LETTER.findall(keep_letters(fold_letters(letter[:LONGEST])))


def fold_run(run: str) -> str:
    return " ".join(folded for _, _, folded in bigrams(run))


def bigrams(run: str) -> list[tuple[int, int, str]]:
    """Each two neighbouring letters of a run without spaces: start, end, folded."""
    letters = [
        (letter.start(), letter.end(), folded)
        for letter in RUN_LETTER.finditer(run)
        for folded in RUN_LETTERS[letter[0]]
    ]
    if len(letters) < 2:
        return letters
    return [
        (start, end, first + second) for (start, _, first), (_, end, second) in pairwise(letters)
    ]


def words(text: str) -> list[Word]:
    """The words of `text` in order; only those of a script without spaces overlap."""
    found = []
    for token in TOKEN.finditer(text):
        plain, form, stem = FOLDED[token[0]]
        if " " in plain:
            found += run_words(token[0], token.start())
        elif plain:
            found.append(Word(token.start(), token.end(), plain, form, stem))
    return found


def words_with(text: str, wanted: Set[str]) -> Iterator[Word]:
    """The words of `text` that have one of these stems, found by what `stems` has seen before."""
    at = 0
    for piece in pieces(text):
        stem = STEMMED[piece]
        if stem in wanted or (" " in stem and not wanted.isdisjoint(stem.split(" "))):
            for word in words(piece):
                if word.stem in wanted:
                    yield word._replace(start=at + word.start, end=at + word.end)
        at += len(piece) + 1


def run_words(run: str, at: int) -> Iterator[Word]:
    for start, end, folded in bigrams(run):
        yield Word(at + start, at + end, folded, folded, folded)


def plains(text: str) -> str:
    return join(FOLDED[token][0] for token in TOKEN.findall(text))


def forms(text: str) -> str:
    """The key of a name."""
    return join(FOLDED[token][1] for token in TOKEN.findall(text))


def stems(text: str) -> str:
    """What of an article is indexed.

    No word reaches across a space, and most of what stands between two was seen before, so that
    looking it up takes half the time of finding the words in it.
    """
    return join(map(STEMMED.__getitem__, pieces(text)))


def pieces(text: str) -> list[str]:
    return text.replace("\n", " ").split(" ")


def stems_of_piece(piece: str) -> str:
    if piece.isascii() and piece.isalnum():
        return FOLDED[piece][2]  # It is one word.
    return join(FOLDED[token][2] for token in TOKEN.findall(piece))


def join(folded: Iterable[str]) -> str:
    return " ".join(filter(None, folded))


FOLDED, STEMMED, RUN_LETTERS = Cache(fold), Cache(stems_of_piece), Cache(fold_run_letter)


def is_stop(word: Word) -> bool:
    return word.plain in STOP_WORDS
