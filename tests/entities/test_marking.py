"""Cutting text at spans, and the fragments that make a browser mark a quote."""

import random

from entities.marking import cut, text_fragment


def test_the_pieces_joined_are_the_text_whatever_the_spans():
    dice = random.Random(7)
    text = "Namibia Critical Metals‘ Lofdal Project 🙂 stands out"
    for _ in range(500):
        spans = [(dice.randrange(60), dice.randrange(60), "x") for _ in range(dice.randrange(6))]
        assert "".join(piece for piece, _ in cut(text, spans)) == text


def test_a_span_is_yielded_with_its_payload_and_an_overlapping_one_is_not():
    pieces = list(cut("abcdef", [(1, 3, "one"), (2, 4, "two"), (4, 5, "three")]))
    assert [piece for piece in pieces if piece[1]] == [("bc", "one"), ("e", "three")]


def test_a_fragment_escapes_what_has_a_meaning_in_it():
    assert text_fragment("non-Chinese, A & B") == ":~:text=non%2DChinese%2C%20A%20%26%20B"


def test_a_break_in_a_quote_is_a_space_in_its_fragment():
    assert text_fragment("rare\n  earths") == ":~:text=rare%20earths"


def test_the_context_counts_only_in_whole_words():
    fragment = text_fragment("the deal", "ome words before ", " after it endi")
    assert fragment == ":~:text=words%20before-,the%20deal,-after%20it"
