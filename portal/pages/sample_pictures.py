"""One of each picture, laid out from made-up rows by the code that lays out the real ones."""

from collections.abc import Callable
from dataclasses import dataclass

from articles.dates import span
from entities.pictures import timeline
from entities.pictures.graph import wide as graph
from entities.pictures.graph.bundling import Edge, Node
from entities.pictures.map import locator
from entities.pictures.map.atlas import atlas
from entities.pictures.map.shading import steps
from entities.pictures.path import abreast as path_abreast
from entities.pictures.path.parts import Leg, Route, Stop
from portal.pages.samples import LOFDAL, Source

NAMIBIA = "516"
STATEMENTS = "Statements"


@dataclass(frozen=True)
class Sample:
    """A picture's template, what it is given, and the sheets that it is styled by."""

    template: str
    made: Callable[[], dict]
    sheets: tuple[str, ...]
    width: float
    height: float
    words: str


def sample_graph() -> dict:
    hero = Node("lofdal", "Lofdal", "project")
    others = [
        Node("jogmec", "JOGMEC", "organization"),
        Node("namibia", "Namibia", "country"),
        Node("dysprosium", "Dysprosium", "element"),
        Node("terbium", "Terbium", "element"),
        Node("permanent-magnets", "Permanent magnets", "application"),
    ]
    edges = [
        Edge("a", "jogmec", "lofdal", "takes part in", articles=3),
        Edge("b", "lofdal", "namibia", "is located in", articles=2),
        Edge("c", "lofdal", "dysprosium", "is enriched in"),
        Edge("d", "lofdal", "terbium", "is enriched in"),
        Edge("e", "lofdal", "permanent-magnets", "is a source of", claim="disputed",
             remarks=("◆ disputed",)),
    ]  # fmt: skip
    return {"picture": graph.draw(hero, others, edges)}


def sample_locator() -> dict:
    world = atlas()
    drawn = locator.locator(world, world.land(NAMIBIA), [(14.75, -20.35)])
    return {"map": drawn, "entity": LOFDAL}


def sample_timeline() -> dict:
    dated = [
        (STATEMENTS, "A partnership begins", "27 January 2020", "2020-01-27", ""),
        (STATEMENTS, "A share is bought", "2021 to 2023", "2021/2023", ""),
        ("Agreements", "An agreement is signed", "August 2022", "2022-08", "agreement"),
        ("Agreements", "Another one, about then", "about 2023", "2023~", "agreement"),
    ]
    marks = [
        timeline.Mark(lane, label, when, "/timeline/", span(date), kind)
        for lane, label, when, date, kind in dated
    ]
    return {"picture": timeline.timeline(marks, timeline.WIDE), "size": "wide", "label": "Dates"}


def sample_path() -> dict:
    stops = [
        Stop("JOGMEC", "organization", "/entities/jogmec/"),
        Stop("Lofdal", "project", "/entities/lofdal/"),
        Stop("Dysprosium", "element", "/entities/dysprosium/"),
    ]
    legs = [
        Leg("takes part in", "JOGMEC takes part in Lofdal", "reported", "/relationships/", 3),
        Leg("is a source of", "Lofdal is a source of dysprosium", "disputed", "/relationships/"),
    ]
    return {"picture": path_abreast.abreast([Route(stops, legs)]), "label": "A path"}


def sample_map() -> dict:
    """What the key of the map is made of, and the place of one project."""
    key = {"steps": steps([1, 3, 8, 20, 50]), "marks": [LOFDAL], "dots": [NAMIBIA]}
    spot = {
        "entity": LOFDAL,
        "is_drawn": True,
        "place": "20.35° S, 14.75° E",
        "precision": "two decimals",
        "source": Source("Mineral Commodity Summaries 2026", "U.S. Geological Survey"),
    }
    return {"picture": key, "state": {"by": "articles"}, "spot": spot}


SAMPLES = {
    "graph": Sample(
        "pictures/graph.svg", sample_graph, ("graph",), 780, 150,
        "An entity in the middle, and around it what is stated of it: a line is a statement, its "
        "width the number of independent quotes, dashed where it is disputed.",
    ),
    "locator": Sample(
        "pictures/locator.svg", sample_locator, ("map",), 300, 200,
        "A country among its neighbours, a project in it, and occurrences as dots.",
    ),
    "timeline": Sample(
        "pictures/timeline.svg", sample_timeline, ("timeline",), 860, 302,
        "A day is a disc, a month or a year as long as it is, and what is vague has a dotted edge.",
    ),
    "path": Sample(
        "pictures/path.svg", sample_path, ("connections",), 1000, 88,
        "Two entities at the ends, and what joins them: each step is a statement.",
    ),
}  # fmt: skip
