"""Made corpora: Zipf words, names strewn in, the same for the same seed."""

import random
from collections.abc import Iterator

SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]


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
