"""Paths as lines with stops, abreast and one by one."""

import re

import pytest

from entities.pictures.lettering import width
from entities.pictures.path.abreast import WIDTH, abreast
from entities.pictures.path.down import down
from entities.pictures.path.parts import BOLD, CLEAR, SIZE, Leg, Route, Stop

LONG = "Democratic Republic of the Congo and its many provinces of great wealth"


def route(count, name="Stop", words="deals with", **leg):
    stops = [Stop(f"{name} {number}", "project", f"/{number}/") for number in range(count + 1)]
    legs = [Leg(words, f"{name} {number} {words}", "reported", "#s", **leg)
            for number in range(count)]  # fmt: skip
    return Route(stops, legs)


SOME = [route(1), route(2), route(3, LONG), route(4, LONG, words=LONG), route(4)]


def boxes_of_words(picture):
    """Left, top, right and bottom of every line of letters."""
    for placed, size in [*((one, BOLD) for one in picture.stops), *((one, SIZE) for one in
                                                                    picture.legs)]:  # fmt: skip
        words = placed.words
        for y, line in words.lines:
            wide = width(line, size)
            left = words.x - wide * {"start": 0, "middle": 0.5, "end": 1}[words.anchor]
            yield left, y - SIZE + 3, left + wide, y + 3


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("picture", [abreast(SOME), abreast(SOME[3:]), *map(down, SOME)])
def test_no_words_stand_over_others_nor_leave_the_picture(picture):
    boxes = list(boxes_of_words(picture))
    for number, one in enumerate(boxes):
        assert one[0] >= 0 and one[2] <= picture.width, one
        assert one[1] >= 0 and one[3] <= picture.height, one
        assert not any(overlap(one, other) for other in boxes[number + 1 :]), one


def test_abreast_every_leg_is_drawn_and_every_stop_but_the_common_ends_once():
    picture = abreast(SOME)
    assert len(picture.legs) == sum(len(one.legs) for one in SOME)
    assert len(picture.stops) == 2 + sum(len(one.stops) - 2 for one in SOME)
    assert len(picture.heights) == len(SOME)


def test_down_every_stop_and_leg_is_drawn_in_order():
    picture = down(SOME[2])
    assert [one.stop for one in picture.stops] == SOME[2].stops
    assert [one.leg for one in picture.legs] == SOME[2].legs
    heights = [one.y for one in picture.stops]
    assert heights == sorted(heights)


def test_a_single_path_has_no_trunk():
    assert abreast([route(3)]).trunks == ()
    assert len(abreast(SOME).trunks) == 2


def test_a_line_begins_beside_a_mark_and_points_to_the_next():
    picture = abreast([route(2)])
    middle, (first, second) = picture.stops[2], picture.legs
    assert re.search(r"H([\d.]+)", first.line)[1] == f"{middle.x - CLEAR - 4.5:g}"
    assert first.arrow.startswith(f"M{middle.x - CLEAR:g} ")
    assert second.line.startswith(f"M{middle.x + CLEAR:g} ")


def test_what_can_be_pressed_is_large_enough_and_within_the_picture():
    for picture in (abreast(SOME), down(SOME[3])):
        for left, top, wide, high in (one.box for one in [*picture.stops, *picture.legs]):
            assert wide >= 24 and high >= 24
            assert left >= 0 and left + wide <= WIDTH and top >= 0


@pytest.mark.parametrize(("articles", "drawn"), [(0, 1), (1, 1), (2, 2), (9, 4)])
def test_lines_grow_with_the_articles_up_to_a_limit(articles, drawn):
    assert route(1, articles=articles).legs[0].width == drawn
