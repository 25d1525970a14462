"""How many fall within stretches of years."""

import random
from itertools import pairwise

import pytest

from entities.pictures.years import stretches

OPEN = float("inf")


@pytest.mark.parametrize("seed", range(40))
def test_each_count_is_of_all_that_touches_and_no_year_is_left_out(seed):
    dice = random.Random(seed)
    spans = []
    for _ in range(dice.randint(1, 60)):
        first = dice.choice([-OPEN, dice.randint(-50, 2030)])
        last = dice.choice([OPEN, dice.randint(2030, 2100), max(first, 1990)])
        spans.append((first, last))
    found = stretches(spans)
    assert len(found) <= 12
    for one in found:
        touching = [1 for first, last in spans if first <= one.last and last >= one.first]
        assert one.count == len(touching)
    known = [year for pair in spans for year in pair if abs(year) != OPEN]
    assert not known or found[0].first <= min(known) <= max(known) <= found[-1].last
    assert all(after.first == before.last + 1 for before, after in pairwise(found))


def test_years_are_named_as_readers_write_them():
    assert [one.label for one in stretches([(2020, 2020), (2022, 2022)])] == [
        "2020",
        "2021",
        "2022",
    ]
    assert stretches([(1990, 1990), (2029, 2029)])[0].label == "1990–1994"


def test_where_no_year_is_known_there_are_no_stretches():
    assert stretches([]) == stretches([(-OPEN, OPEN)]) == []


def test_within_bounds_only_those_years_are_counted():
    found = stretches([(1980, 2015), (2003, 2003), (2010, OPEN)], (2003, 2017))
    assert (found[0].first, found[-1].last) == (2003, 2017)
    assert [(one.label, one.count) for one in found][:2] == [("2003", 2), ("2004–2005", 1)]
