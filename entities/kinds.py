"""The kinds of entity. A kind is one declaration here; nothing else names it."""

from dataclasses import dataclass


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

    @property
    def css(self) -> str:
        return "kind-" + self.slug.replace("_", "-")


KINDS = {
    kind.slug: kind
    for kind in (
        Kind("country", "country", "countries", "C", "circle"),
        Kind("union", "union", "unions", "U", "circle"),
        Kind("region", "region", "regions", "R", "circle"),
        Kind("organization", "organization", "organizations", "O", "rounded"),
        Kind("person", "person", "people", "H", "ring"),
        Kind("project", "project", "projects", "P", "diamond"),
        Kind("agreement", "agreement", "agreements", "A", "rings"),
        Kind("element", "element", "elements", "E", is_common=True),
        Kind("element_group", "element group", "element groups", "G", is_common=True),
        Kind("application", "application", "applications", "T", "hexagon", is_common=True),
        Kind("concept", "concept", "concepts", "I", "lozenge", is_common=True),
    )
}


def choices() -> list[tuple[str, str]]:
    return [(kind.slug, kind.label) for kind in KINDS.values()]


def kind_of(slug: str) -> Kind:
    """The declaration; an entity whose kind was taken out of the code still shows."""
    return KINDS.get(slug) or Kind(slug, slug.replace("_", " "), slug.replace("_", " "), "?")


def in_kind_order(groups: dict[str, list]) -> list[tuple[str, list]]:
    """Groups by kind in the order of the declarations, then those no longer declared."""
    order = list(dict.fromkeys([*KINDS, *groups]))
    return [(kind, groups[kind]) for kind in order if kind in groups]
