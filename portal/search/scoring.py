"""BM25 by hand, for documents chosen from a database that has none. Pure: counts in, scores out.

Source: Robertson and Zaragoza 2009, in the form of Lucene and tantivy.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from heapq import nlargest
from itertools import chain

from portal.search.lexemes import LEVELS, TITLE, at_least, of_entity
from portal.search.ranking import NEAR_WITHIN, TITLE_WEIGHT, emphasis, idf, nearness, neighbours

K1, B = 1.2, 0.75
# So many lexemes of a query are weighed, those that weigh most.
MOST_TERMS = 100


class Field(IntEnum):
    """What of a document has a length of its own."""

    TEXT = 0
    TITLE = 1
    MENTIONS = 2


Lengths = Sequence[float]  # in the order of the fields


@dataclass(frozen=True, slots=True)
class Term:
    """A lexeme to score by; `besides` is what a document is worth at least that holds it."""

    lexeme: str
    weight: float
    field: Field
    besides: float = 0.0

    def worth(self, times: int) -> float:
        """What it adds to the score of a document of mean length that holds it so often."""
        return self.weight * times / (times + K1)

    def levels(self) -> Iterator[tuple[float, str, float]]:
        """Lexemes that say how often it is held: the score then, the lexeme, what that adds."""
        worth = 0.0
        for times in (1, *LEVELS) if self.field is Field.TEXT else (1,):
            before, worth = worth, self.worth(times)
            yield self.besides + worth, at_least(times, self.lexeme), worth - before


@dataclass(frozen=True)
class Corpus:
    """What BM25 must know: how many documents, their mean lengths, and how many hold a lexeme."""

    documents: int
    means: Lengths
    frequencies: Counter[str]

    def idf(self, lexeme: str) -> float:
        return idf(self.frequencies[lexeme], self.documents)

    def term(self, lexeme: str, field: Field, factor: float = 1.0, besides: float = 0.0) -> Term:
        return Term(lexeme, factor * (K1 + 1) * self.idf(lexeme), field, besides)

    def most_telling(self, counts: Mapping[str, int], most: int) -> dict[str, float]:
        """The stems that tell a text from others, by tf·idf, with a weight of at most 1."""
        values = {
            stem: times * self.idf(stem)
            for stem, times in counts.items()
            if self.frequencies[stem] > 1  # What no other text holds makes it like none.
        }
        best = nlargest(most, values.items(), key=lambda item: (item[1], item[0]))
        return {stem: value / best[0][1] for stem, value in best}


class Scorer:
    """Scores documents by terms, and by pairs of lexemes that stand near each other."""

    def __init__(
        self, terms: Iterable[Term], pairs: Mapping[tuple[str, str], float], corpus: Corpus
    ):
        held = (term for term in terms if corpus.frequencies[term.lexeme])
        self.terms = nlargest(MOST_TERMS, held, key=lambda term: (term.weight, term.lexeme))
        self.pairs, self.corpus = pairs, corpus
        lexemes = (term.lexeme for term in self.terms)
        self.lexemes = list(dict.fromkeys(chain(lexemes, chain.from_iterable(pairs))))

    def score(self, lengths: Lengths, places: Mapping[str, Sequence[int]]) -> float:
        """The score of a document with these lengths, in which lexemes have these places."""
        norms = [
            K1 * (1 - B + B * length / mean)
            for length, mean in zip(lengths, self.corpus.means, strict=True)
        ]
        total = 0.0
        for term in self.terms:
            if term.lexeme in places:
                times = len(places[term.lexeme])
                total += term.weight * times / (times + norms[term.field])
        for (one, other), weight in self.pairs.items():
            if one in places and other in places:
                orders = is_near(places[one], places[other]) + is_near(places[other], places[one])
                total += weight * orders
        return total

    def choosing(self, room: int) -> dict[str, float]:
        """Lexemes by which to choose the documents to score, with what each adds to a score.

        Those that promise most, as many as `room` documents may hold, and one at least.
        """
        levels = [level for term in self.terms for level in term.levels()]
        chosen: dict[str, float] = {}
        for _, lexeme, gain in sorted(levels, reverse=True):
            room -= self.corpus.frequencies[lexeme]
            if chosen and room < 0:
                break
            if self.corpus.frequencies[lexeme]:
                chosen[lexeme] = gain
        return chosen


def is_near(first: Sequence[int], then: Sequence[int]) -> bool:
    """Whether one of the places of `then` follows one of `first` closely."""
    for place in first:
        at = bisect_right(then, place)
        if at < len(then) and then[at] - place <= NEAR_WITHIN:
            return True
    return False


# --- what a query is scored by


def lexemes_for(stems: Iterable[str]) -> list[str]:
    """The lexemes of stems whose frequencies the corpus must know."""
    times = (1, *LEVELS)
    return [
        lexeme
        for stem in stems
        for lexeme in (TITLE + stem, *(at_least(level, stem) for level in times))
    ]


def scorer_of(
    stems: Iterable[str],
    entities: Iterable[int],
    sequence: Sequence[str],
    corpus: Corpus,
    *,
    in_title: bool,
) -> Scorer:
    frequencies = {stem: corpus.frequencies[stem] for stem in chain(stems, sequence)}
    weights = emphasis(frequencies, corpus.documents)
    terms = terms_of({stem: weights.get(stem, 1.0) for stem in stems}, corpus, in_title=in_title)
    mentions = (corpus.term(of_entity(entity), Field.MENTIONS) for entity in entities)
    prefix = TITLE if in_title else ""
    near = {
        (prefix + one, prefix + other): nearness((one, other), frequencies, corpus.documents)
        for one, other in neighbours(sequence)
        if frequencies[one] and frequencies[other]
    }
    return Scorer(chain(terms, mentions), near, corpus)


def terms_of(
    factors: Mapping[str, float], corpus: Corpus, *, in_title: bool = False
) -> Iterator[Term]:
    """Each stem in the text and, for half as much, in the title; or only there."""
    for stem, factor in factors.items():
        if in_title:
            yield corpus.term(TITLE + stem, Field.TITLE, factor)
            continue
        text = corpus.term(stem, Field.TEXT, factor)
        yield text
        # The text begins with the title.
        yield corpus.term(TITLE + stem, Field.TITLE, factor * TITLE_WEIGHT, text.worth(1))
