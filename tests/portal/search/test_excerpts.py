"""The passage that answers best, and what of it is shown."""

import random

from portal.search.excerpts import LONGEST, Passage, best, excerpt, worth_of
from portal.search.ranking import neighbours


def text_of(pieces):
    return "".join(text for text, _ in pieces)


def marks(pieces):
    return [text for text, is_mark in pieces if is_mark]


def passages(*texts, kind="body"):
    return [Passage(number, kind, text) for number, text in enumerate(texts, 1)]


def test_the_passage_with_most_of_the_words_is_best():
    some = passages("Rare earths.", "Namibia has rare earths.", "Namibia.")
    assert best(some, ("namibia", "rare", "earth")).position == 2


def test_of_equals_words_side_by_side_win_then_the_first():
    apart = passages("A rare kind of earth.", "A rare earth.", "A rare earth again.")
    assert best(apart, ("rare", "earth")).position == 2


def test_no_passage_after_the_chosen_one_is_better_and_none_before_it_as_good():
    dice = random.Random(4)
    wanted = ("namibia", "rare", "earth")
    for _ in range(200):
        some = passages(*(" ".join(dice.choices([*wanted, "of", "deal"], k=4)) for _ in range(5)))
        for passage in dice.sample(some, 2):
            passage.named = {7: [(0, 2)]}
        worths = [worth_of(one, set(wanted), neighbours(wanted)) for one in some]
        assert best(some, wanted) is some[worths.index(max(worths))]


def test_a_title_gives_way_to_a_passage_that_says_as_much():
    title, body = passages("Namibia deal", "The deal of Namibia.")
    title.kind = "title"
    assert best([title, body], ("namibia", "deal")).position == 2


def test_a_passage_that_names_the_entity_in_other_words_counts():
    some = passages("Nothing here.", "The minerals are rare.")
    some[1].named = {7: [(4, 12)]}
    chosen = best(some, ("ree",))
    assert chosen.position == 2
    assert marks(excerpt(chosen, ("ree",))) == ["minerals"]


def test_no_passage_no_best():
    assert best([], ("word",)) is None


def test_words_are_marked_in_whatever_form_they_stand():
    (one,) = passages("Japan’s mining; the mines of MINE-owners.")
    assert marks(excerpt(one, ("mine", "japan"))) == ["Japan’s", "mining", "mines", "MINE"]


def test_function_words_are_marked_only_within_a_phrase():
    (one,) = passages("In the north, rich in yttrium, and in use.")
    assert marks(excerpt(one, ("rich", "in", "yttrium"))) == ["rich", "in", "yttrium"]
    assert marks(excerpt(one, ("in", "the"))) == ["In", "the", "in", "in"]


def test_signs_without_spaces_are_marked_as_one():
    (one,) = passages("これはレアアースです。")
    assert marks(excerpt(one, ("レア", "アア", "アー", "ース"))) == ["レアアース"]


def test_a_short_passage_is_shown_whole_and_unaltered():
    (one,) = passages("  Odd   spacing‘ and quotes “kept”. ")
    assert text_of(excerpt(one, ("quot",))) == one.text


def test_of_a_long_passage_the_densest_part_is_shown_between_dots():
    filler = "Nothing of it is said in this sentence at all. " * 20
    (one,) = passages(f"{filler}A rare thing is the earth that Namibia holds. {filler}")
    pieces = excerpt(one, ("rare", "earth", "namibia"))
    shown = text_of(pieces)
    assert marks(pieces) == ["rare", "earth", "Namibia"]
    assert shown.startswith("… A rare thing") and shown.endswith(" …")
    assert len(shown) < LONGEST + 10
    assert shown.removeprefix("… ").removesuffix(" …") in one.text


def test_a_long_passage_without_spaces_or_words_is_cut_all_the_same():
    (one,) = passages("x" * 5000)
    assert len(text_of(excerpt(one, ("y",)))) < LONGEST + 10
