"""The data of the maps: made of outlines and places, the same each time, and whole."""

import csv
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from entities.cartography import topology
from entities.cartography.outlines import Shape, path_of, shape
from entities.cartography.preparing import UnknownCountry, prepared
from entities.cartography.thinning import thinned
from entities.management.commands.prepare_map import rows_of
from entities.pictures.map.atlas import WORLD, atlas
from entities.pictures.map.projection import HEIGHT, WIDTH

REFERENCE = Path(__file__).resolve().parents[4] / "shared" / "reference"
OCCURRENCES = REFERENCE / "ree_occurrences_usgs.csv"


def whole_degrees(*arcs):
    """A TopoJSON whose arcs are given in whole degrees."""
    steps = [
        [line[0], *([x1 - x0, y1 - y0] for (x0, y0), (x1, y1) in pairwise(line))] for line in arcs
    ]
    return {"transform": {"scale": [1, 1], "translate": [0, 0]}, "arcs": steps}


def country(number, name, *rings):
    return {
        "type": "MultiPolygon", "id": number, "properties": {"name": name},
        "arcs": [[list(ring)] for ring in rings],
    }  # fmt: skip


# Two neighbours that share a border, and one that lies on both sides of the 180th meridian.
WORLD_OF_THREE = whole_degrees(
    [[10, 0], [10, 10]],
    [[10, 10], [0, 10], [0, 0], [10, 0]],
    [[10, 0], [20, 0], [20, 10], [10, 10]],
    [[170, 60], [-170, 60], [-170, 70], [170, 70], [170, 60]],
) | {
    "objects": {
        "countries": {
            "geometries": [
                country("516", "Namibia", [0, 1]),
                country("072", "Botswana", [~0, 2]),
                country("643", "Russia", [3]),
                country("010", "Antarctica", [3]),
            ]
        }
    }
}
PLACE = {
    "usgs_id": "7", "name": "NA", "country": "Namibia", "region": "", "latitude": "5",
    "longitude": "5",
}  # fmt: skip


def lands(text):
    return {row[1]: row for row in json.loads(text)["lands"]}


def test_the_same_input_gives_the_same_bytes():
    assert prepared(WORLD_OF_THREE, [PLACE]) == prepared(WORLD_OF_THREE, [PLACE])


def test_every_country_is_there_by_its_number_but_antarctica():
    rows = lands(prepared(WORLD_OF_THREE, []))
    assert {name: row[0] for name, row in rows.items()} == {
        "Botswana": "072", "Namibia": "516", "Russia": "643",
    }  # fmt: skip


def test_neighbours_keep_the_border_that_they_share():
    rows = lands(prepared(WORLD_OF_THREE, []))
    (namibia,), (botswana,) = drawn(rows["Namibia"][5]), drawn(rows["Botswana"][5])
    assert len(set(namibia) & set(botswana)) == 2


def test_a_country_on_both_sides_of_the_180th_meridian_is_cut_there():
    row = lands(prepared(WORLD_OF_THREE, []))["Russia"]
    assert row[5].count("M") == 2
    for points in drawn(row[5]):
        assert extent(points) < 600


def test_what_is_near_the_largest_part_is_its_neighbourhood_and_what_is_far_is_not():
    rows = lands(prepared(WORLD_OF_THREE, []))
    across, frame = rows["Russia"][2], rows["Russia"][3]
    assert across[2] - across[0] > 600
    assert frame[2] - frame[0] < 60


def test_a_name_that_looks_like_nothing_stays_text(tmp_path):
    table = tmp_path / "places.csv"
    table.write_text("usgs_id,name,country,region,latitude,longitude\n7,NA,Namibia,,5,5\n")
    (row,) = json.loads(prepared(WORLD_OF_THREE, rows_of(table)))["occurrences"]
    assert row[:5] == [7, "NA", "Namibia", "", "516"]


def test_an_occurrence_in_a_country_without_outline_is_an_error():
    with pytest.raises(UnknownCountry, match="Atlantis: occurrence 7"):
        prepared(WORLD_OF_THREE, [PLACE | {"country": "Atlantis"}])


def test_thinning_keeps_the_ends_and_what_sticks_out():
    line = [(0, 0), (5, 0.001), (10, 0), (15, 9), (20, 0)]
    assert thinned(line, 0.5) == [(0, 0), (10, 0), (15, 9), (20, 0)]


def test_thinning_keeps_a_closed_line_open_wide():
    assert thinned([(0, 0), (9, 0), (9, 9), (0, 9), (0, 0)], 0.5)[2] == (9, 9)


def test_a_line_that_jumps_round_the_globe_runs_on():
    assert topology.unwrapped([(178, 1), (-179, 2), (179, 3)]) == [(178, 1), (181, 2), (179, 3)]


def test_paths_are_written_in_tenths_with_no_point_twice_in_a_row():
    assert path_of([shape([(0, 0), (0.01, 0), (1, 0), (1, 2.5), (0, 0)])]) == "M0 0l10 0 0 25z"


def test_the_middle_of_a_shape_is_its_centre_of_gravity():
    assert Shape([(0, 0), (10, 0), (10, 20), (0, 20)]).middle == (5, 10)


# What is committed.


def drawn(path):
    """The points of each part of a path, in tenths of a unit."""
    parts = []
    for part in re.findall(r"M([^Mz]*)z", path):
        numbers = list(map(int, re.findall(r"-?\d+", part)))
        pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
        points = pairs[:1]
        for x, y in pairs[1:]:
            points.append((points[-1][0] + x, points[-1][1] + y))
        parts.append(points)
    return parts


def extent(points):
    xs, _ = zip(*points, strict=True)
    return max(xs) - min(xs)


def test_every_country_is_committed_once_namibia_among_them():
    numbers = [land.number for land in atlas().lands if land.number]
    assert len(numbers) == len(set(numbers)) == 173
    assert all(re.fullmatch(r"\d{3}", number) for number in numbers)
    assert atlas().land("516").name == "Namibia"
    assert "010" not in numbers


def test_no_part_of_a_country_runs_across_the_map():
    for land in atlas().lands:
        for points in drawn(land.path):
            # Russia from the Baltic to the 180th meridian is the widest of all.
            assert extent(points) < 3500, land.name
    for name in ("Russia", "Fiji"):
        (land,) = [land for land in atlas().lands if land.name == name]
        assert len({points[0][0] > 5000 for points in drawn(land.path)}) == 2, name


def test_all_that_is_drawn_lies_on_the_map():
    for land in atlas().lands:
        for points in drawn(land.path):
            assert all(0 <= x <= 10 * WIDTH and 0 <= y <= 10 * HEIGHT for x, y in points)


def test_the_head_says_what_the_data_are_and_on_which_terms():
    head = json.loads(WORLD.read_text())
    assert "Natural Earth 4.1" in head["outlines"] and "public domain" in head["outlines"]
    assert "mrdata.usgs.gov/ree" in head["places"] and "public domain" in head["places"]


def test_all_occurrences_are_there_each_in_a_country_that_is_drawn():
    records = [one.record for one in atlas().occurrences]
    assert len(records) == len(set(records)) == 578
    assert all(atlas().land(one.number) for one in atlas().occurrences)
    assert sum(len(found) for _, found in atlas().by_country) == 578


@pytest.mark.skipif(not OCCURRENCES.exists(), reason="the reference files are not held here")
def test_what_is_committed_is_what_the_reference_files_give():
    world = json.loads((REFERENCE / "countries-110m.topojson").read_text())
    with OCCURRENCES.open(newline="") as file:
        assert prepared(world, csv.DictReader(file)) == WORLD.read_text()
