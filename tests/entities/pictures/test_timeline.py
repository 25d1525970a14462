"""The picture of times: it loses nothing, makes nothing exact, and lays no words over others."""

import random
from itertools import combinations

import pytest

from articles.dates import span
from entities.pictures.axis import number_of
from entities.pictures.lettering import width
from entities.pictures.timeline import EDGE, LETTER, NARROW, SMALL, WIDE, Mark, timeline

DATES = [
    "2022", "2022-08", "2022-08-08", "2022~", "2022?", "2021/2023", "2021/..", "../2021", "2021/",
    "202X", "2022-21", "1788", "2020-11-03", "2019-12-31/2020-01-01", "2016~/2019", "2022-12-XX",
]  # fmt: skip
WORDS = [
    "Namibia",
    "is a party to",
    "agreement",
    "of",
    "W" * 40,
    "rare earth elements",
    "…",
    "鉱物",
]


def made(seed: int, most: int = 30) -> list[Mark]:
    dice = random.Random(seed)
    marks = [
        Mark(
            lane=dice.choice(["Agreements", "Statements", "Articles"]),
            label=" ".join(dice.choices(WORDS, k=dice.randint(1, 9))),
            when=dice.choice(["2022", "some time from 2020 to 2029 · promotional"]),
            url=f"/{seed}/{number}/",
            span=span(dice.choice(DATES)),
            kind=dice.choice(["", "agreement"]),
        )
        for number in range(dice.randint(1, most))
    ]
    return sorted(marks, key=lambda mark: mark.lane)


def blocks_of(picture):
    return [one for lane in picture.lanes for one in lane.blocks]


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def size(request):
    return request.param


@pytest.mark.parametrize("seed", range(12))
def test_every_mark_is_drawn_once_and_in_its_lane(seed, size):
    marks = made(seed)
    picture = timeline(marks, size)
    drawn = [one.mark.url for one in blocks_of(picture)]
    assert sorted(drawn) == sorted(mark.url for mark in marks)
    assert all(one.mark.lane == lane.label for lane in picture.lanes for one in lane.blocks)


def boxes(one):
    """Where letters may stand at the most: left, top, right, bottom."""
    sizes = [(line, SMALL) for line in one.when] + [(line, LETTER) for line in one.label]
    for text, letters in sizes:
        taken = width(text.words, letters)
        left = text.x - taken if text.anchor == "end" else text.x
        yield left, text.y - letters * 0.95, left + taken, text.y + letters * 0.25


def over(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("seed", range(12))
def test_no_words_stand_over_others_nor_over_a_bar_nor_outside(seed, size):
    picture = timeline(made(seed), size)
    blocks = blocks_of(picture)
    words = [box for one in blocks for box in boxes(one)]
    bars = [(b.x - 7, b.y, b.x + b.width + 7, b.y + 12) for b in (one.bar for one in blocks)]
    lanes = [(0, lane.y, width(lane.label, 13), lane.y + 24) for lane in picture.lanes]
    everything = words + bars + lanes
    assert not [pair for pair in combinations(everything, 2) if over(*pair)]
    for left, top, right, bottom in words:
        assert left >= -0.01 and right <= size.width + 0.01 and top >= 0
        assert bottom <= picture.height


@pytest.mark.parametrize("seed", range(10))
def test_a_bar_goes_from_the_first_day_its_date_may_mean_to_the_last(seed, size):
    picture = timeline(made(seed), size)
    blocks = blocks_of(picture)
    known = [one for one in blocks if one.bar.span.first and one.bar.span.last]
    for one, other in combinations(known, 2):
        days = [number_of(*end) for bar in (one.bar, other.bar) for end in ends_of(bar)]
        places = [end for bar in (one.bar, other.bar) for end in (bar.x, bar.x + bar.width)]
        if days[0] != days[2]:
            unit = (places[2] - places[0]) / (days[2] - days[0])
            assert places[1] - places[0] == pytest.approx((days[1] + 1 - days[0]) * unit)
            assert places[3] - places[2] == pytest.approx((days[3] + 1 - days[2]) * unit)
    for one in blocks:
        assert one.bar.span.first or one.bar.x == EDGE
        assert one.bar.span.last or one.bar.x + one.bar.width == size.width - EDGE


def ends_of(bar):
    return bar.span.first, bar.span.last


@pytest.mark.parametrize(
    ("date", "css"),
    [
        ("2022-08-08", "day"), ("2022-08-08~", "day vague"), ("2022", "within"),
        ("2022-08", "within"), ("2022~", "within vague"), ("2022?", "within vague"),
        ("2021/2023", "lasting"), ("2021~/2023", "lasting vague"), ("2021/..", "lasting"),
        ("202X", "within"), ("2022-21", "within vague"), ("1950S2", "within vague"),
    ],
)  # fmt: skip
def test_each_sort_of_date_has_its_shape(date, css):
    (one,) = blocks_of(timeline([Mark("Statements", "One", date, "/1/", span(date))], WIDE))
    assert one.bar.css == css


def test_the_same_marks_make_the_same_picture(size):
    assert timeline(made(7), size) == timeline(made(7), size)


def test_a_block_is_wide_and_high_enough_to_hit(size):
    for one in blocks_of(timeline(made(3), size)):
        assert one.width >= 24 and one.height >= 24
