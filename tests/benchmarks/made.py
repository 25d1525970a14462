"""Made corpora: Zipf words, names strewn in, the same for the same seed. Pure."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]

# The shape of the articles that searching is measured on.
# About as many as there are in twenty thousand pieces of news.
VOCABULARY = 50_000
ENTITIES = 50_000
PUBLISHERS = 40
WORDS = 400
MENTIONS = 18
# One in so many articles names far more than the others, as a page dense with links does.
RICH, RICH_MENTIONS = 100, 60
PARAGRAPHS = 5
TITLE_WORDS = 7
SENTENCE = (8, 20)
YEARS = range(1990, 2026)
LANGUAGES = {"en": 70, "de": 8, "fr": 8, "pt": 5, "es": 5, "ja": 2, "": 2}
# One in so many articles does not state when, or by whom, it was published.
NOT_STATED = 20


def vocabulary(size: int, dice: random.Random) -> list[str]:
    return ["".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) for _ in range(size)]


def names(count: int, dice: random.Random) -> list[str]:
    """Names of one to three words, each word with a capital."""
    words = [word.capitalize() for word in vocabulary(count * 2, dice)]
    return sorted({" ".join(dice.sample(words, dice.randint(1, 3))) for _ in range(count)})


def texts(
    count: int, named: list[str], dice: random.Random, *, words: int = 400, mentions: int = 18
) -> Iterator[str]:
    """Texts of `words` words in paragraphs of 80, with `mentions` names in each."""
    known = vocabulary(20_000, dice)
    weights = [1 / rank for rank in range(1, len(known) + 1)]
    for number in range(count):
        tokens = dice.choices(known, weights, k=words)
        for place in dice.sample(range(words), min(mentions, words)):
            tokens[place] = dice.choice(named)
        paragraphs = (" ".join(tokens[start : start + 80]) for start in range(0, words, 80))
        yield f"Text number {number}\n\n" + ".\n\n".join(paragraphs) + "."


@dataclass(frozen=True, slots=True)
class MadeArticle:
    """`entities` are numbers of names, one for each mention, and `places` where these begin: the
    number of the paragraph, and the offset in it. A year of 0 is not stated."""

    number: int
    title: str
    paragraphs: tuple[str, ...]
    entities: tuple[int, ...]
    places: tuple[tuple[int, int], ...]
    publisher: str
    year: int
    day: int
    language: str


class MadeCorpus:
    """A language, a world of names, and articles about them.

    A shorter corpus is the head of a longer one: a word has the same share of the articles in
    each. Whoever takes articles from two iterators gets the same ones twice.
    """

    def __init__(self, seed: int = 3):
        self.seed = seed
        dice = random.Random(seed)
        self.words = distinct_words(VOCABULARY, dice)
        self.word_weights = zipf(VOCABULARY)
        named = names(ENTITIES + ENTITIES // 10, dice)
        dice.shuffle(named)
        self.entities = named[:ENTITIES]
        self.entity_weights = zipf(ENTITIES)
        self.publishers = [f"The {name} Post" for name in named[ENTITIES:][:PUBLISHERS]]
        self.publisher_weights = zipf(PUBLISHERS)

    def articles(self, count: int) -> Iterator[MadeArticle]:
        dice = random.Random(self.seed + 1)
        for number in range(count):
            yield self.article(number, dice)

    def article(self, number: int, dice: random.Random) -> MadeArticle:
        tokens = dice.choices(self.words, cum_weights=self.word_weights, k=WORDS + TITLE_WORDS)
        count = MENTIONS if number % RICH else RICH_MENTIONS
        named = dice.choices(range(ENTITIES), cum_weights=self.entity_weights, k=count)
        body, places = tokens[TITLE_WORDS:], sorted(dice.sample(range(WORDS), count))
        for place, entity in zip(places, named, strict=True):
            body[place] = self.entities[entity]
        (publisher,) = dice.choices(self.publishers, cum_weights=self.publisher_weights)
        (language,) = dice.choices(list(LANGUAGES), LANGUAGES.values())
        size = WORDS // PARAGRAPHS
        written = [paragraph(body[at : at + size], dice) for at in range(0, WORDS, size)]
        return MadeArticle(
            number,
            title=as_sentence(tokens[:TITLE_WORDS]),
            paragraphs=tuple(text for text, _ in written),
            entities=tuple(named),
            places=tuple((at // size, written[at // size][1][at % size]) for at in places),
            publisher=publisher if dice.randrange(NOT_STATED) else "",
            year=dice.choice(YEARS) if dice.randrange(NOT_STATED) else 0,
            day=dice.randrange(365),
            language=language,
        )


def distinct_words(count: int, dice: random.Random) -> list[str]:
    """Words by rank, the most frequent first."""
    words = list(dict.fromkeys(vocabulary(count * 2, dice)))
    assert len(words) >= count
    return words[:count]


def zipf(count: int) -> list[float]:
    """Weights that add up, of things of which the second is half as frequent as the first."""
    return list(accumulate(1 / rank for rank in range(1, count + 1)))


def paragraph(tokens: Sequence[str], dice: random.Random) -> tuple[str, list[int]]:
    """Sentences made of the tokens, and where in them each token begins."""
    sentences: list[str] = []
    starts: list[int] = []
    at = length = 0
    while at < len(tokens):
        size = dice.randint(*SENTENCE)
        words = tokens[at : at + size]
        starts += accumulate((len(word) + 1 for word in words[:-1]), initial=length)
        sentences.append(as_sentence(words) + ".")
        length += len(sentences[-1]) + 1
        at += size
    return " ".join(sentences), starts


def as_sentence(tokens: Sequence[str]) -> str:
    text = " ".join(tokens)
    return text[:1].upper() + text[1:]
