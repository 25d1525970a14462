"""Names that texts have and no entity is called."""

import pytest
from django.core.management import call_command
from django.db import connection

from entities import offering
from entities.models import NameRule, UnclaimedName
from entities.proposing import Finder, Sighting, Tally
from tests.dumps import every_row
from tests.makers import make_article, make_entity


def names_in(text: str, *held: str, aside: tuple = (), language: str = "en") -> list[str]:
    return [one.text for one in Finder(held, aside).find(text, language)]


def sure_in(text: str, *held: str) -> list[str]:
    return [one.text for one in Finder(held).find(text) if not one.is_weak]


def offered() -> list[tuple]:
    return list(UnclaimedName.objects.values_list("text", "article_count", "mention_count"))


# What is a name


@pytest.mark.parametrize(
    "text, names",
    [
        ("They say that Northern Minerals digs.", ["Northern Minerals"]),
        ("It was the Ministry of Mines & Energy, then.", ["Ministry of Mines & Energy"]),
        ("It is the Port de Walvis Bay here.", ["Port de Walvis Bay"]),
        ("They met Bank of the North officials.", ["Bank of the North"]),
        ("They fly to New York and then to New Zealand.", ["New York", "New Zealand"]),
        ("It was DLA, and then the R&D, in the U.S. too.", ["DLA", "R&D", "U.S."]),
        ("They met Namibia’s Ministry there.", ["Namibia", "Ministry"]),
        ("They met Dr Smith and Mrs Jones.", ["Smith", "Jones"]),
        ("They met Smith, Jones there.", ["Smith", "Jones"]),
        ("It is all so with no name in it, of course.", []),
    ],
)
def test_capitalised_words_make_a_name(text, names):
    assert names_in(text) == names


def test_a_name_goes_on_over_a_line_break_and_reads_as_in_one_line():
    (one,) = Finder([]).find("They say that Northern\nMinerals digs.")
    assert one == Sighting("Northern Minerals", 14, 31)


@pytest.mark.parametrize(
    "text",
    [
        "It was in March and on Tuesday.",
        "They say that I do, and that We’re there.",
        "It was chapter IV of all.",
        "It was X and then Y.",
        "it is iron that they eBay.",
    ],
)
def test_what_has_a_capital_for_another_reason_is_no_name(text):
    assert names_in(text) == []


def test_a_month_beside_a_name_is_no_part_of_it():
    assert names_in("They saw Lofdal March figures, and March Lofdal ones.") == [
        "Lofdal", "Lofdal"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Windmills turn here.",
        "It ends. Windmills turn here.",
        "They said: “Windmills turn here.”",
        "Windmills: How To Build Them",
        "WINDMILLS TURN IN THE VALLEY",
    ],
)
def test_a_capital_at_the_head_of_a_sentence_or_in_a_headline_proves_nothing(text):
    assert sure_in(text) == []


def test_common_words_before_a_name_are_left_off_at_the_head_of_a_sentence():
    assert names_in("The Northern Minerals mine is old. However Lofdal is new.") == [
        "Northern Minerals", "Lofdal"
    ]  # fmt: skip


def test_an_acronym_at_the_head_of_a_sentence_is_sure():
    assert sure_in("DLA buys it.") == ["DLA"]


def test_names_held_are_not_offered_nor_parts_of_longer_ones():
    held = ("Namibia", "Japan Organization for Metals and Energy Security")
    text = "It was the Japan Organization for Metals and Energy Security, in Namibia, at Windhoek."
    assert names_in(text, *held) == ["Windhoek"]


def test_a_longer_name_with_one_that_is_held_is_offered():
    assert names_in("They met the Bank of Namibia there.", "Namibia") == ["Bank of Namibia"]


def test_a_name_set_aside_is_not_offered_however_it_is_written():
    assert names_in("They met Northern\n Minerals there.", aside=("northern Minerals",)) == []


def test_one_capitalised_word_proves_nothing_where_every_noun_has_one():
    text = "Das ist ein Haus von Rio Tinto und der DLA."
    assert names_in(text, language="de-AT") == ["Rio Tinto", "DLA"]


# What is counted


def test_a_name_is_offered_once_it_is_sure_and_stands_in_two_articles():
    tally = Tally()
    for article, text, is_weak in [
        (1, "Lofdal", True), (1, "Lofdal", False), (2, "Lofdal", True),
        (1, "Windmills", True), (2, "Windmills", True), (2, "Once", False),
    ]:  # fmt: skip
        tally.add(Sighting(text, 0, 1, is_weak), article, passage=article * 10)
    (one,) = tally.offered(10)
    assert (one.text, one.articles, one.mentions, one.passage) == ("Lofdal", 2, 3, 10)


def test_counting_stays_within_its_bounds_and_keeps_the_frequent():
    tally = Tally(most_kept=100)
    for article in range(1, 1001):
        tally.add(Sighting("Lofdal", 0, 1), article, 1)
        tally.add(Sighting(f"Once {article}", 0, 1), article, 1)
        assert len(tally.counts) <= 101
    assert [(one.text, one.articles) for one in tally.offered(10)] == [("Lofdal", 1000)]


# What is stored


@pytest.fixture
def articles(db):
    make_entity("Namibia", kind="country")
    make_article("In Namibia they met Northern Minerals and DLA there.", slug="one")
    make_article("They left Northern Minerals to DLA. DLA is in Namibia.", slug="two")
    make_article("It belongs to Northern Minerals, as Windhoek says.", slug="three")


def test_the_most_frequent_come_first(articles):
    offering.offer_names()
    assert offered() == [("Northern Minerals", 3, 3), ("DLA", 2, 3)]
    assert "Northern Minerals" in UnclaimedName.objects.first().passage.text


def test_looking_again_writes_nothing(articles):
    offering.offer_names()
    before = every_row(connection)
    outcome = offering.offer_names()
    assert (outcome.created, outcome.changed, outcome.removed) == (0, 0, 0)
    assert every_row(connection) == before


def test_the_list_follows_what_is_decided_and_what_is_imported(articles):
    offering.offer_names()
    make_entity("Northern Minerals")
    NameRule.objects.create(text="DLA", verdict="rejected")
    make_article("They all went to Windhoek then.", slug="four")
    outcome = offering.offer_names()
    assert offered() == [("Windhoek", 2, 2)]
    assert (outcome.created, outcome.changed, outcome.removed) == (1, 0, 2)


def test_only_what_readers_get_as_the_article_is_looked_through(db):
    for slug in ("one", "two"):
        article = make_article("They met Northern Minerals.\n\nThey met DLA.", slug=slug)
        article.versions.get().passages.filter(text__contains="DLA").update(kind="promo")
    offering.offer_names()
    assert offered() == [("Northern Minerals", 2, 2)]


def test_the_command_says_how_many_it_offers(articles, capsys):
    call_command("propose_names")
    assert capsys.readouterr().out == ("Names of no entity: 2 offered; 2 new, 0 changed, 0 gone.\n")


def test_all_that_the_seeds_name_twice_is_held(built):
    assert not UnclaimedName.objects.exists()
