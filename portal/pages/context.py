"""What every page may say of the site and of itself."""

from django.conf import settings
from django.utils.encoding import iri_to_uri

from portal.editions.manifest import BadManifest, Manifest, known
from portal.editions.serving import NoEdition, pinned
from portal.pages.previews import preview_of


def site(request):
    match, origin = request.resolver_match, f"{request.scheme}://{request.get_host()}"
    return {
        "origin": origin,
        "canonical": origin + iri_to_uri(request.path),
        "section": section_of(request.path),
        "preview": preview_of(match.url_name or "" if match else ""),
        "edition_shown": edition_shown(),
        "shows_live": not settings.READS_EDITIONS,
    }


def section_of(path: str) -> tuple[str, str, bool]:
    """What the navigation marks: a folder at the top, and whether the page is below it."""
    folder, slash, below = path[1:].partition("/")
    return folder, slash, bool(below)


def edition_shown() -> Manifest | None:
    """What the foot of the page names; a page that says that all is away has one, too."""
    try:
        return known(pinned()) if settings.READS_EDITIONS else None
    except (NoEdition, BadManifest):
        return None
