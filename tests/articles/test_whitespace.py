"""White space folded, and the way back."""

import pytest

from articles.whitespace import fold


@pytest.mark.parametrize(
    "text, folded",
    [
        ("rare earth", "rare earth"),
        ("rare\n  earth", "rare earth"),
        ("rare\r\nearth", "rare earth"),
        ("rare\u00a0earth\u2028s", "rare earth s"),
        ("\n a\t\tb  ", " a b "),
        ("", ""),
    ],
)
def test_a_run_of_white_space_reads_as_one_space(text, folded):
    assert fold(text).text == folded


def test_every_offset_finds_its_character_again():
    text = "  One\n\n two\u00a0 three\r\nfour five  six\t"
    folded = fold(text)
    for offset, character in enumerate(folded.text):
        original = text[folded.original(offset)]
        assert original == character or (character == " " and original.isspace())


def test_a_span_never_takes_in_the_white_space_that_follows():
    text = "a  rare \n earth   element"
    folded = fold(text)
    start = folded.text.index("rare")
    first, last = folded.original_span(start, start + len("rare earth"))
    assert text[first:last] == "rare \n earth"
