"""The curation files read as records of one shape."""

import pytest

from entities.seeds import SeedReader, place_of, plain_number, quote_key, split_date


@pytest.mark.parametrize(
    "text, date, note",
    [
        ("2023-08 (day not seen)", "2023-08", "day not seen"),
        ("2022-11-08", "2022-11-08", ""),
        ("2021/2023 as planned", "2021/2023", "as planned"),
        ("time of the article", "", "time of the article"),
        ("unknown", "", ""),
        ("Not stated", "", ""),
        ("", "", ""),
    ],
)
def test_a_date_is_parted_from_the_words_beside_it(text, date, note):
    assert split_date(text) == (date, note)


def test_what_begins_like_a_date_and_is_none_is_refused():
    with pytest.raises(ValueError, match="is not an EDTF date"):
        split_date("2022-99 (sometime)")


@pytest.mark.parametrize(
    "table, place",
    [
        ({"line": 11}, "11"), ({"passage": 6}, "p6"), ({"line": 0}, ""), ({"line": "11"}, ""),
        ({"line": -1}, ""), ({}, ""), ({"line": True}, ""), ({"passage": True}, ""),
        ({"line": 2**31}, ""),
    ],
)  # fmt: skip
def test_a_place_is_a_line_or_a_passage(table, place):
    assert place_of(table) == place


def test_a_quote_is_known_by_its_article_and_words_however_they_are_wrapped():
    assert quote_key("a", "rare\nearth") == quote_key("a", "rare earth") != quote_key("b", "rare")


@pytest.mark.parametrize(
    "value, text", [("270000", "270000"), ("17.500000", "17.5"), ("1E+3", "1000"), ("0.000", "0")]
)
def test_a_number_is_written_without_exponent_or_idle_noughts(value, text):
    from decimal import Decimal

    assert plain_number(Decimal(value)) == text


def test_the_seeds_are_read_without_a_problem(seeds, db):
    read = SeedReader(seeds).read()
    assert read.problems == []
    assert {kind for kind, records in read.records.items() if records} == {
        "source", "entity", "note", "relation_type", "relationship", "observation",
    }  # fmt: skip
    japan = read.records["entity"]["japan"]
    assert japan["names"]["Japan"]["links"] is True
    assert japan["identifiers"]["wikidata"] == {"value": "Q17", "checks": 2}
    dysprosium = read.records["entity"]["dysprosium"]
    assert dysprosium["names"]["Dy"]["links"] is False


def test_every_quote_of_the_seeds_has_its_place(seeds, db):
    read = SeedReader(seeds).read()
    quotes = sum(len(one["evidence"]) for one in read.records["relationship"].values())
    assert len(read.places) == quotes > 50
    assert all(read.places.values())
