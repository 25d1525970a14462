"""Dates as vague as their source."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from edtf import parse_edtf

from articles import dates


@pytest.mark.parametrize("value", ["unknown", "Not stated", " NOT STATED ", "", None, "  "])
def test_no_value_is_no_value(value):
    assert dates.stated(value) == ""


def test_a_value_is_kept():
    assert dates.stated(" 2022 ") == "2022"


@pytest.mark.parametrize(
    "text, earliest, words",
    [
        ("2022", date(2022, 1, 1), "2022"),
        ("2022-11", date(2022, 11, 1), "November 2022"),
        ("2022-11-08", date(2022, 11, 8), "8 November 2022"),
        ("2021/2023", date(2021, 1, 1), "2021 to 2023"),
        ("2021-05/2023-02-01", date(2021, 5, 1), "May 2021 to 1 February 2023"),
    ],
)
def test_a_date_sorts_by_its_first_day_and_reads_in_words(text, earliest, words):
    dates.validate_edtf(text)
    assert dates.earliest_day(text) == earliest
    assert dates.in_words(text) == words


def test_an_approximate_date_says_so():
    assert dates.in_words("2022~") == "about 2022"


@pytest.mark.parametrize("text", ["last week", "8.11.2022", "2022-13", "2022-02-31x", "11/08/2022"])
def test_what_is_no_date_is_refused_with_an_example(text):
    with pytest.raises(ValidationError, match=r"is not an EDTF date\. Write 2022"):
        dates.validate_edtf(text)


@pytest.mark.parametrize("text", ["2022-02-31", "2022-00-10", "2021-02-29"])
def test_a_day_that_no_calendar_has_is_refused(text):
    with pytest.raises(ValidationError):
        dates.validate_edtf(text)


@pytest.mark.parametrize("text", ["", "../2022", "-0500", "y170000002"])
def test_a_date_out_of_reach_has_no_first_day(text):
    assert dates.earliest_day(text) is None


@pytest.mark.parametrize("text", ["2022-11-08", "1999-12-31", "0001-01-01", "2024-02-29"])
def test_a_plain_day_is_read_as_the_package_reads_it(text):
    assert dates.parse(text) == parse_edtf(text)
    assert dates.earliest_day(text) == date.fromisoformat(text)
