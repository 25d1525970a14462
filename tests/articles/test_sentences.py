"""The sentence around a stretch of text."""

import pytest

from articles.sentences import sentence_around

TEXT = "  It works with Namibia Critical Metals Inc. for Lofdal. China needs U.S. chips! Why? "


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Lofdal", "It works with Namibia Critical Metals Inc. for Lofdal."),
        ("U.S.", "China needs U.S. chips!"),
        ("Why", "Why?"),
        ("Lofdal. China", TEXT[2:TEXT.index(" Why")]),
    ],
)  # fmt: skip
def test_the_sentence_is_found_without_its_neighbours(words, sentence):
    start = TEXT.index(words)
    begin, end = sentence_around(TEXT, start, start + len(words))
    assert TEXT[begin:end] == sentence
