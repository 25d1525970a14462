"""What every page may say of the site and of itself."""

from portal.pages.previews import preview_of


def site(request):
    match = request.resolver_match
    return {
        "origin": request.build_absolute_uri("/")[:-1],
        "canonical": request.build_absolute_uri(request.path),
        "preview": preview_of(match.url_name or "" if match else ""),
    }
