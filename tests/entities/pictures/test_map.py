"""The map of the world: nothing is lost, steps are round, names are never over each other."""

import random
from math import radians, sin

import pytest

from entities.pictures.map.atlas import atlas, meets
from entities.pictures.map.degrees import in_words
from entities.pictures.map.projection import HEIGHT, WIDTH, equal_earth, on_map
from entities.pictures.map.shading import bounds_of, level_of, steps
from entities.pictures.map.world import Held, Point, box_of, world_map


def held(number, count=1, name=""):
    return Held(number, name or atlas().land(number).name, f"/entities/{number}/", count)


def random_world(seed):
    chance = random.Random(seed)
    numbers = [land.number for land in atlas().lands if land.number]
    countries = [
        Held(number, f"Country {i}", f"/entities/{i}/", chance.randrange(200))
        for i, number in enumerate([*chance.choices(numbers, k=40), "", "999"])
    ]
    points = [
        Point(f"Project {i}", "", "project", chance.uniform(-180, 180), chance.uniform(-90, 90))
        for i in range(40)
    ]
    return countries, points


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_held_is_drawn_once(seed):
    countries, points = random_world(seed)
    picture = world_map(atlas(), countries, points, atlas().occurrences)
    drawn = [one.held for one in picture.lands]
    assert len({one.number for one in drawn}) == len(drawn)
    assert drawn == [one for one in countries if one.address not in picture.left_out]
    assert len(drawn) + len(picture.left_out) == len(countries)
    assert [one.point for one in picture.marks] == [one for one in points if one.latitude >= -58]
    assert len(picture.dots) == 578
    # And the rest of the world is there, too.
    parts = picture.plain.count("M") + sum(one.path.count("M") for one in picture.lands)
    assert parts == sum(land.path.count("M") for land in atlas().lands)


@pytest.mark.parametrize("seed", range(20))
def test_no_name_stands_over_another_or_off_the_map(seed):
    boxes = [box_of(label) for label in world_map(atlas(), *random_world(seed), ()).labels]
    for number, box in enumerate(boxes):
        assert box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= HEIGHT
        assert not any(meets(box, other) for other in boxes[number + 1 :])


def test_the_same_rows_draw_the_same_map():
    assert world_map(atlas(), *random_world(1), ()) == world_map(atlas(), *random_world(1), ())


def test_a_country_without_an_outline_is_not_drawn_and_its_shade_counts_for_nothing():
    picture = world_map(atlas(), [held("516", 3), Held("", "Malta", "/", 900)], [], ())
    assert [one.held.number for one in picture.lands] == ["516"]
    assert [step.words for step in picture.steps] == ["1", "2 or more"]


def test_the_second_country_with_a_number_does_not_paint_over_the_first():
    picture = world_map(atlas(), [held("516", 3), Held("516", "Other", "/other/", 9)], [], ())
    assert [one.held.name for one in picture.lands] == ["Namibia"]
    assert picture.left_out == {"/other/": "Namibia has the same number, 516"}


@pytest.mark.parametrize("longitude", [-180, 180])
@pytest.mark.parametrize("latitude", [90, 0, -58])
def test_a_mark_at_the_edge_of_the_world_is_whole(longitude, latitude):
    picture = world_map(atlas(), [], [Point("Edge", "", "project", longitude, latitude)], ())
    left, top, width, height = map(float, picture.frame.split())
    (mark,) = picture.marks
    assert left + picture.mark <= mark.x <= left + width - picture.mark
    assert top + picture.mark <= mark.y <= top + height - picture.mark


def test_a_number_written_without_its_noughts_is_found():
    assert atlas().land("36").name == "Australia"
    assert atlas().land("") is None


@pytest.mark.parametrize(
    ("highest", "words"),
    [
        (0, []),
        (1, ["1 or more"]),
        (11, ["1", "2 to 4", "5 to 9", "10 or more"]),
        (1000, ["1 to 4", "5 to 19", "20 to 99", "100 to 999", "1,000 or more"]),
    ],
)
def test_the_steps_are_round_numbers_and_at_most_five(highest, words):
    assert [step.words for step in steps(bounds_of([0, highest]))] == words


@pytest.mark.parametrize("highest", [0, 1, 2, 7, 40, 999, 123_456])
def test_more_is_never_paler(highest):
    bounds = bounds_of([highest])
    shades = [level_of(count, bounds) for count in range(0, highest + 1, max(highest // 500, 1))]
    assert shades == sorted(shades)
    assert shades[0] == 0 and all(shades[1:])
    assert len(set(shades[1:])) <= 5


def test_a_country_is_shaded_as_the_key_says():
    picture = world_map(atlas(), [held("516", 7), held("392", 11), held("894", 0)], [], ())
    shades = {step.words: step.level for step in picture.steps}
    assert [one.level for one in picture.lands] == [shades["5 to 9"], shades["10 or more"], 0]


def test_what_nothing_names_has_no_label():
    assert not world_map(atlas(), [held("156", 0)], [], ()).labels


def test_a_name_too_long_for_a_map_gives_way_to_the_shorter_one():
    one = held("180", 2, "Democratic Republic of the Congo")
    assert world_map(atlas(), [one], [], ()).labels[0].text == "Dem. Rep. Congo"


def test_lofdal_is_marked_within_namibia():
    (mark,) = world_map(atlas(), [], [Point("Lofdal", "", "project", 14.75, -20.35)], ()).marks
    left, top, right, bottom = atlas().land("516").box
    assert left < mark.x < right and top < mark.y < bottom


def test_the_projection_is_equal_earth():
    # The published extent of the projection on a sphere of radius 1.
    assert equal_earth(180, 0)[0] == pytest.approx(2.7066, abs=1e-4)
    assert equal_earth(0, 90)[1] == pytest.approx(1.3173, abs=1e-4)
    assert on_map(-180, 0)[0] == pytest.approx(0)


@pytest.mark.parametrize("latitude", [0, 30, -45, 70])
def test_equal_areas_stay_equal(latitude):
    """A small cell covers on the plane what it covers on the sphere."""
    (x0, y0), (x1, y1) = equal_earth(0, latitude), equal_earth(0.01, latitude + 0.01)
    on_sphere = radians(0.01) * (sin(radians(latitude + 0.01)) - sin(radians(latitude)))
    assert (x1 - x0) * (y1 - y0) == pytest.approx(on_sphere, rel=1e-3)


def test_coordinates_are_as_exact_as_they_were_given():
    assert in_words(-20.35, 14.75) == "20.35°\u00a0S, 14.75°\u00a0E"
    assert in_words(0, -180.0) == "0°\u00a0N, 180°\u00a0W"
