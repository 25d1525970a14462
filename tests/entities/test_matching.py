"""Finding names in text."""

import time
from itertools import pairwise
from random import Random

import pytest

from entities.matching import Matcher, among, as_compared
from tests.soaking import times

# Where words begin and end is most doubtful among these.
DOUBTFUL = ["a", "A", "b", "ß", "İ", "é", "e\u0301", "\u0301", "日", "本", "ー", "가", "ไ", "ः",
            "1", "_", "-", "'", ".", " ", " ", "  ", "\n", "\u00a0"]  # fmt: skip


def found(text: str, *names: str) -> list[str]:
    return [span.surface for span in Matcher((name, name) for name in names).find(text)]


def test_the_longest_name_wins():
    names = ("Namibia", "Namibia Critical Metals", "Critical Metals")
    assert found("Namibia Critical Metals is in Namibia.", *names) == [
        "Namibia Critical Metals",
        "Namibia",
    ]


def test_the_longest_wins_even_where_a_shorter_one_begins_before_it():
    assert found("the rare earth element dysprosium", "rare earth", "earth element dysprosium") == [
        "earth element dysprosium"
    ]


def test_a_longer_name_that_ends_inside_a_word_does_not_hide_a_shorter_one():
    assert found("New Yorkers love New York.", "New York", "New") == ["New", "New York"]


@pytest.mark.parametrize(
    "text",
    ["Namibian", "xNamibia", "Namibia-based", "pre-Namibia", "Namibia2", "Namibia_x", "Namibiaé"],
)
def test_only_whole_words_match(text):
    assert found(text, "Namibia") == []


@pytest.mark.parametrize("text", ["Namibia’s", "(Namibia)", "“Namibia”", "Namibia.", "Namibia/x"])
def test_punctuation_ends_a_word(text):
    assert found(text, "Namibia") == ["Namibia"]


def test_a_mark_upon_the_last_letter_belongs_to_the_word():
    assert found("Namibiax̄ and Hasx̄", "Has", "Namibiax") == []


def test_the_first_letter_may_be_in_either_case_and_no_other():
    assert found(
        "Electric vehicles, electric vehicles, Electric Vehicles", "electric vehicles"
    ) == [
        "Electric vehicles",
        "electric vehicles",
    ]
    assert found("lofdal Lofdal LOFDAL", "Lofdal") == ["lofdal", "Lofdal"]


@pytest.mark.parametrize("space", ["\n", "  ", "\u00a0", " \n\t", "\u2028", "\r\n"])
def test_white_space_of_any_kind_reads_as_a_space(space):
    text = f"Then Namibia{space}Critical Metals came."
    (span,) = Matcher([("Namibia Critical Metals", 1), ("Namibia", 2)]).find(text)
    assert span.keys == {1}
    assert text[span.start : span.end] == span.surface == f"Namibia{space}Critical Metals"


def test_offsets_hold_after_characters_that_change_length_in_lower_case():
    text = "İİİ and  ﬁ ẞ Lofdal"
    (span,) = Matcher([("Lofdal", 1)]).find(text)
    assert text[span.start : span.end] == "Lofdal"


def test_a_name_in_decomposed_letters_is_found_in_composed_text():
    assert found("The café is open.", "cafe\u0301") == ["café"]


def test_a_shared_name_gives_one_span_with_both_keys():
    (span,) = Matcher([("Georgia", 1), ("Georgia", 2)]).find("In Georgia.")
    assert span.keys == {1, 2}


def test_a_script_without_spaces_needs_no_edge_of_a_word():
    assert found("日本は資源がない。", "日本") == ["日本"]


def test_names_of_nothing_but_space_are_no_names():
    assert found("a b", "", " ", "\n") == []


def test_no_names_find_nothing():
    assert Matcher([]).find("Namibia") == []


def test_a_name_repeated_without_end_is_matched_in_bounded_time():
    began = time.process_time()
    spans = Matcher([("a a", 1), ("a", 2), ("a a a", 3)]).find("a " * 50_000)
    assert len(spans) > 16_000
    assert time.process_time() - began < 10


def test_spans_are_in_order_and_never_overlap():
    names = [("rare earth", 1), ("rare earth elements", 2), ("earth elements", 3), ("elements", 4)]
    spans = Matcher(names).find("Rare earth elements, rare earth, earth elements and elements.")
    assert [span.surface for span in spans] == [
        "Rare earth elements", "rare earth", "earth elements", "elements",
    ]  # fmt: skip
    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize(
    "one, other",
    [
        ("Rare earths", "rare earths"),
        ("rare\n  earths", "rare earths"),
        ("cafe\u0301", "Café"),
        (" Lofdal ", "Lofdal"),
    ],
)
def test_names_that_match_the_same_are_compared_as_one(one, other):
    assert as_compared(one) == as_compared(other)


def test_names_that_match_apart_are_not_one():
    assert len(set(map(as_compared, ("Lofdal", "LOFDAL", "Lofdals", "Lof dal", "")))) == 5


def test_names_that_stand_in_no_text_are_of_no_account():
    dice = Random(1)

    def written(most: int) -> str:
        return "".join(dice.choices(DOUBTFUL, k=dice.randint(0, most)))

    for _ in range(times(1_000, 100_000)):
        names = [(written(4), number) for number in range(30)]
        texts = [written(20) for _ in range(3)]
        some = among(names, texts)
        assert Matcher(some).find_all(texts) == Matcher(names).find_all(texts), (names, texts)


def test_names_with_a_word_that_no_text_has_are_left_out():
    names = [(name, name) for name in ("Rare earths", "rare gas", "日本", "Rare", "arth", "Ra")]
    some = among(names, ["On rare earths."])
    assert [name for name, _ in some] == ["Rare earths", "日本", "Rare"]
