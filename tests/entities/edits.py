"""Random edits of a text in which every character keeps its identity.

An oracle for anchoring: it follows the characters and knows nothing of the code under test.
"""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from pathlib import Path
from random import Random

from tests.conftest import SEEDS

CONTEXT = 32
TWINS = [
    ("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("-", "\u2011"),
    (" ", "\u00a0"), ("é", "e"), (".", "…"), (",", ";"),
]  # fmt: skip
OTHERS = ["Others,", "47", "of", "them,", "that", "the", "article", "never", "held", "nor", "hold."]
NAMES = ["Alpha", "Beta", "Gamma", "Kyoto", "2031", "twelve"]
numbers = count(1)


def fresh(length: int) -> list[int]:
    return [next(numbers) for _ in range(length)]


def spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@dataclass(frozen=True)
class Paragraph:
    """A text and the identity of each of its characters."""

    text: str
    ids: list[int]

    @classmethod
    def of(cls, text: str) -> "Paragraph":
        return cls(text, fresh(len(text)))

    def splice(self, start: int, end: int, text: str) -> "Paragraph":
        ids = [*self.ids[:start], *fresh(len(text)), *self.ids[end:]]
        return Paragraph(self.text[:start] + text + self.text[end:], ids)

    def cut(self, start: int, end: int) -> "Paragraph":
        return Paragraph(self.text[start:end], self.ids[start:end])

    def __add__(self, other: "Paragraph") -> "Paragraph":
        return Paragraph(self.text + other.text, self.ids + other.ids)


Document = list[Paragraph]


@cache
def articles() -> dict[str, list[str]]:
    """The lines of the seeds' texts, by slug."""
    listed = tomllib.loads(Path(SEEDS, "articles", "articles.toml").read_text())["article"]
    folder = Path(SEEDS, "articles")
    return {one["id"]: (folder / one["seed_file"]).read_text().splitlines() for one in listed}


@cache
def quotes() -> list[tuple[str, int, str]]:
    """The seeds' quotes: slug, line counted from 1, words."""
    listed = tomllib.loads(Path(SEEDS, "relationships.toml").read_text())["relationship"]
    given = [one for relationship in listed for one in relationship["evidence"]]
    return sorted({(one["article"], one["line"], one["quote"]) for one in given})


@dataclass(frozen=True)
class Quoted:
    """Where a quote stands in a document: the paragraph's index, and offsets into its text."""

    index: int
    start: int
    end: int

    def words(self, document: Document) -> str:
        return document[self.index].text[self.start : self.end]

    def ids(self, document: Document) -> list[int]:
        """The identities of its characters; white space may be wrapped anew and has none."""
        paragraph = document[self.index]
        return [
            paragraph.ids[at]
            for at in range(self.start, self.end)
            if not paragraph.text[at].isspace()
        ]

    def around(self, document: Document) -> "Around":
        text = document[self.index].text
        before, after = text[max(0, self.start - CONTEXT) : self.start], text[self.end :][:CONTEXT]
        return Around(
            spaced(before), spaced(self.words(document)), spaced(after),
            len(before) < CONTEXT, len(after) < CONTEXT,
        )  # fmt: skip

    def stretch(self, document: Document) -> "Quoted":
        """The quote with its context."""
        text = document[self.index].text
        return replace(
            self, start=max(0, self.start - CONTEXT), end=min(len(text), self.end + CONTEXT)
        )


@dataclass(frozen=True)
class Around:
    """A quote with its context, in words, and which edges of the paragraph it reaches."""

    before: str
    words: str
    after: str
    from_edge: bool
    to_edge: bool

    def times_in(self, document: Document) -> int:
        return sum(map(self.times, document))

    def times(self, paragraph: Paragraph) -> int:
        text, words = spaced(paragraph.text), self.words
        starts = range(len(text)) if words in text else ()
        return sum(
            text.startswith(words, at) and self.is_between(text[:at], text[at + len(words) :])
            for at in starts
        )

    def is_at(self, quoted: Quoted, document: Document) -> bool:
        text = document[quoted.index].text
        words = spaced(quoted.words(document))
        return words == self.words and self.is_between(text[: quoted.start], text[quoted.end :])

    def is_between(self, head: str, tail: str) -> bool:
        head, tail = spaced(head), spaced(tail)
        is_after = head.strip() == self.before.strip() if self.from_edge else (
            head.endswith(self.before)
        )  # fmt: skip
        is_before = tail.strip() == self.after.strip() if self.to_edge else (
            tail.startswith(self.after)
        )  # fmt: skip
        return is_after and is_before


def find_ids(ids: list[int], document: Document) -> Quoted | None:
    """Where these characters now stand side by side; None where they do not."""
    for index, paragraph in enumerate(document):
        if ids[0] not in paragraph.ids or ids[-1] not in paragraph.ids:
            continue
        here = Quoted(index, paragraph.ids.index(ids[0]), paragraph.ids.index(ids[-1]) + 1)
        return here if here.ids(document) == ids else None
    return None


def is_untouched(quoted: Quoted, before: Document, after: Document) -> bool:
    """Whether an edit left every character of the quote and of its context where it was.

    White space may be another, as when lines are wrapped anew, but neither go nor come.
    """
    stretch = quoted.stretch(before)
    found = find_ids(stretch.ids(before), after)
    own = find_ids(quoted.ids(before), after)
    return (
        found is not None
        and own is not None
        and quoted.around(before).is_at(own, after)
        and is_edge_kept(quoted, stretch, found, before, after)
    )


def is_edge_kept(quoted, stretch, found, before: Document, after: Document) -> bool:
    text, old = after[found.index].text, before[stretch.index].text
    head, tail = text[: found.start], text[found.end :]
    kept_head = not head.strip() if quoted.start < CONTEXT else (
        not old[stretch.start].isspace() or head[-1:].isspace()
    )  # fmt: skip
    kept_tail = not tail.strip() if len(old) - quoted.end < CONTEXT else (
        not old[stretch.end - 1].isspace() or tail[:1].isspace()
    )  # fmt: skip
    return kept_head and kept_tail


def look_alike(paragraph: Paragraph, random: Random) -> Paragraph:
    """Its copy with a word, or a digit, made another: now and then none."""
    words = list(re.finditer(r"\w+", paragraph.text))
    if not words or random.random() < 0.1:
        return Paragraph.of(paragraph.text)
    word = random.choice(words)
    return Paragraph.of(
        paragraph.text[: word.start()] + random.choice(NAMES) + paragraph.text[word.end() :]
    )


class Editor:
    """Edits a document at random; `aim` is where the quote stands, which half of the edits hit."""

    def __init__(self, random: Random):
        self.random = random

    def edit(self, document: Document, aim: Quoted) -> tuple[str, Document]:
        while True:
            name = self.random.choice(EDITS)
            index = aim.index if self.random.random() < 0.5 else self.any_index(document)
            edited = getattr(self, name)(list(document), index, aim)
            if edited and [one.text for one in edited] != [one.text for one in document]:
                return name, edited

    def any_index(self, document: Document) -> int:
        return self.random.randrange(len(document))

    def some_at(self, paragraph: Paragraph, index: int, aim: Quoted, pattern: str):
        """A match of `pattern`; in the quote's paragraph, most often one near the quote."""
        found = list(re.finditer(pattern, paragraph.text))
        if index == aim.index and self.random.random() < 0.6:
            near = [
                one for one in found
                if aim.start - 45 <= one.start() <= aim.end + 45
            ]  # fmt: skip
            found = near or found
        return self.random.choice(found) if found else None

    def put(self, document, index, paragraph) -> Document:
        document[index] = paragraph
        return document

    def delete_words(self, document, index, aim):
        word = self.some_at(document[index], index, aim, r"\S+\s*(?:\S+\s*){0,4}")
        return word and self.put(document, index, document[index].splice(*word.span(), ""))

    def delete_letter(self, document, index, aim):
        letter = self.some_at(document[index], index, aim, r"\S")
        return letter and self.put(document, index, document[index].splice(*letter.span(), ""))

    def delete_paragraph(self, document, index, aim):
        return document[:index] + document[index + 1 :] if len(document) > 1 else None

    def insert_words(self, document, index, aim):
        place = self.some_at(document[index], index, aim, r"\b")
        words = " ".join(self.random.sample(OTHERS, self.random.randint(1, 3))) + " "
        return place and self.put(document, index, document[index].splice(*place.span(), words))

    def insert_paragraph(self, document, index, aim):
        words = " ".join(self.random.sample(OTHERS, self.random.randint(3, len(OTHERS))))
        return [*document[:index], Paragraph.of(words), *document[index:]]

    def insert_look_alike(self, document, index, aim):
        at = self.any_index(document)
        return [*document[:at], look_alike(document[index], self.random), *document[at:]]

    def swap_paragraphs(self, document, index, aim):
        other = self.any_index(document)
        document[index], document[other] = document[other], document[index]
        return document

    def delete_beside_look_alike(self, document, index, aim):
        """The quoted paragraph goes in the same edit that moves the others about."""
        rest = document[: aim.index] + document[aim.index + 1 :]
        self.random.shuffle(rest)
        return rest or None

    def move_sentence(self, document, index, aim):
        found = self.some_at(document[index], index, aim, r"[^.!?]+[.!?]?\s*")
        if not found or len(document) < 2:
            return None
        sentence = document[index].cut(*found.span())
        document[index] = document[index].splice(*found.span(), "")
        other = self.any_index(document)
        document[other] = document[other] + Paragraph.of(" ") + sentence
        return document

    def swap_words(self, document, index, aim):
        pair = self.some_at(document[index], index, aim, r"(\w+) (\w+)")
        if not pair:
            return None
        one, other = pair.span(1), pair.span(2)
        was = document[index]
        turned = (
            was.cut(0, one[0]) + was.cut(*other) + was.cut(one[1], other[0]) + was.cut(*one)
            + was.cut(other[1], len(was.text))
        )  # fmt: skip
        return self.put(document, index, turned)

    def change_digit(self, document, index, aim):
        digit = self.some_at(document[index], index, aim, r"\d")
        if not digit:
            return self.change_letter(document, index, aim)
        other = self.random.choice([one for one in "0123456789" if one != digit[0]])
        return self.put(document, index, document[index].splice(*digit.span(), other))

    def change_letter(self, document, index, aim):
        letter = self.some_at(document[index], index, aim, r"[a-z]")
        return letter and self.put(document, index, document[index].splice(*letter.span(), "x"))

    def change_typography(self, document, index, aim):
        one, other = self.random.choice(TWINS)
        one, other = (one, other) if self.random.random() < 0.7 else (other, one)
        sign = self.some_at(document[index], index, aim, re.escape(one))
        return sign and self.put(document, index, document[index].splice(*sign.span(), other))

    def wrap(self, document, index, aim):
        """Break the lines anew, as an editor does at a width."""
        width, done, paragraph = self.random.randint(40, 100), 0, document[index]
        for space in list(re.finditer(r"\s", paragraph.text)):
            following = re.compile(r"\S*").match(paragraph.text, space.end())
            breaks = following.end() - done > width
            done = space.end() if breaks else done
            paragraph = paragraph.splice(*space.span(), "\n" if breaks else " ")
        return self.put(document, index, paragraph)

    def split_paragraph(self, document, index, aim):
        space = self.some_at(document[index], index, aim, r"(?<=\S)\s+(?=\S)")
        if not space:
            return None
        was = document[index]
        halves = [was.cut(0, space.start()), was.cut(space.end(), len(was.text))]
        return [*document[:index], *halves, *document[index + 1 :]]

    def join_paragraphs(self, document, index, aim):
        if index + 1 >= len(document):
            return None
        joined = document[index] + Paragraph.of(" ") + document[index + 1]
        return [*document[:index], joined, *document[index + 2 :]]


EDITS = [name for name, value in vars(Editor).items() if callable(value) and name not in (
    "__init__", "edit", "any_index", "some_at", "put")]  # fmt: skip


def some_case(random: Random) -> tuple[Document, Quoted]:
    """A text of the seeds with a quote from it; one time in three it holds look-alikes."""
    slug, line, words = random.choice(quotes())
    lines = articles()[slug]
    document = [Paragraph.of(text) for text in lines if text.strip()]
    index = sum(bool(text.strip()) for text in lines[: line - 1])
    if random.random() < 0.4:
        words = some_words(document[index].text, random)
    paragraph = document[index]
    start = paragraph.text.index(words)
    for _ in range(random.choice([0, 0, 1, 3])):
        at = random.randrange(len(document) + 1)
        document.insert(at, look_alike(paragraph, random))
        index += at <= index
    return document, Quoted(index, start, start + len(words))


def some_words(text: str, random: Random) -> str:
    """Some running words, now and then a single one."""
    found = list(re.finditer(r"\S+", text))
    first = random.randrange(len(found))
    last = min(len(found) - 1, first + random.choice([0, 1, 3, 8, 20]))
    return text[found[first].start() : found[last].end()]
