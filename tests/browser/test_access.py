"""What keeps readers out: axe finds nothing on any kind of page, light or dark, narrow or wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string

from tests.browser.page_kinds import EMPTY, NOT_FOUND, PAGES
from tests.soaking import times

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STRICT = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"color-contrast-enhanced": {"enabled": True}},
    "resultTypes": ["violations"],
}
SIZES = {390: {"width": 390, "height": 844}, 1280: {"width": 1280, "height": 900}}
# No style is for one width in one scheme alone: each of them once is enough, but at leisure.
LOOKS = [(390, "light"), (1280, "dark"), (390, "dark"), (1280, "light")][: times(2, 4)]


def violations(page):
    """What axe finds narrow and wide, light and dark; a page is loaded once for all."""
    found = []
    for width, scheme in LOOKS:
        page.set_viewport_size(SIZES[width])
        page.emulate_media(color_scheme=scheme)
        for one in Axe().run(page, options=STRICT).response["violations"]:
            places = [" ".join(map(str, node["target"])) for node in one["nodes"][:3]]
            found.append(f"{width} px, {scheme}: {one['id']} ({one['help']}): {places}")
    return found


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(open_page, address):
    page = open_page()
    page.goto(address)
    assert not violations(page)


@pytest.mark.parametrize("address", EMPTY)
def test_axe_finds_nothing_where_nothing_is_held(open_page, empty_portal, address):
    page = open_page()
    page.goto(empty_portal.url + address)
    assert not violations(page)


def test_axe_finds_nothing_where_nothing_is_found(open_page, complaints):
    page = open_page()
    page.goto(NOT_FOUND)
    assert not violations(page)
    assert [one for one in complaints if "404" in one]
    complaints.clear()


@pytest.mark.parametrize("template", ["400.html", "500.html", "503.html"])
def test_axe_finds_nothing_where_the_portal_fails(open_page, template):
    page = open_page()
    body = render_to_string(template)
    page.route("**/failing/", lambda route: route.fulfill(content_type="text/html", body=body))
    page.goto("/failing/")
    assert not violations(page)
