"""What both backends rank by, beside BM25. Pure: numbers in, numbers out.

A document's score is the BM25 of its text, of which the title is part, and half the BM25 of its
title; in a query of several words the rarer ones weigh more than BM25 alone would have them; and
words that are neighbours in the query count for more where they stand near each other.
Source of the last: Metzler and Croft 2005, sequential dependence.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

TITLE_WEIGHT = 0.5
# Neighbours of the query are near each other within so many words, about half a sentence; where
# they are, this part of the commoner one's idf is added to the score, once for each order.
NEAR_WITHIN = 12
NEAR_WEIGHT = 0.3
# Only so many of the best are put in order by it: to look where words stand in every document
# that holds them would cost more than all the rest.
RERANKED = 200
EMPHASIS = 0.5


def idf(frequency: int, documents: int) -> float:
    """Inverse document frequency as in BM25. Source: Robertson and Zaragoza 2009."""
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


def emphasis(frequencies: Mapping[str, int], documents: int) -> dict[str, float]:
    """A factor for each stem: above 1 for those rarer than the query's mean, below for others.

    Long queries are full of words that every text on the matter holds.
    """
    idfs = {stem: idf(n, documents) for stem, n in frequencies.items() if 0 < n <= documents}
    mean = sum(idfs.values()) / len(idfs) if idfs else 0
    return {stem: (value / mean) ** EMPHASIS for stem, value in idfs.items()} if mean else {}


def nearness(pair: tuple[str, str], frequencies: Mapping[str, int], documents: int) -> float:
    """What is added to the score of a document in which the pair stands near each other."""
    return NEAR_WEIGHT * min(idf(frequencies[stem], documents) for stem in pair)


def neighbours(sequence: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs of different stems that stand side by side in a query, in its order."""
    pairs = pairwise(sequence)
    return list(dict.fromkeys((one, other) for one, other in pairs if one != other))
