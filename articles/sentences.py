"""The sentences of a text, and the one around a stretch of it. Pure."""

from itertools import pairwise

import sentencex


def sentence_around(text: str, start: int, end: int, language: str = "en") -> tuple[int, int]:
    """The span of the sentences that hold `start` to `end`, without white space at its edges."""
    first, last = 0, len(text)
    position = 0
    for sentence in sentencex.segment(language or "en", text):
        # The library may leave out white space between sentences, never anything else.
        position = text.find(sentence, position)
        if position < 0:
            break
        stop = position + len(sentence)
        if position <= start < stop:
            first = position
        if position < end <= stop:
            last = stop
            break
        position = stop
    found = text[first:last]
    return first + len(found) - len(found.lstrip()), first + len(found.rstrip())


def sentences(text: str, language: str = "en") -> list[tuple[int, int]]:
    """The spans of all sentences: every character but the white space between them is in one."""
    starts, position = [], 0
    for sentence in sentencex.segment(language or "en", text):
        position = text.find(sentence, position)
        if position < 0:
            break
        starts.append(position)
        position += len(sentence)
    edges = [0, *starts[1:], len(text)]
    spans = [stripped(text, *span) for span in pairwise(edges)]
    return [(start, end) for start, end in spans if start < end]


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space at its edges."""
    found = text[start:end]
    return start + len(found) - len(found.lstrip()), start + len(found.rstrip())
