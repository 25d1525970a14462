"""The sentence around a stretch of text. Pure."""

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
