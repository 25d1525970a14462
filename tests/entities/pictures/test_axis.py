"""A line of time: where days stand, and which are written."""

from datetime import date
from itertools import pairwise

import pytest

from articles.dates import span
from entities.pictures.axis import axis, number_of


@pytest.mark.parametrize("day", ["0001-01-01", "1900-02-28", "2000-02-29", "2022-12-31"])
def test_days_are_as_far_apart_as_in_the_calendar(day):
    since = number_of(1970, 1, 1) - date(1970, 1, 1).toordinal()
    one = date.fromisoformat(day)
    assert number_of(one.year, one.month, one.day) - since == one.toordinal()


def test_days_before_the_year_1_go_on_in_a_row():
    assert number_of(1, 1, 1) - number_of(0, 12, 31) == 1
    assert number_of(-333, 12, 31) - number_of(-333, 1, 1) == 364


def written(*texts, width=760):
    line = axis([span(text) for text in texts], 0, width, 70)
    return [tick.label for tick in line.ticks]


@pytest.mark.parametrize(
    ("texts", "labels"),
    [
        (["2022"], ["2021", "2022", "2023", "2024"]),
        (["2022-08-08"], ["Jul 2022", "Aug 2022", "Sep 2022", "Oct 2022"]),
        (["2010", "2019"], [str(year) for year in range(2010, 2021)]),
        (["1788", "2025"], ["1750", "1800", "1850", "1900", "1950", "2000", "2050"]),
        (["2022-02-01", "2023-01-05"], ["Jan 2022", "Apr", "Jul", "Oct", "Jan 2023", "Apr"]),
    ],
)
def test_what_is_written_is_round_and_no_finer_than_the_vaguest_date(texts, labels):
    assert written(*texts) == labels


@pytest.mark.parametrize("texts", [["-0333", "2022"], ["Y170000002"], ["0900", "2024-01-01"]])
def test_any_year_has_its_place_and_what_is_written_has_room(texts):
    line = axis([span(text) for text in texts], 0, 760, 70)
    places = [tick.x for tick in line.ticks]
    assert all(after - before > 60 for before, after in pairwise(places))
    for text in texts:
        begins, ends = line.reach(span(text))
        assert 0 <= begins < ends <= 760


def test_an_open_end_reaches_to_the_end_of_the_line():
    line = axis([span("2020/.."), span("2022")], 10, 750, 70)
    assert line.reach(span("2020/.."))[1] == 750
    assert line.reach(span("../2022"))[0] == 10
    assert line.reach(span("2020/"))[1] == 750


def test_a_line_of_open_dates_alone_has_nothing_written():
    line = axis([span("../..")], 10, 750, 70)
    assert line.ticks == () and line.reach(span("../..")) == (10, 750)
