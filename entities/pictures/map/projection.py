"""The Equal Earth projection: areas keep their proportion, so that shading does not mislead."""

from math import asin, cos, radians, sin, sqrt

# Bojan Šavrič, Tom Patterson, Bernhard Jenny: “The Equal Earth map projection”, 2018.
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
ROOT = sqrt(3)

WIDTH = 960.0
# No land but Antarctica, of which no article tells, lies farther south.
SOUTH, NORTH = -58.0, 90.0


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees to the plane of a sphere with radius 1; y grows to the north."""
    tilt = asin(ROOT / 2 * sin(radians(latitude)))
    t2, t6 = tilt**2, tilt**6
    x = 2 * ROOT * radians(longitude) * cos(tilt)
    x /= 3 * (9 * A4 * t6 * t2 + 7 * A3 * t6 + 3 * A2 * t2 + A1)
    return x, tilt * (A4 * t6 * t2 + A3 * t6 + A2 * t2 + A1)


SCALE = WIDTH / 2 / equal_earth(180, 0)[0]
TOP = equal_earth(0, NORTH)[1]
HEIGHT = round((TOP - equal_earth(0, SOUTH)[1]) * SCALE, 1)


def on_map(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees to the units of the map: 0, 0 is its upper left corner."""
    x, y = equal_earth(longitude, latitude)
    return WIDTH / 2 + x * SCALE, (TOP - y) * SCALE


def lean_at(x: float, y: float) -> float:
    """How far, at a place of the map, the line to the south runs to the right on its way down."""
    latitude = latitude_of(y)
    across = (x - WIDTH / 2) / (on_map(1, latitude)[0] - WIDTH / 2)
    (x0, y0), (x1, y1) = (on_map(across, latitude + step) for step in (0.5, -0.5))
    return (x1 - x0) / (y1 - y0)


def latitude_of(y: float) -> float:
    """The parallel at a height of the map, to a thousandth of a degree."""
    south, north = SOUTH, NORTH
    while north - south > 0.001:
        middle = (south + north) / 2
        south, north = (south, middle) if on_map(0, middle)[1] < y else (middle, north)
    return south
