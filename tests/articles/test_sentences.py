"""The sentence around a stretch of text."""

import pytest

from articles.sentences import sentence_around, sentences

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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two!  Three", ["One.", "Two!", "Three"]),
        ("  Wrapped\nover two lines. Then\nmore.\n", ["Wrapped\nover two lines.", "Then\nmore."]),
        ("Dr. Smith of Ucore Inc. came.", ["Dr. Smith of Ucore Inc. came."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_the_sentences_of_a_text_leave_only_white_space_between_them(text, found):
    spans = sentences(text)
    assert [text[start:end] for start, end in spans] == found
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    between = zip(edges[::2], edges[1::2], strict=True)
    assert not "".join(text[end:start] for end, start in between).strip()
