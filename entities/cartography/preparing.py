"""Make the data of the maps of a TopoJSON of countries and a table of occurrences."""

import json
from collections.abc import Iterable

from entities.cartography import outlines, topology
from entities.cartography.outlines import Shape
from entities.cartography.thinning import thinned
from entities.cartography.topology import Line
from entities.pictures.map.projection import NORTH, SOUTH, on_map

ANTARCTICA = "010"
# In units of the map: less than half a point of a screen on which it is 1,100 points wide.
TOLERANCE = 0.35

HEAD = {
    "made by": "manage.py prepare_map; do not edit",
    "outlines": "Natural Earth 4.1, 1:110m countries, public domain, naturalearthdata.com",
    "places": "USGS, rare earth element occurrences, public domain, mrdata.usgs.gov/ree",
    "projection": "Equal Earth, thinned, in tenths of a unit",
}

# What the table of occurrences calls a country, where the outlines have another name for it.
CALLED = {
    "United States": "United States of America",
    "Burma": "Myanmar",
    "Korea, Republic of": "South Korea",
    "Congo (Zaire)": "Dem. Rep. Congo",
    "Surinam": "Suriname",
}


class UnknownCountry(ValueError):
    """An occurrence lies in a country that has no outline."""


def prepared(world: dict, occurrences: Iterable[dict[str, str]]) -> str:
    """The text of the file from which maps are drawn: a country or an occurrence a line."""
    arcs = [thinned(arc, TOLERANCE) for arc in topology.arcs_of(world)]
    lands = sorted(
        land(geometry, arcs)
        for geometry in world["objects"]["countries"]["geometries"]
        if geometry.get("id") != ANTARCTICA
    )
    numbers = {name: number for number, name, *_ in lands}
    parts = {
        **HEAD,
        "sea": outlines.path_of([outlines.shape(on_map(*point) for point in edge_of_the_map())]),
        "graticule": "".join(f"M{outlines.run(line)}" for line in graticule()),
        "lands": lands,
        "occurrences": [occurrence(row, numbers) for row in occurrences],
    }
    return "{\n" + ",\n".join(f"{json.dumps(key)}: {lines(parts[key])}" for key in parts) + "\n}\n"


def lines(part: str | list) -> str:
    """A list with a row a line, so that a change of one reads as a change of one."""
    if isinstance(part, str):
        return json.dumps(part)
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in part) + "\n]"


def land(geometry: dict, arcs: list[Line]) -> tuple:
    """Number, name, box, neighbourhood, middle and path of one country."""
    shapes = shapes_of(geometry, arcs)
    main = outlines.largest(shapes)
    return (
        geometry.get("id", ""),
        geometry["properties"]["name"],
        in_units(outlines.together([one.box for one in shapes])),
        in_units(outlines.neighbourhood(shapes)),
        in_units(main.middle),
        outlines.path_of(shapes),
    )


def shapes_of(geometry: dict, arcs: list[Line]) -> list[Shape]:
    """The rings of a country as drawn, without those too small to be seen."""
    rings = [
        outlines.shape(on_map(*point) for point in piece)
        for ring in topology.rings_of(geometry, arcs)
        for piece in topology.within_the_globe(ring)
    ]
    return [one for one in rings if one.area]


def in_units(tenths: Iterable[float]) -> list[float]:
    return [round(number / 10, 1) for number in tenths]


def edge_of_the_map() -> Line:
    """Round the sphere, cut off in the south."""
    latitudes = range(int(SOUTH), int(NORTH) + 1, 2)
    return [(180, latitude) for latitude in latitudes] + [
        (-180, latitude) for latitude in reversed(latitudes)
    ]


def graticule() -> list[list[tuple[int, int]]]:
    """A line every 30 degrees: parallels are straight, meridians are not."""
    parallels = [[(-180, latitude), (180, latitude)] for latitude in (-30, 0, 30, 60)]
    meridians = [
        [(longitude, latitude) for latitude in range(int(SOUTH), int(NORTH) + 1, 4)]
        for longitude in range(-150, 180, 30)
    ]
    return [outlines.shape(on_map(*point) for point in line).points
            for line in parallels + meridians]  # fmt: skip


def occurrence(row: dict[str, str], numbers: dict[str, str]) -> tuple:
    name = CALLED.get(row["country"], row["country"])
    if name not in numbers:
        raise UnknownCountry(f"No outline is called {name}: occurrence {row['usgs_id']}.")
    latitude, longitude = float(row["latitude"]), float(row["longitude"])
    x, y = on_map(longitude, latitude)
    return (
        int(row["usgs_id"]), row["name"], row["country"], row["region"], numbers[name],
        latitude, longitude, round(x, 1), round(y, 1),
    )  # fmt: skip
