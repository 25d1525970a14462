"""By whose convention a rare earth is light or heavy. A convention is one declaration here."""

from dataclasses import dataclass

from entities.models import ElementClass, Entity


@dataclass(frozen=True)
class Standing:
    """The class of an element by one convention: a word, and a CSS class for its pattern."""

    value: str

    @property
    def word(self) -> str:
        """As short as a cell asks for: who looks for more finds the convention explained."""
        return self.value.replace("_", " ") or "not recorded"

    @property
    def css(self) -> str:
        return self.value or "not_assessed"


@dataclass(frozen=True)
class Convention:
    """`field` is the field of Entity that holds an element's class."""

    slug: str
    field: str
    label: str
    name: str
    explained: str

    def standing(self, element: Entity) -> Standing:
        return Standing(getattr(element, self.field))


CONVENTIONS = {
    convention.slug: convention
    for convention in (
        Convention(
            "usgs", "class_usgs", "USGS", "the U.S. Geological Survey",
            "The U.S. Geological Survey divides them in two, reports yttrium in a chapter of its "
            "own, and leaves scandium out.",
        ),
        Convention(
            "eu", "class_eu", "EU", "the European Union",
            "The European Union divides them in two as well, but counts from europium on as "
            "heavy, and takes scandium separately.",
        ),
        Convention(
            "geochemical", "class_geo3", "Geochemical", "a geochemical split",
            "A common split in geochemistry has a middle group, in which dysprosium and terbium "
            "stand, and leaves scandium and yttrium out.",
        ),
    )
}  # fmt: skip


def tally(standings: list[Standing]) -> list[tuple[Standing, int]]:
    """How many elements are in each class, in the order of the classes' declaration."""
    in_order = [Standing(value) for value in (*ElementClass.values, "")]
    return [(one, standings.count(one)) for one in in_order if one in standings]
