"""Paths between the same two ends, one below the other, as in the plan of a railway: the ends stand
there once, and all but the first path come round a corner from them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from entities.pictures.lettering import width
from entities.pictures.path.parts import (
    BOLD,
    CLEAR,
    HALF,
    LEADING,
    LENGTH,
    Leg,
    Picture,
    PlacedLeg,
    PlacedStop,
    Route,
    Stop,
    Words,
    above,
    leg_lines,
    name_lines,
    rightwards,
    stacked,
    upwards,
)

# How wide, where the ends stand, and how much room their names have.
WIDTH, LEFT, RIGHT, END = 1000, 46, 982, 460
# From a line up to the words of a leg, up to the name of an end, and down to the name of a stop.
UP, UP_TO_END, DOWN = 10, 26, 30
# Between two paths, and the radius of a corner.
GAP, BEND = 26, 14


@dataclass(frozen=True)
class Lane:
    """A path at its height."""

    route: Route
    y: float = 0
    is_first: bool = False

    @property
    def step(self) -> float:
        return (RIGHT - LEFT) / len(self.route.legs)

    @property
    def places(self) -> list[float]:
        return [LEFT + self.step * number for number in range(len(self.route.stops))]

    @property
    def stop_room(self) -> float:
        return self.step - 20

    @property
    def leg_room(self) -> float:
        return self.step - 2 * CLEAR - 2 * LENGTH

    @property
    def rise(self) -> float:
        """How far the words of its legs reach above it."""
        return UP + LEADING * max(len(leg_lines(leg, self.leg_room)) for leg in self.route.legs)

    @property
    def fall(self) -> float:
        """How far the names of its stops reach below it."""
        stops = self.route.stops[1:-1]
        most = max((len(name_lines(stop, self.stop_room)) for stop in stops), default=0)
        return DOWN + LEADING * (most - 1) if most else 0


def abreast(routes: Sequence[Route]) -> Picture:
    lanes = placed(routes)
    first, last = lanes[0], lanes[-1]
    is_bundled = len(lanes) > 1
    return Picture(
        WIDTH,
        last.y + max(last.fall, CLEAR) + LEADING,
        [*ends(first), *(stop for lane in lanes for stop in stops_between(lane))],
        [leg for lane in lanes for leg in legs(lane)],
        trunks(first.y, last.y) if is_bundled else (),
        upwards(RIGHT, first.y + CLEAR) if is_bundled else "",
        [lane.y for lane in lanes],
    )


def placed(routes: Sequence[Route]) -> list[Lane]:
    """One below the other, with room for the words between them."""
    first = Lane(routes[0])
    names = max(len(name_lines(stop, END)) for stop in (routes[0].stops[0], routes[0].stops[-1]))
    lanes = [Lane(first.route, LEADING * names + end_rise(first), is_first=True)]
    for route in routes[1:]:
        above_it = lanes[-1]
        lanes.append(Lane(route, above_it.y + above_it.fall + GAP + Lane(route).rise))
    return lanes


def end_rise(first: Lane) -> float:
    """How far above the first path the names of the ends stand: clear of the words of its legs."""
    return first.rise - UP - LEADING + UP_TO_END


def ends(lane: Lane) -> list[PlacedStop]:
    """Their names stand above them, and lines may leave below."""
    return [
        end(lane, lane.route.stops[0], LEFT, LEFT - 12, "start"),
        end(lane, lane.route.stops[-1], RIGHT, RIGHT + 12, "end"),
    ]


def end(lane: Lane, stop: Stop, x: float, edge: float, anchor: str) -> PlacedStop:
    words = above(name_lines(stop, END), lane.y - end_rise(lane))
    left, top = (0 if anchor == "start" else WIDTH - END), words[0][0] - LEADING
    box = (left, top, END, lane.y + CLEAR - top)
    return PlacedStop(stop, x, lane.y, Words(edge, words, anchor), box)


def stops_between(lane: Lane) -> list[PlacedStop]:
    places = list(zip(lane.route.stops, lane.places, strict=True))[1:-1]
    return [stop_between(lane, stop, x) for stop, x in places]


def stop_between(lane: Lane, stop: Stop, x: float) -> PlacedStop:
    words = name_lines(stop, lane.stop_room)
    breadth = max(2 * CLEAR, *(width(line, BOLD) for line in words))
    box = (
        x - breadth / 2,
        lane.y - CLEAR,
        breadth,
        CLEAR + DOWN - LEADING + 4 + LEADING * len(words),
    )
    return PlacedStop(stop, x, lane.y, Words(x, stacked(words, lane.y + DOWN)), box)


def legs(lane: Lane) -> list[PlacedLeg]:
    between = zip(lane.route.legs, pairwise(lane.places), strict=True)
    return [placed_leg(lane, leg, *places) for leg, places in between]


def placed_leg(lane: Lane, leg: Leg, here: float, there: float) -> PlacedLeg:
    bends_out = there == RIGHT and not lane.is_first
    words = above(leg_lines(leg, lane.leg_room), lane.y - UP)
    top = words[0][0] - LEADING
    return PlacedLeg(
        leg,
        beginning(lane, here) + ending(lane, there),
        "" if bends_out else rightwards(there - CLEAR, lane.y),
        Words((here + there) / 2, words),
        (here + CLEAR + LENGTH, top, lane.leg_room, lane.y + HALF - top),
    )


def beginning(lane: Lane, x: float) -> str:
    if x == LEFT and not lane.is_first:
        return f"M{x:g} {lane.y - BEND:g}a{BEND} {BEND} 0 0 0 {BEND} {BEND}"
    return f"M{x + CLEAR:g} {lane.y:g}"


def ending(lane: Lane, x: float) -> str:
    if x == RIGHT and not lane.is_first:
        return f"H{x - BEND:g}a{BEND} {BEND} 0 0 0 {BEND} -{BEND}"
    return f"H{x - CLEAR - LENGTH / 2:g}"


def trunks(highest: float, lowest: float) -> list[str]:
    """From the one end down to all paths but the first, and from these up to the other end."""
    return [
        f"M{LEFT} {highest + CLEAR:g}V{lowest - BEND:g}",
        f"M{RIGHT} {lowest - BEND:g}V{highest + CLEAR + LENGTH / 2:g}",
    ]
