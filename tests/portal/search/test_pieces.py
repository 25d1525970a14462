"""What of a name is in the index of every text that has it."""

import random

import pytest

from entities.matching import Matcher
from portal.search.folding import plains
from portal.search.pieces import has_cut, ways

# What is written, folded or joined in some way of its own.
WORDS = """
Lofdal Namibia O'Brien L'Oréal d’Arcy qu'il U.S. U.S 3.5 1,000 Er-5 C&N Co. co-operation re-export
日本 日 か が ガ ｶ ﾞ ไทย ำ กำ 삼성 ᄀ ᅡ 가 ß ẞ İ ı ﬁne œuvre Ærø Lof\u00addal 100% S s us US ☃ a the
news Лофдал Σίσυφος ς लोफडाल क्‍ष ে া e\u0301 é x_y _ - — / . , ' ’ ʼ ( ) \u200b \u00ad \u0301
\u3099 's ⅷ ﷺ 10 jus lors \U00010400 \U0001d400 ⒈
"""
WRITTEN = WORDS.split()
JOINTS = ["", "", " ", " ", "'", "’", "-", ".", ",", "\n", "\u00a0", "\u00ad", "\u200d"]


def made_text(dice: random.Random, most: int) -> str:
    count = dice.randint(1, most)
    return "".join(dice.choice(WRITTEN) + dice.choice(JOINTS) for _ in range(count))


def made_name(dice: random.Random, text: str) -> str:
    start = dice.randrange(len(text))
    return dice.choice([text[start : start + dice.randint(1, 9)], made_text(dice, 2)])


def may_be_found(name: str, text: str) -> bool:
    """Whether the index leads to the text, or says that it cannot know."""
    words, found = plains(text.replace("\n", " ")).split(), ways([name])
    if found is None or has_cut(text.replace("\n", " ").split(" ")):
        return True
    return any(all(any(piece in word for word in words) for piece in way) for way in found)


@pytest.mark.parametrize("seed", range(10))
def test_whatever_text_has_a_name_the_index_leads_to_it(seed):
    dice, matches = random.Random(seed), 0
    for _ in range(1_500):
        text = made_text(dice, 12)
        name = made_name(dice, text)
        if Matcher([(name, 1)]).find(text):
            matches += 1
            assert may_be_found(name, text), (ascii(name), ascii(text))
    assert matches > 100


@pytest.mark.parametrize(
    "name, text",
    [
        ("Brien", "O'Brien"),
        ("Lofdal", "Lofdal’s"),
        ("Arcy", "d’Arcy"),
        ("1", "1,000 t"),
        ("dal", "Lof\u00addal"),
        ("Lofdal", "Lof\u200bdal " + "x\u200b" * 200 + "Lofdal"),
        ("か", "か\u3099"),
        ("news agency", "News\nagency"),
    ],
)
def test_a_name_within_a_longer_word_of_the_index_is_led_to(name, text):
    assert Matcher([(name, 1)]).find(text)
    assert may_be_found(name, text)


@pytest.mark.parametrize("name", ["S", "☃", "qu’", "—"])
def test_of_a_name_of_which_nothing_is_certain_the_index_says_nothing(name):
    assert ways([name]) is None


def test_names_are_told_apart_by_their_pieces():
    assert ways(["Namibia Critical Metals"]) == [("critical", "metals", "namibia")]
    assert ways(["日本"]) == [("日本",)]
    assert ways(["Lofdal", "Er-5"]) == [("5", "er"), ("lofdal",)]
