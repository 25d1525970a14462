"""The kinds of entity. A kind is one declaration here; nothing else names it."""

from dataclasses import dataclass

from entities.gaps import expecting
from entities.gaps.expecting import Expectation


@dataclass(frozen=True)
class Kind:
    """`letter`, `shape` and the colour of the CSS class `kind-<slug>` mark it everywhere."""

    slug: str
    label: str
    plural: str
    letter: str
    # One of those in pictures/marks.
    shape: str = "square"
    # Countries and companies have names of their own; elements and uses are common nouns.
    is_common: bool = False
    # How a map shows it: by its "outline", by a "mark", or "in words", being too wide for both.
    on_map: str = ""
    # So much is stated of it that to say two things have it in common says little.
    is_hub: bool = False
    # What one should have, beside what every entity should.
    expects: tuple[Expectation, ...] = ()

    @property
    def expectations(self) -> tuple[Expectation, ...]:
        return (*self.expects, *expecting.EVERY)

    @property
    def css(self) -> str:
        return "kind-" + self.slug.replace("_", "-")


KINDS = {
    kind.slug: kind
    for kind in (
        Kind("country", "country", "countries", "C", "circle", on_map="outline", is_hub=True,
             expects=(expecting.ISO_CODE,)),
        Kind("union", "union", "unions", "U", "circle", on_map="in words", is_hub=True),
        Kind("region", "region", "regions", "R", "circle", on_map="in words", is_hub=True),
        Kind("organization", "organization", "organizations", "O", "rounded",
             expects=(expecting.SEAT,)),
        Kind("person", "person", "people", "H", "ring", expects=(expecting.OFFICE,)),
        Kind("project", "project", "projects", "P", "diamond", on_map="mark",
             expects=(expecting.COUNTRY, expecting.PLACE, expecting.OWNER, expecting.ELEMENT,
                      expecting.STAGE)),
        Kind("agreement", "agreement", "agreements", "A", "rings",
             expects=(expecting.PARTIES, expecting.DATE, expecting.SUBJECT)),
        Kind("element", "element", "elements", "E", is_common=True,
             expects=(expecting.USE, expecting.CLASSES)),
        Kind("element_group", "element group", "element groups", "G", is_common=True, is_hub=True,
             expects=(expecting.MEMBERS,)),
        Kind("application", "application", "applications", "T", "hexagon", is_common=True),
        Kind("concept", "concept", "concepts", "I", "lozenge", is_common=True),
    )
}  # fmt: skip

HUBS = [kind for kind in KINDS.values() if kind.is_hub]
HUB_KINDS = [kind.slug for kind in HUBS]
DATED = [kind.slug for kind in KINDS.values() if expecting.DATE in kind.expects]


def choices() -> list[tuple[str, str]]:
    return [(kind.slug, kind.label) for kind in KINDS.values()]


def kind_of(slug: str) -> Kind:
    """The declaration; an entity whose kind was taken out of the code still shows."""
    return KINDS.get(slug) or Kind(slug, slug.replace("_", " "), slug.replace("_", " "), "?")


def in_kind_order(groups: dict[str, list]) -> list[tuple[str, list]]:
    """Groups by kind in the order of the declarations, then those no longer declared."""
    order = list(dict.fromkeys([*KINDS, *groups]))
    return [(kind, groups[kind]) for kind in order if kind in groups]
