"""The articles that the files cite: where their texts are not held, `load_seeds` refuses these."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from articles.finding import find_files
from articles.importing import Importer
from articles.models import ArticleVersion
from entities.dumping.composing import Held
from entities.validating import FILES


def lacking(held: Held, folder: Path) -> list[str]:
    """What is to be done for each article that is cited and has no text in the folder."""
    files = defaultdict(set)
    for kind, slug in cited(held):
        files[slug].add(FILES[kind])
    gone = sorted(files.keys() - slugs_in(folder))
    endings = endings_of(gone)
    return [
        f"{', '.join(sorted(files[slug]))} cite{'s' if len(files[slug]) == 1 else ''} the article "
        f"“{slug}”, which has no text in {folder}. Save it there as {slug}{endings[slug]}."
        for slug in gone
    ]


def cited(held: Held) -> Iterator[tuple[str, str]]:
    """The kind of each record that cites an article, and the article's slug."""
    for record in held["entity"].values():
        yield from (("entity", slug) for slug in record["seeds"])
    for record in held["note"].values():
        places = (*record["anchors"], *record["contrasts"])
        yield from (("note", place.rpartition(":")[0]) for place in places)
    for record in held["relationship"].values():
        yield from (("relationship", one["article"]) for one in record["evidence"].values())
    for kind in ("mention_decision", "link_decision"):
        yield from ((kind, record["article"]) for record in held[kind].values())


def slugs_in(folder: Path) -> set[str]:
    """The articles that an import of the folder would bring."""
    return {source.slug for source in Importer().sources(find_files([str(folder)]))}


def endings_of(slugs: list[str]) -> dict[str, str]:
    """By the ending, a text is read again as it was."""
    versions = ArticleVersion.objects.current().filter(article__slug__in=slugs)
    named = versions.values_list("article__slug", "file_name")
    return dict.fromkeys(slugs, "") | {slug: Path(name).suffix for slug, name in named}
