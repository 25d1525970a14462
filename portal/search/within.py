"""Find what has parts of words, by the vocabulary of the PostgreSQL backend."""

from collections.abc import Iterable, Iterator, Sequence

from portal.search.contract import CUT, longest
from portal.search.folding import inflected
from portal.search.reading import Index
from portal.search.storing import DOCUMENTS, VOCABULARY
from portal.search.tsqueries import ALL, Asked, all_of, any_of, lexeme

# A piece that more words have narrows nothing down, and would make a query too long to ask.
MOST_WORDS = 2_000
PAGE = 10_000
# Milliseconds: every word that is held is looked at, and no reader waits.
MOST_TIME = "60000"


def keys_within(index: Index, ways: Sequence[tuple[str, ...]]) -> Iterator[int]:
    """The keys of documents that have, in one of the ways, each piece within some word."""
    condition, values = index.where(asked_of(index, ways))
    last = 0
    while keys := index.keys(
        "WITH found AS MATERIALIZED ("
        f"SELECT key FROM {DOCUMENTS} WHERE {condition} AND key > %s)"
        " SELECT key FROM found ORDER BY key LIMIT %s",
        *values, last, PAGE,
    ):  # fmt: skip
        yield from keys
        last = keys[-1]


def asked_of(index: Index, ways: Sequence[tuple[str, ...]]) -> Asked:
    wanted = [longest(way) for way in ways]
    words = words_within(index, {piece for way in wanted for piece in way})
    found = [all_of([asked_with(words[piece]) for piece in way]) for way in wanted]
    return any_of([lexeme(CUT), *found])


def words_within(index: Index, pieces: Iterable[str]) -> dict[str, list[str]]:
    """The plain words of which each piece is a part."""
    patterns = {piece: f"%{piece}%" for piece in pieces}
    words = index.keys(
        f"SELECT word FROM {VOCABULARY} WHERE sort = '' AND word LIKE ANY(%s)",
        list(patterns.values()),
    )
    return {piece: [word for word in words if piece in word] for piece in patterns}


def asked_with(words: Sequence[str]) -> Asked:
    """Articles are indexed by stems, of which each plain word has one."""
    if len(words) > MOST_WORDS:
        return ALL
    stems = {inflected(word)[1] for word in words}
    return any_of(map(lexeme, sorted({*words, *stems})))
