"""Choose what to search for by how many articles hold it. Pure: texts in, queries out."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise

WORD = re.compile(r"[^\W\d_]{3,}")
# The shares of the articles that a word stands in.
SHARES = (0.005, 0.015, 0.1, 0.35, 1.0)
PHRASES = (0.01, 0.1)
# Phrases of rarer words than this cost little.
LEAST_IN_PHRASE = 0.02


class Frequencies:
    """In how many texts each word stands, in whatever form: `stem` says what is the same word."""

    def __init__(
        self,
        texts: Iterable[str],
        *,
        stem: Callable[[str], str] = str,
        skip: Callable[[str], bool] = lambda word: False,
    ):
        self.forms: dict[str, str] = {}
        self.texts = [[self.known(word, stem) for word in words_of(text)] for text in texts]
        self.counts = Counter(word for words in self.texts for word in set(words))
        for word in [word for word in self.counts if skip(self.forms[word])]:
            del self.counts[word]

    def known(self, word: str, stem: Callable[[str], str]) -> str:
        stemmed = stem(word)
        self.forms.setdefault(stemmed, word)
        return stemmed

    def words(self, share: float, count: int) -> list[str]:
        """The `count` words whose share of the texts is nearest, each in its first form."""
        return [self.forms[one] for one in nearest(self.counts, share * len(self.texts), count)]

    def phrases(self, share: float, count: int) -> list[str]:
        """The same of two words that stand side by side."""
        least = LEAST_IN_PHRASE * len(self.texts)
        able = {word for word, held in self.counts.items() if held >= least}
        pairs = Counter(
            pair
            for words in self.texts
            for pair in {(one, other) for one, other in pairwise(words) if {one, other} <= able}
        )
        found = nearest(pairs, share * len(self.texts), count)
        return [" ".join(self.forms[word] for word in pair) for pair in found]


def words_of(text: str) -> list[str]:
    return WORD.findall(text.lower())


def nearest(counts: Counter, wanted: float, count: int) -> list:
    # Twice as many is as far away as half as many. Of equals the first in order, for every run
    # to choose the same.
    def distance(thing) -> tuple:
        return abs(math.log(counts[thing] / wanted)), thing

    return sorted(counts, key=distance)[:count]
