"""What changed between two texts, and between two versions."""

import pytest

from articles.comparing import compare_passages, compare_words, in_words


def changes(old, new):
    return [(one.change, one.old, one.new) for one in compare_passages(old, new)]


def test_words_that_differ_are_told_from_those_kept():
    pieces = compare_words("reduced latency by twelve percent", "reduced latency by 11 percent")
    assert [tuple(piece) for piece in pieces] == [
        ("kept", "reduced latency by "), ("removed", "twelve"), ("added", "11"), ("kept", " "),
        ("kept", "percent"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("a twelve b", "a eleven b", "a [twelve → eleven] b"),
        ("a b", "a new b", "a [+ new] b"),
        ("a old b", "a b", "a [− old] b"),
        ("in 2021.", "in 2022.", "in [2021 → 2022]."),
        ("same\nwords", "same words", "same words"),
        ("日本政府", "日本国政府", "日本[+ 国]政府"),
        ("the end", "the end.", "the end[+ .]"),
    ],
)
def test_a_difference_reads_as_plain_text(old, new, said):
    assert in_words(compare_words(old, new)) == said


def test_both_texts_can_be_had_back_from_the_pieces():
    old, new = "It was said, in 2021: “no”.", "It is said in 2022, then: “no!”"
    pieces = compare_words(old, new)
    for one, other, text in (("kept", "removed", old), ("kept", "added", new)):
        joined = "".join(piece.text for piece in pieces if piece.change in (one, other))
        assert "".join(joined.split()) == "".join(text.split())


def test_very_long_texts_are_not_compared_word_by_word():
    pieces = compare_words("old " * 3000, "new " * 3000)
    assert [piece.change for piece in pieces] == ["removed", "added"]


def test_passages_are_added_removed_and_altered_in_reading_order():
    old = ["A first passage, old.", "The same.", "The deposit is rich in yttrium.", "Last words."]
    new = ["The same.", "A whole new thought.", "The deposit is poor in yttrium.", "Last words."]
    assert changes(old, new) == [("removed", 0, None), ("added", None, 1), ("altered", 2, 2)]


def test_lines_that_are_wrapped_anew_are_no_change():
    assert changes(["One line\nand another."], ["One line and\nanother. "]) == []


def test_a_version_is_compared_with_itself_and_with_nothing():
    assert changes(["One.", "Two."], ["One.", "Two."]) == []
    assert changes([], ["One."]) == [("added", None, 0)]
    assert changes(["One."], []) == [("removed", 0, None)]
