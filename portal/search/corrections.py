"""Did you mean: words that no text holds, put right from the portal's own vocabulary."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from rapidfuzz.distance import OSA

from portal.search import query
from portal.search.backends import backend
from portal.search.contract import Search, Sort, Words
from portal.search.folding import Word, forms, is_stop, plains, words
from portal.search.names import entities_by_key
from portal.search.resolving import Question, resolve

# Words that begin alike are looked at; a portal has some ten thousand for a letter.
MOST_CANDIDATES = 50_000
SHORTEST = 4


def correct(
    question: Question, narrow: Callable[[Search], Search] = lambda search: search
) -> query.Query | None:
    """The query with its unknown words put right; None where nothing better is found.

    What is offered has answers: it was asked, within the facets in force (`narrow`).
    """
    better = question.query
    for term, is_negated in question.query.terms():
        if isinstance(term, query.Word | query.Phrase) and not is_negated:
            better = replaced(better, term, corrected(term.text))
        elif isinstance(term, query.Entity):
            better = replaced(better, term, corrected(term.slug))
        elif isinstance(term, query.Publisher):
            better = replaced(better, term, corrected(term.name))
    if better == question.query:
        return None
    # Read again: a word put right may be an operator by itself.
    better = query.parse(str(better)).query
    search = narrow(resolve(better).search)
    return better if has_answers(search) else None


def replaced(asked: query.Query, term: query.Term, text: str) -> query.Query:
    if type(term)(text) == term:
        return asked
    # A word may have become two.
    parts = [query.Word(part) for part in text.split()] if isinstance(term, query.Word) else []
    clauses: list[query.Clause] = []
    for clause in asked.clauses:
        if clause.any_of == (term,) and len(parts) > 1:
            clauses += [query.Clause((part,)) for part in parts]
        else:
            changed = type(term)(text)
            clauses.append(
                replace(clause, any_of=tuple(changed if t == term else t for t in clause.any_of))
            )
    return replace(asked, clauses=tuple(dict.fromkeys(clauses)))


def corrected(text: str) -> str:
    """`text` with each unknown word in it replaced by the nearest known one."""
    pieces, done = [], 0
    for word in words(text):
        if len(word.plain) >= SHORTEST and not is_stop(word) and not is_known(word):
            as_typed = text[word.start : word.end]
            pieces += [text[done : word.start], next(nearest(word.plain), as_typed)]
            done = word.end
    return "".join([*pieces, text[done:]])


def as_held(word: str) -> str:
    """A folded word as the portal writes it where it is a name by itself: "Namibia", "JOGMEC"."""
    key = forms(word)
    entities = entities_by_key([key], ())[False, key]
    return next((text for one in entities for text in one.called if plains(text) == word), word)


def is_known(word: Word) -> bool:
    return has_answers(Search(wanted=((Words((word.stem,)),),)))


def has_answers(search: Search) -> bool:
    return any(backend().search(sort, search, limit=1).total for sort in Sort)


def nearest(plain: str) -> Iterator[str]:
    """Known words a few slips away: the fewest slips first, then the most frequent."""
    allowed = 1 if len(plain) < 6 else 2 if len(plain) < 10 else 3
    candidates = {}
    # The first letter may be missing, or have changed places with the second.
    for start in dict.fromkeys(plain[:2]):
        candidates |= dict(backend().vocabulary(start, limit=MOST_CANDIDATES))
    near = [
        (slips, -count, word)
        for word, count in candidates.items()
        if (slips := OSA.distance(plain, word, score_cutoff=allowed)) <= allowed
    ]
    if near:
        yield as_held(min(near)[2])
    yield from parted(plain)


def parted(plain: str) -> Iterator[str]:
    """Two words that were written as one."""
    for cut in range(SHORTEST, len(plain) - SHORTEST + 1):
        parts = [plain[:cut], plain[cut:]]
        if all(is_known(word) for part in parts for word in words(part)):
            yield " ".join(parts)
