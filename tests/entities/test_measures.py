"""The words of what is measured."""

from decimal import Decimal

import pytest

from entities.figures import measures


def test_every_measure_has_words_and_one_topic():
    named = [measure for topic in measures.TOPICS for measure in topic.measures]
    assert sorted(named) == sorted(measures.MEASURES)


def test_a_measure_that_nothing_declares_reads_well_all_the_same():
    topic = measures.topic_of("magnet_output")
    assert (topic.slug, topic.title, topic.drawn) == (
        "measure-magnet_output", "Magnet output", "bars",
    )  # fmt: skip


def test_what_is_not_known_is_written_as_the_source_writes_it():
    assert measures.unit_in_words("t") == "tonnes"
    assert measures.unit_in_words("pounds") == "pounds"
    assert measures.basis_in_words("contained metal") == "contained metal"


@pytest.mark.parametrize("unit", ["kg", "mg", "kt/year", "mol", "pH", "µg/L", "", "U.S. dollars"])
def test_a_symbol_of_a_unit_gets_no_capital(unit):
    assert measures.opening(unit) == unit


def test_a_word_gets_its_capital():
    assert measures.opening("tonnes a year") == "Tonnes a year"
    assert measures.opening("oxide, 99% min, FOB") == "Oxide, 99% min, FOB"


@pytest.mark.parametrize(
    ("value", "words"),
    [("270000", "270,000"), ("17.500000", "17.5"), ("0.960000", "0.96"), ("0.000000", "0"),
     ("-20.350000", "-20.35"), ("1000.000000", "1,000")],
)  # fmt: skip
def test_numbers_stand_in_groups_of_three_with_no_nought_to_no_purpose(value, words):
    assert measures.written(Decimal(value)) == words
