"""Dates as vague as their source."""

import random
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


@pytest.mark.parametrize("text", ["2022", "0900", "2022-01", "2022-12"])
def test_a_plain_year_or_month_is_read_as_the_package_reads_it(text):
    read, other = dates.parse(text), parse_edtf(text)
    assert read == other
    assert (read.lower_strict(), read.upper_strict()) == (
        other.lower_strict(),
        other.upper_strict(),
    )


@pytest.mark.parametrize("text", ["2022-11-08", "1999-12-31", "0001-01-01", "2024-02-29"])
def test_a_plain_day_is_read_as_the_package_reads_it(text):
    assert dates.parse(text) == parse_edtf(text)
    assert dates.earliest_day(text) == date.fromisoformat(text)


@pytest.mark.parametrize("text", ["2022-00", "2022-13", "2022-1", "0000-00", "２０２２"])
def test_what_only_looks_plain_is_refused(text):
    with pytest.raises(ValidationError):
        dates.validate_edtf(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022", (2022, 1, 1), (2022, 12, 31)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2022-08-08", (2022, 8, 8), (2022, 8, 8)),
        ("2022~", (2022, 1, 1), (2022, 12, 31)),
        ("202X", (2020, 1, 1), (2029, 12, 31)),
        ("2021/2023-05", (2021, 1, 1), (2023, 5, 31)),
        ("2021/..", (2021, 1, 1), None),
        ("2021/", (2021, 1, 1), None),
        ("../2021", None, (2021, 12, 31)),
        ("/2021", None, (2021, 12, 31)),
        ("-0333", (-333, 1, 1), (-333, 12, 31)),
        ("[2018,2020]", (2018, 1, 1), (2020, 12, 31)),
        ("2001-24", (2001, 1, 1), (2001, 12, 31)),
        ("2001-24/2003-24", (2001, 1, 1), (2003, 12, 31)),
        ("1950S2", (1900, 1, 1), (1999, 12, 31)),
        ("-0950S1", (-999, 1, 1), (-900, 12, 31)),
        ("Y171010000S3", (171000000, 1, 1), (171999999, 12, 31)),
        ("2022-33", (2022, 1, 1), (2022, 3, 31)),
    ],
)
def test_a_date_spans_all_the_days_that_it_may_mean_and_no_more(text, first, last):
    spanned = dates.span(text)
    assert (spanned.first, spanned.last) == (first, last)
    assert spanned.is_lasting == ("/" in text)
    assert spanned.is_vague == any(sign in text for sign in ("~", "S", "-24"))


@pytest.mark.parametrize("text", ["", "last week", "2022-02-30"])
def test_what_is_no_date_spans_nothing(text):
    assert dates.span(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2022?", "2022, uncertain"),
        ("2022-08%", "about August 2022, uncertain"),
        ("2022-06?-11", "11 June 2022, uncertain"),
        ("2021~/2023", "about 2021 to 2023"),
        ("2021/..", "from 2021 on"),
        ("2021/", "from 2021, end not stated"),
        ("../2021-03", "until March 2021"),
        ("../..", "at all times"),
        ("202X", "some time from 2020 to 2029"),
        ("2022-XX", "some time in 2022"),
        ("2022-12-XX", "some time in December 2022"),
        ("2022-21", "spring 2022"),
        ("-0333", "334 BC"),
        ("-0043-03-15", "15 March 44 BC"),
        ("0000", "1 BC"),
        ("?2004-06-~11", "about 11 June 2004, uncertain"),
        ("2022-08-08T10:00:00Z", "8 August 2022, 10:00:00 UTC"),
        ("{2018,2020}", "2018 and 2020"),
        ("[2018,2020-05]", "2018 or May 2020"),
        ("[1667,1668,1670..1672]", "1667, 1668 or 1670 to 1672"),
        ("[..1760-12]", "until December 1760"),
        ("2022-33", "the first quarter of 2022"),
        ("2022-41", "the second half of 2022"),
        ("2022-30", "summer 2022 of the south"),
        ("2022-21~/2023", "about spring 2022 to 2023"),
        ("1950S2", "about 1950, some time from 1900 to 1999"),
        ("Y17E7", "the year 170,000,000"),
        ("XXXX", "“XXXX” in EDTF notation"),
    ],
)
def test_a_vague_date_reads_as_vague_as_it_is(text, words):
    assert dates.in_words(text) == words


# All sorts of which the package reads at least some, levels 0 to 2.
SORTS = [
    "2022", "2022-08", "2022-08-08", "2022-08-08T10:00:00Z", "2022-08-08T10:00:00+05:30",
    "-0043", "-0043-03-15", "0000", "1950S2", "Y170000002", "Y-170000002", "Y-45E8", "Y17E7",
    "Y-17E7", "Y171010000S3", "Y3388E2S3", "2022-21", "2022-24", "2022-33", "2022-41", "2022?",
    "2022~", "2022-08%", "2022-08-08~", "202X", "20XX", "2XXX", "XXXX", "1X9X", "-004X", "2022-XX",
    "2022-12-XX", "2022-XX-XX", "15XX-12-25", "15XX-12-XX", "1560-XX-25", "XXXX-12-XX",
    "XXXX-XX-25", "202X-02-29", "202X~", "2004-06~-11", "2004?-06-11", "2004-?06-11",
    "?2004-06-~11", "?2004-06", "2004-06-%11", "2001-21^s", "2001-29",
]  # fmt: skip
DAYLESS = [
    "2022-0X", "2022-1X", "2022-X1", "2022-08-3X", "2022-08-X1", "2022-08-1X", "1560-X0-25",
    "2023-02-X9", "{2022-08-3X,2023}", "2004-1X/2005", "../", "2004-06~-31", "Y17E9", "Y17E11",
    "Y17E12", "Y17E20", "Y-17E20", "Y1E999999999", "Y99999999999",
]  # fmt: skip


def joined(seed):
    """Intervals and sets of every two sorts, some of which are none."""
    dice = random.Random(seed)
    for _ in range(60):
        one, other = sorted(dice.choices(SORTS + DAYLESS, k=2))
        yield from (f"{one}/{other}", f"{other}/", f"../{one}", f"[{one},{other}]", f"{{..{one}}}")


@pytest.mark.parametrize("text", SORTS)
def test_every_sort_of_date_is_a_date(text):
    dates.validate_edtf(text)


@pytest.mark.parametrize("text", DAYLESS)
def test_a_date_whose_days_cannot_be_told_is_refused_at_the_door(text):
    with pytest.raises(ValidationError, match="is not an EDTF date"):
        dates.validate_edtf(text)
    assert dates.span(text) is None and dates.in_words(text) == text


@pytest.mark.parametrize("texts", [SORTS, joined(1), joined(2)])
def test_whatever_is_a_date_has_days_and_words(texts):
    for text in texts:
        try:
            dates.validate_edtf(text)
        except ValidationError:
            continue
        spanned, earliest = dates.span(text), dates.earliest_day(text)
        assert text.startswith("XXXX") or not spanned.is_reversed, text
        assert not earliest or (earliest.year, earliest.month, earliest.day) == spanned.first
        assert dates.in_words(text).strip() and "None" not in dates.in_words(text)


@pytest.mark.parametrize("text", ["2023/2021", "2022-05/2022-04", "2022-02-02/2022-02-01~"])
def test_an_interval_that_ends_before_it_begins_is_refused(text):
    with pytest.raises(ValidationError, match="ends before it begins"):
        dates.validate_edtf(text)
