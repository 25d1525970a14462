"""How much a page may weigh, before compression."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.browser.page_kinds import PAGES

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

HOME, ENTITY, STYLE, SCRIPT = 60_000, 120_000, 30_000, 15_000
# The most stated of, those with maps and figures, and one of which nothing is said.
ENTITIES = ["rare-earth-elements", "japan", "lofdal", "china", "dysprosium", "erbium", "epangelo"]


def weight_of(html: str, link: str) -> int:
    """The bytes of the static files that a page links in this way."""
    names = re.findall(link, html)
    assert names
    return sum(Path(finders.find(name)).stat().st_size for name in set(names))


def test_the_first_page_is_light(built, client):
    assert len(client.get("/").content) < HOME


@pytest.mark.parametrize("slug", ENTITIES)
def test_an_entitys_page_is_light_with_its_pictures(built, client, slug):
    assert len(client.get(f"/entities/{slug}/").content) < ENTITY


def test_no_page_loads_more_style_or_script_than_it_may(built, client):
    heavy = {}
    for address in PAGES:
        html = client.get(address).content.decode()
        style = weight_of(html, r'<link rel="stylesheet" href="/static/([^"]+)"')
        script = weight_of(html, r'<script[^>]* src="/static/([^"]+)"')
        if style >= STYLE or script >= SCRIPT:
            heavy[address] = (style, script)
    assert not heavy
