"""A quote as a curator types it, found in the article's own characters."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError

from entities.quoting import find_quote, recognise
from tests.makers import make_article

PRINTED = "Japan’s “new” deal – worth 10\u00a0000 dollars – is rare\u00adearth news… in São Paulo."


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('Japan\'s "new" deal', "Japan’s “new” deal"),
        ("deal - worth 10 000 dollars", "deal – worth 10\u00a0000 dollars"),
        ("rareearth news", "rare\u00adearth news"),
        ("news... in", "news… in"),
        (unicodedata.normalize("NFD", "in São Paulo"), "in São Paulo"),
        ("  deal -\nworth ", "deal – worth"),
        ("Japan’s “new” deal", "Japan’s “new” deal"),
    ],
)
def test_what_is_typed_is_found_as_it_is_printed(typed, kept):
    (place,) = recognise(typed, ["Another passage.", PRINTED])
    assert (place.index, PRINTED[place.start : place.end]) == (1, kept)


def test_the_characters_given_go_before_those_that_only_look_alike():
    texts = ["Japan’s deal", "Japan's deal"]
    assert [place.index for place in recognise("Japan's deal", texts)] == [1]
    assert [place.index for place in recognise("Japan’s deal", texts)] == [0]


@pytest.mark.parametrize("nothing", ["", "  ", "\u00ad", "Japan s deal", "japan's"])
def test_what_is_not_there_is_not_found(nothing):
    assert recognise(nothing, [PRINTED]) == []


def test_one_sign_that_is_typed_as_three_is_one_place():
    assert len(recognise(".", ["Well…"])) == 1


def absent(quote, article, number=None) -> str:
    with pytest.raises(ValidationError) as error:
        find_quote(quote, article, number)
    return error.value.message


@pytest.mark.django_db
def test_a_quote_is_found_in_the_article_in_its_own_characters():
    article = make_article(f"Opening.\n\n{PRINTED}")
    found = find_quote('"new" deal - worth', article)
    assert (found.quote, found.passage.position) == ("“new” deal – worth", 2)


@pytest.mark.django_db
def test_a_quote_that_is_not_there_is_told_with_the_closest_words_and_the_difference():
    article = make_article(f"Opening.\n\n{PRINTED}")
    told = absent('Japan\'s "old" deal - worth 10 000 dollars', article)
    assert "The closest passage is 2: “Japan’s “new” deal – worth 10\u00a0000 dollars”" in told
    assert "[old → new]" in told
    assert absent("Of quite another matter, mice.", article).endswith("anything close to it.")


@pytest.mark.django_db
@pytest.mark.parametrize("signs", [".", "...", "“”", " – "])
def test_signs_alone_are_no_quote(signs):
    assert "at least one letter" in absent(signs, make_article("“It’s” – here."))


@pytest.mark.django_db
def test_a_quote_in_several_passages_asks_which():
    article = make_article("It’s here.\n\nIt’s there.")
    assert "several passages: 1, 2" in absent("It's", article)
    assert find_quote("It's", article, 2).passage.position == 2
    assert "stands in: 1, 2" in absent("It's", article, 3)
