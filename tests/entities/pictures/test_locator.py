"""The small maps of where one place lies."""

import pytest

from entities.pictures.map.atlas import atlas
from entities.pictures.map.locator import locator
from entities.pictures.map.projection import HEIGHT, WIDTH

LOFDAL = (14.75, -20.35)


@pytest.mark.parametrize("land", atlas().lands, ids=lambda land: land.name)
def test_the_neighbourhood_of_each_country_is_framed_within_the_map(land):
    picture = locator(atlas(), land, [])
    assert picture.left >= 0 and picture.left + picture.width <= 10 * WIDTH + 1
    assert picture.top >= 0 and picture.top + picture.height <= 10 * HEIGHT + 1
    assert picture.width / picture.height == pytest.approx(1.5, abs=0.01)
    x, y = land.middle
    assert picture.left <= 10 * x <= picture.left + picture.width
    assert picture.top <= 10 * y <= picture.top + picture.height
    assert land.path not in picture.plain


def test_a_project_is_marked_in_its_country():
    picture = locator(atlas(), atlas().land("516"), [LOFDAL])
    ((x, y),) = picture.marks
    assert picture.left < x < picture.left + picture.width
    assert picture.top < y < picture.top + picture.height
    assert picture.filled == atlas().land("516").path


def test_a_project_whose_country_is_not_known_is_framed_by_its_own_place():
    picture = locator(atlas(), None, [LOFDAL])
    assert not picture.filled
    assert atlas().land("516").path in picture.plain


def test_a_place_amid_the_sea_has_no_map_of_its_own():
    assert locator(atlas(), None, [(-130.0, -20.0)]) is None
    assert locator(atlas(), None, [(-179.9, 0.0)]) is None


def test_only_what_falls_in_the_frame_is_drawn():
    picture = locator(atlas(), atlas().land("516"), [])
    assert atlas().land("072").path in picture.plain
    assert atlas().land("392").path not in picture.plain
    assert 10 <= picture.dots.count("M") < 100


def test_a_locator_is_small():
    sizes = {land.name: len(locator(atlas(), land, []).plain + land.path) for land in atlas().lands}
    assert max(sizes.values()) < 40_000
