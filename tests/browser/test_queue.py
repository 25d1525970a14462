"""The review queue by keys alone, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import CURATOR

QUEUE = "/admin/desk/review/"
NAMES = "/admin/desk/names/"
PREPARE = """
from entities import linking, offering
from entities.models import Entity, Name
state = Entity.objects.create(slug="state-of-japan", name="State of Japan", kind="region")
Name.objects.create(entity=state, text="Japan", links=True)
linking.link_all()
"""
CLEAN = """
from entities import linking
from entities.models import Entity
Entity.objects.filter(slug="state-of-japan").delete()
linking.link_all()
"""
COUNT = """
from entities.models import *
print("left:", MentionDecision.objects.count(), NameRule.objects.count(),
      Link.objects.exclude(decision="").filter(entity__slug="japan").count(),
      Name.objects.filter(entity__slug="lofdal", text="Japan").count())
"""


@pytest.fixture
def shared_name(portal):
    """Two entities are called Japan; other tests find the portal as it was."""
    yield portal.manage("shell", "-v0", "-c", PREPARE + COUNT)
    portal.manage("shell", "-v0", "-c", CLEAN)


def log_in(page, address):
    page.goto(f"/admin/login/?next={address}")
    expect(page.locator("#id_username")).to_be_focused()
    page.keyboard.type(CURATOR["username"])
    page.keyboard.press("Tab")
    page.keyboard.type(CURATOR["password"])
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(address))


def press(page, *keys):
    """Keys that each lead to another page."""
    for key in keys:
        with page.expect_navigation():
            page.keyboard.press(key)


def open_count(page) -> int:
    return int(page.locator("#progress").get_attribute("data-open"))


def item(page) -> str:
    return page.locator("#item").get_attribute("data-place")


def surface(page) -> str:
    return page.locator("#item").get_attribute("data-surface")


def test_a_dozen_items_are_decided_and_all_is_undone_by_keys(open_page, portal, shared_name):
    page = open_page()
    log_in(page, QUEUE)
    first, count = item(page), open_count(page)
    assert surface(page) == "Japan"
    assert page.locator("#item").get_attribute("data-ambiguous") == "yes"
    page.keyboard.press("?")
    assert page.locator("#keys dl").is_visible()

    press(page, "a", "1", "s", "a")
    assert item(page) != first
    assert open_count(page) == count - 3
    press(page, "r", "x", "a")
    # Letters typed in a field are letters.
    page.locator(".filters input[name=name]").focus()
    page.keyboard.type("arsx")
    page.keyboard.press("Escape")
    assert page.url.endswith(QUEUE)

    page.reload()
    assert "Undo (7)" in page.locator("#undo").inner_text()
    press(page, "u", "u")
    press(page, "o")
    expect(page.locator("#picker-input")).to_be_focused()
    with page.expect_response("**q=lofd*"):
        page.keyboard.type("lofd")
    expect(page.locator("#found button")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    press(page, "Enter")
    assert "is not a name of Lofdal yet" in page.locator("#naming").inner_text()
    press(page, "Enter")
    assert "is one of its names" in page.locator(".messagelist").inner_text()
    press(page, "R", "A", "s", "a", "a")
    assert "Undo (11)" in page.locator("#undo").inner_text()

    while page.locator("#undo").is_enabled():
        press(page, "u")
    assert (item(page), open_count(page)) == (first, count)
    assert portal.manage("shell", "-v0", "-c", COUNT) == shared_name


def test_names_of_no_entity_are_decided_by_keys(open_page, portal, tmp_path):
    texts = {
        "walvis-one": "They sail to Walvis Bay, and to Rundu. It was at Walvis Bay.",
        "walvis-two": "They came from Walvis Bay, by Rundu.",
    }
    for slug, text in texts.items():
        (tmp_path / f"{slug}.txt").write_text(text)
    portal.manage("shell", "-v0", "-c", OFFER.format(folder=tmp_path))
    page = open_page()
    log_in(page, NAMES)
    focused = "tr[data-row]:focus"
    assert page.locator(focused).get_attribute("data-name") == "Walvis Bay"
    page.keyboard.press("j")
    assert page.locator(focused).get_attribute("data-name") == "Rundu"
    press(page, "x")
    assert page.locator("tr[data-row]").count() == 1
    press(page, "n")
    page.keyboard.type("region")
    page.keyboard.press("Tab")
    press(page, "Enter")
    assert page.locator("#nothing").is_visible()
    page.goto("/entities/walvis-bay/")
    assert page.locator("h1").inner_text() == "Walvis Bay"
    page.goto(NAMES)
    press(page, "u")
    assert "Taken back" in page.locator(".messagelist").inner_text()
    press(page, "u")
    assert page.locator("tr[data-row]").count() == 2
    portal.manage("shell", "-v0", "-c", DROP)


OFFER = """
from django.core.management import call_command
call_command("import_articles", "{folder}")
call_command("propose_names")
"""
DROP = """
from articles.models import Article
from entities.models import UnclaimedName
Article.objects.filter(slug__startswith="walvis").delete()
UnclaimedName.objects.all().delete()
"""
