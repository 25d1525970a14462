"""Bars and small lines as places."""

import random
from decimal import Decimal

import pytest

from entities.pictures.charts import ABOVE, BELOW, FLOOR, TOP, line, stretch


def numbers(*values):
    return [None if value is None else Decimal(value) for value in values]


@pytest.mark.parametrize("seed", range(20))
def test_the_lengths_of_bars_are_proportional_to_their_values(seed):
    chance = random.Random(seed)
    values = [Decimal(chance.randrange(1, 10**8)) for _ in range(9)]
    lengths = [stretch(Decimal(0), value, max(values)).end for value in values]
    for value, length in zip(values, lengths, strict=True):
        assert length == pytest.approx(100 * float(value / max(values)))


def test_a_range_reaches_from_its_low_to_its_high_end():
    bar = stretch(Decimal(10), Decimal(15), Decimal(20))
    assert (bar.start, bar.end) == (50, 75)
    assert bar.inset == pytest.approx(66.6667, abs=0.001)
    assert bar.extent == pytest.approx(33.3333, abs=0.001)


def test_no_bar_is_shorter_than_nothing():
    assert stretch(Decimal(15), Decimal(10), Decimal(20)) == stretch(
        Decimal(10), Decimal(15), Decimal(20)
    )


def test_zero_has_no_length_whatever_the_scale():
    assert stretch(Decimal(0), Decimal(0), Decimal(0)).end == 0
    assert stretch(Decimal(0), Decimal(0), Decimal(7)).end == 0


def test_a_line_stands_on_zero_and_reaches_up_to_its_highest_value():
    drawn = line([2021, 2022, 2023], numbers(5, 10, 0))
    assert [point.y for point in drawn.points] == [(FLOOR + TOP) / 2, TOP, FLOOR]


def test_years_stand_as_far_apart_as_they_are():
    xs = [point.x for point in line([2021, 2022, 2025], numbers(1, 2, 3)).points]
    assert xs[2] - xs[1] == pytest.approx(3 * (xs[1] - xs[0]))


def test_a_missing_year_is_a_gap():
    joined = [
        (one.index, to.index)
        for one, to in line([2019, 2020, 2022, 2023], numbers(1, 2, 3, 4)).strokes
    ]
    assert joined == [(0, 1), (2, 3)]


def test_a_year_without_a_value_is_a_gap_and_no_point():
    drawn = line([2021, 2022, 2023], numbers(4, None, 5))
    assert [point.index for point in drawn.points] == [0, 2]
    assert not drawn.strokes


def test_a_line_of_nothing_but_noughts_lies_on_the_floor():
    assert {point.y for point in line([2021, 2022], numbers(0, 0)).points} == {FLOOR}


@pytest.mark.parametrize("seed", range(40))
def test_no_two_figures_at_a_line_touch(seed):
    chance = random.Random(seed)
    years = list(range(2000, 2000 + chance.randrange(4, 12)))
    letters = line(years, [Decimal(chance.randrange(1, 1000)) for _ in years]).letters
    places = [
        (letter.point.x, letter.point.y + (BELOW if letter.is_below else ABOVE))
        for letter in letters
    ]
    for number, (x, y) in enumerate(places):
        for other_x, other_y in places[:number]:
            assert abs(x - other_x) >= 30 or abs(y - other_y) >= 14


def test_the_first_and_the_last_figure_are_always_written():
    letters = line([2021, 2022, 2023], numbers(3, 9, 4)).letters
    assert {letter.point.index for letter in letters} == {0, 1, 2}
    assert [letter.anchor for letter in letters] == ["start", "end", "middle"]
