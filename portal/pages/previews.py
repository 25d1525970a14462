"""The picture by which other sites show a page: one for each kind of page, and of entity."""

from dataclasses import dataclass

from entities.kinds import KINDS


@dataclass(frozen=True)
class Preview:
    """`slug` names the picture in static/previews; the words stand in it, and for it."""

    slug: str
    heading: str
    says: str

    @property
    def alt(self) -> str:
        return f"Lodestone. {self.heading}: {self.says}"


PREVIEWS = {
    preview.slug: preview
    for preview in (
        Preview("home", "Rare earths", "Read, and check: every statement shows its sentence."),
        Preview("article", "An article", "Every name linked, every statement marked."),
        Preview("articles", "Articles", "The texts themselves, unaltered."),
        Preview("entities", "Entities", "Whom and what the articles name."),
        Preview("elements", "Elements", "The seventeen rare earths in their places."),
        Preview("statement", "A statement", "With the sentence that it rests on."),
        Preview("statements", "Relationships", "What the articles state, with their quotes."),
        Preview("graph", "The graph", "What one entity has to do with others."),
        Preview("connections", "Connections", "How are these two connected?"),
        Preview("map", "Map", "Where the articles are at home."),
        Preview("timeline", "Timeline", "Dates as vague as their source."),
        Preview("figures", "Figures", "With unit, basis, source and edition."),
        Preview("gaps", "What is missing", "And which articles might tell."),
        Preview("search", "Search", "By words, by name, and by both."),
        Preview("sources", "Outside sources", "The works that notes and figures rest on."),
        Preview("notes", "Curator’s notes", "Beside the claims, with their sources."),
        Preview("evidence", "Evidence", "The state of every quote."),
        Preview("about", "About", "Method, badges, limits."),
    )
} | {
    kind.slug: Preview(kind.slug, kind.label.capitalize(), "What the articles state of it.")
    for kind in KINDS.values()
}

# By the name of an address; those that are not here have the picture of the home page.
SHOWN_BY = {
    "article-versions": "article", "collection": "articles", "entity": "entities",
    "relationships": "statements", "relationship": "statement", "search-help": "search",
    "source": "sources", "design": "about", "design-pictures": "about",
    "design-charts": "about", "design-reading": "about", "editions": "about",
}  # fmt: skip


def preview_of(address_name: str) -> Preview:
    slug = SHOWN_BY.get(address_name, address_name)
    return PREVIEWS.get(slug, PREVIEWS["home"])
