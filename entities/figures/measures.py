"""What is measured: its words, its units in words, and what belongs together on a page. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

MEASURES = {
    "mine_production": "Mine production",
    "reserves": "Reserves",
    "price_average": "Average price",
    "resource_tonnage": "Mineral resource",
    "contained_treo": "Rare earth oxides in the resource",
    "contained_dy_oxide": "Dysprosium oxide in the resource",
    "contained_tb_oxide": "Terbium oxide in the resource",
    "planned_output": "Planned output",
    "planned_output_dy": "Planned output of dysprosium",
    "planned_output_tb": "Planned output of terbium",
    "latitude": "Latitude",
    "longitude": "Longitude",
}
UNITS = {
    "t": "tonnes",
    "t/year": "tonnes a year",
    "USD/kg": "U.S. dollars a kilogram",
}
BASES = {
    "REO equivalent": "rare earth oxide (REO) equivalent",
    "TREO": "total rare earth oxides (TREO)",
    "Y2O3": "yttrium oxide (Y₂O₃)",
}
# What words of units and bases begin with, and no symbol of a unit.
OPENERS = {"tonnes", "degrees", "rare", "total", "yttrium", "oxide", "dysprosium", "terbium", "ore"}


@dataclass(frozen=True)
class Topic:
    """Measures that are read together, and how they are drawn: as bars, as lines or not at all."""

    slug: str
    title: str
    says: str
    measures: tuple[str, ...]
    drawn: str = "bars"


TOPICS = (
    Topic(
        "mine-production",
        "Mine production",
        "What was mined in a year.",
        ("mine_production",),
    ),
    Topic(
        "reserves",
        "Reserves",
        "What the source counts as worth mining at the time it was written. It changes with prices "
        "and with what is known.",
        ("reserves",),
    ),
    Topic(
        "prices",
        "Prices",
        "What a kilogram cost on average over a year. Each picture has a scale of its own, from 0 "
        "to its highest figure: compare the shapes, and read the amounts. In the bases, “min” is "
        "the least purity and “FOB” is free on board, without freight and insurance.",
        ("price_average",),
        drawn="lines",
    ),
    Topic(
        "resources",
        "Resources of a deposit",
        "What is estimated to lie in the ground. A resource is not a reserve: that it is worth "
        "mining is not shown.",
        ("resource_tonnage", "contained_treo", "contained_dy_oxide", "contained_tb_oxide"),
    ),
    Topic(
        "planned-output",
        "Planned output",
        "What a study of a project plans. Planned is not produced.",
        ("planned_output", "planned_output_dy", "planned_output_tb"),
    ),
    Topic(
        "places",
        "Places",
        "Where something lies. A place has no length to draw here: it stands in the table alone.",
        ("latitude", "longitude"),
        drawn="nowhere",
    ),
)

# The rows in which a source itself sums up or gathers what it does not list.
WHOLES = ("World total",)
REMAINDERS = ("Other countries",)


def label_of(measure: str) -> str:
    return MEASURES.get(measure) or measure.replace("_", " ").capitalize()


def topic_of(measure: str) -> Topic:
    """A measure that no topic names is a topic of its own."""
    for topic in TOPICS:
        if measure in topic.measures:
            return topic
    return Topic(f"measure-{quote(measure, safe='')}", label_of(measure), "", (measure,))


def unit_in_words(unit: str) -> str:
    return UNITS.get(unit, unit)


def basis_in_words(basis: str) -> str:
    return BASES.get(basis, basis)


def opening(text: str) -> str:
    """With a capital where the first word is one: mg is megagrams as soon as it is Mg."""
    first = text.partition(" ")[0].rstrip(",")
    return text[:1].upper() + text[1:] if first in OPENERS else text


def written(value: Decimal | int) -> str:
    """A number in groups of three, with no nought to no purpose."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
