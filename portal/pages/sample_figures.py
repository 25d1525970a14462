"""Figures in every status, of no country and no source, put into pictures as the real ones are."""

from entities.conventions import CONVENTIONS
from entities.figures.arranging import sections
from entities.models import Entity, Observation, Source
from entities.views.elements import laid_out

FIRST, SECOND = (
    Source(slug="src-usgs-mcs2026-re", title="A sample", publisher="Nobody", date=f"{year}")
    for year in (2025, 2026)
)
PRICE = {"measure": "price_average", "unit": "USD/kg", "source": FIRST, "edition": "First"}
OUTPUT = {"measure": "mine_production", "unit": "t", "source": FIRST, "edition": "First"}
RESERVES = {"measure": "reserves", "unit": "t", "period": "2025"}


def output(subject: str, status: str = "as_published", **amounts: int) -> Observation:
    return Observation(subject=subject, status=status, period="2024", **OUTPUT, **amounts)


def price(year: int, value: int | None, status: str = "as_published") -> Observation:
    return Observation(subject="an oxide", period=str(year), value=value, status=status, **PRICE)


def reserves(subject: str, value: int, source: Source) -> Observation:
    edition = "First" if source == FIRST else "Second"
    return Observation(
        subject=subject, value=value, status="as_published", source=source, edition=edition,
        **RESERVES,
    )  # fmt: skip


FIGURES = [
    output("As published", value=270),
    output("Estimated", "estimated", value=200),
    output("At least", "lower_bound", value=150),
    output("A range", "range", low=120, high=180),
    output("Planned", "planned", value=90),
    output("Zero", "zero", value=0),
    output("No figure", "not_available"),
    reserves("One country", 44, FIRST),
    reserves("One country", 40, SECOND),
    reserves("Another", 21, FIRST),
    reserves("Another", 21, SECOND),
    price(2021, 400),
    price(2022, 380),
    price(2023, None, "not_available"),
    price(2024, 260),
    price(2025, 280, "estimated"),
]


# Each class of a convention, and of what is held the named and the unnamed.
ELEMENTS = (
    (57, "La", "Lanthanum", "light", 12),
    (62, "Sm", "Samarium", "middle", 3),
    (66, "Dy", "Dysprosium", "heavy", 9),
    (71, "Lu", "Lutetium", "heavy", 0),
    (39, "Y", "Yttrium", "separate", 7),
    (21, "Sc", "Scandium", "outside", 1),
    (61, "Pm", "Promethium", "not_assessed", 0),
)


def sample_sections() -> list:
    return sections(FIGURES)


def sample_table() -> dict:
    """What the periodic table shows of made-up counts, by a convention that has every class."""
    return laid_out([element(*one) for one in ELEMENTS], CONVENTIONS["geochemical"])


def element(number: int, symbol: str, name: str, sort: str, count: int) -> Entity:
    made = Entity(
        slug=name.lower(), name=name, symbol=symbol, kind="element", atomic_number=number,
        class_geo3=sort,
    )  # fmt: skip
    made.article_count = made.relationship_count = count
    return made
