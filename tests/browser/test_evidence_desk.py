"""The desk of quotes that need a person, by the keyboard alone."""

import pytest

from tests.browser.conftest import Portal
from tests.browser.test_curating import log_in

# One command each: a process of its own takes its time.
SET_UP = """
from articles.models import Article
from entities.models import Entity, RelationType
from tests.entities.test_anchoring import ALPHA
from tests.makers import make_article, make_evidence, make_relationship
article = make_article("Opening.\\n\\n" + ALPHA, slug="browser-alpha")
ends = [Entity.objects.get(slug=slug) for slug in ("jogmec", "namibia")]
row = make_relationship(*ends, type="browser-told")
for quote in ("Team Alpha reported", "latency by twelve percent"):
    make_evidence(article, quote, relationship=row)
changed = ALPHA.replace("reported", "said").replace("twelve", "eleven")
make_article("Opening.\\n\\n" + changed, slug="browser-alpha")
"""
CLEAN_UP = """
from articles.models import Article
from entities.models import Relationship, RelationType
Relationship.objects.filter(type__slug="browser-told").delete()
RelationType.objects.filter(slug="browser-told").delete()
Article.objects.filter(slug="browser-alpha").delete()
"""


@pytest.fixture
def altered(portal: Portal):
    """An article in two versions, and two quotes of which the second lost both."""
    portal.manage("shell", "-c", SET_UP)
    yield
    portal.manage("shell", "-c", CLEAN_UP)


def test_a_curator_puts_quotes_back_with_the_keyboard_alone(altered, open_page):
    page = open_page()
    log_in(page)
    page.goto("/admin/desk/evidence/")
    progress = page.locator("#progress")
    assert progress.inner_text() == "Quote 1 of 2 that need a person."
    first = page.locator("#item").get_attribute("data-evidence")
    page.keyboard.press("j")
    page.wait_for_function("document.querySelector('#progress').innerText.startsWith('Quote 2')")
    page.keyboard.press("k")
    page.wait_for_function("document.querySelector('#progress').innerText.startsWith('Quote 1')")

    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.id") == "id_quote"
    # No key decides anything while words are typed.
    page.keyboard.type("1 usjkx")
    assert progress.inner_text() == "Quote 1 of 2 that need a person."
    page.keyboard.press("Control+a")
    page.keyboard.type("Team Alpha said")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Quote 1 of 1 that needs a person.")
    page.keyboard.press("1")
    page.wait_for_selector("#nothing")
    assert "quotes stand in their context" in page.inner_text("#nothing")

    page.keyboard.press("u")
    page.wait_for_selector("#item")
    page.keyboard.press("u")
    page.wait_for_selector("text=2 that need a person")
    assert page.locator("#item").get_attribute("data-evidence") == first
