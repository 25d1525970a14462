"""Documents as vectors of PostgreSQL's full text: lexemes, and the places of some. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, takewhile

from portal.search.contract import BREAK, CUT, Document
from portal.search.lexemes import (
    COMPLETED,
    EVERY,
    KIND,
    LANGUAGE,
    LEVELS,
    PUBLISHER,
    TITLE,
    at_least,
    cut,
    of_entity,
    of_year,
    quoted,
)

# What a vector can hold: places up to the last, so many of a lexeme, and a megabyte in all.
PLACES = [str(place) for place in range(16_384)]
MOST_PLACES = 256
MOST_BYTES = 1_000_000
# What PostgreSQL writes of a vector whose places all have the weight A.
PLACED = re.compile(r"'((?:[^']|'')+)':([\dA,]+)")


def indexed(document: Document) -> tuple[list[str], str]:
    """The lexemes of a document, and with their places as PostgreSQL reads them."""
    written = {
        lexeme: f"{quoted(lexeme)}:{','.join(places)}" if places else quoted(lexeme)
        for lexeme, places in lexemes_of(document)
    }
    vector = " ".join(written.values())
    if len(vector) <= MOST_BYTES // 4:
        return list(written), vector
    written = {CUT: quoted(CUT)} | written
    # A lexeme takes no more room in a vector than written out.
    sizes = accumulate(len(one.encode()) + 1 for one in written.values())
    count = sum(1 for _ in takewhile(MOST_BYTES.__gt__, sizes))
    return list(written)[:count], " ".join(list(written.values())[:count])


def lexemes_of(document: Document) -> Iterator[tuple[str, Sequence[str]]]:
    """Each lexeme with its places; what is looked for most first, in case there is no more room."""
    for thing in things_of(document):
        yield cut(thing), ()
    for entity, count in Counter(document.entities).items():
        # As many places as mentions; where they are does not matter.
        yield of_entity(entity), PLACES[1 : count + 1][:MOST_PLACES]
    for stem, places in places_of(document.title).items():
        yield TITLE + stem, places
    for stem, places in places_of(document.text).items():
        yield stem, places
        if len(places) > 1:
            yield from ((at_least(n, stem), ()) for n in LEVELS if n <= len(places))


def things_of(document: Document) -> Iterator[str]:
    yield EVERY
    yield from (KIND + kind for kind in document.kinds)
    yield from (PUBLISHER + publisher for publisher in document.publishers)
    yield from (LANGUAGE + language for language in document.languages)
    yield from map(of_year, document.years)
    yield from (COMPLETED + word for word in document.title_plain.split())


def places_of(text: str) -> dict[str, list[str]]:
    """Each stem with its places; a break has one too, so that no phrase reaches across it."""
    stems = text.replace("\0", "").split()
    found = defaultdict(list)
    for place, stem in zip(PLACES[1:], stems, strict=False):
        found[stem].append(place)
    # There is no place beyond the last, but a word there is to be found all the same.
    for stem in stems[len(PLACES) - 1 :]:
        if stem not in found:
            found[stem].append(PLACES[-1])
    found.pop(BREAK, None)
    return found


def places_in(vector: str) -> dict[str, list[int]]:
    """The places of lexemes in a vector as PostgreSQL writes it."""
    return {
        written.replace("''", "'").replace("\\\\", "\\"): list(
            map(int, places.replace("A", "").split(","))
        )
        for written, places in PLACED.findall(vector)
    }
