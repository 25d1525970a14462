"""Where the elements stand in the periodic table."""

import re

import pytest

from entities.pictures.periodic import PLACES, SERIES_WIDTH, WIDTH, rows, silhouette

RARE_EARTHS = {21, 39, *range(57, 72)}
BY_SYMBOL = {place.symbol: place for place in PLACES}


def test_each_of_the_118_elements_has_one_place():
    assert [place.number for place in PLACES if place.number] == list(range(1, 119))
    assert len({(place.period, place.series, place.column) for place in PLACES}) == len(PLACES)


@pytest.mark.parametrize(
    ("symbol", "number", "period", "group"),
    [
        ("H", 1, 1, 1), ("He", 2, 1, 18), ("B", 5, 2, 13), ("Ne", 10, 2, 18), ("Cl", 17, 3, 17),
        ("Sc", 21, 4, 3), ("Fe", 26, 4, 8), ("Y", 39, 5, 3), ("Sn", 50, 5, 14), ("I", 53, 5, 17),
        ("Ba", 56, 6, 2), ("La", 57, 6, None), ("Lu", 71, 6, None), ("Hf", 72, 6, 4),
        ("Au", 79, 6, 11), ("U", 92, 7, None), ("Lr", 103, 7, None), ("Og", 118, 7, 18),
    ],
)  # fmt: skip
def test_known_elements_stand_where_chemistry_puts_them(symbol, number, period, group):
    place = BY_SYMBOL[symbol]
    assert (place.number, place.period, place.group) == (number, period, group)


def test_each_series_has_a_mark_in_its_place():
    marks = {place.period: place for place in PLACES if place.number is None}
    assert {period: (mark.symbol, mark.group) for period, mark in marks.items()} == {
        6: ("57–71", 3), 7: ("89–103", 3),
    }  # fmt: skip


@pytest.mark.parametrize("held", [(), RARE_EARTHS, {1, 2, 118}, set(range(1, 119))])
def test_every_row_is_whole_whatever_is_held(held):
    for row in rows(held):
        assert sum(one.span for one in row.stretches) == (SERIES_WIDTH if row.series else WIDTH)
    shown = [place for row in rows(held) for one in row.stretches for place in one.places]
    assert sorted(shown, key=PLACES.index) == list(PLACES)


def test_what_is_held_stands_alone_and_its_neighbours_together():
    period_4 = rows(RARE_EARTHS)[3].stretches
    assert [(one.span, one.is_held, one.element_count) for one in period_4] == [
        (2, False, 2), (1, True, 1), (15, False, 15),
    ]  # fmt: skip
    lanthanides = rows(RARE_EARTHS)[7]
    assert lanthanides.series == "Lanthanides"
    assert [one.places[0].number for one in lanthanides.stretches] == list(range(57, 72))


def test_a_gap_has_no_places():
    assert [(one.span, len(one.places)) for one in rows(())[0].stretches] == [
        (1, 1), (16, 0), (1, 1),
    ]  # fmt: skip


def test_the_small_picture_has_a_square_for_every_place():
    ghosts, held = silhouette(RARE_EARTHS)
    squares = re.findall(r"M[\d.]+ [\d.]+", ghosts + held)
    assert len(squares) == len(set(squares)) == 120
    assert held.count("M") == 17
    assert held.startswith("M2 3h")
