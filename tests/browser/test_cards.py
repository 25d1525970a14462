"""Cards beside names, and the marks in the margin of an article."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

NEWS = "/articles/japan-namibia-rare-earths-exploration-deal/"
STRICT = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}


@pytest.fixture
def news(open_page):
    page = open_page()
    page.goto(NEWS)
    return page


def name_in(page, words):
    return page.locator(".reading a.name", has_text=words).first


def card_of(page):
    return page.locator("#card:popover-open")


def test_a_card_opens_beside_a_name_and_goes_with_the_pointer(news):
    asked = []
    news.on("request", lambda request: "/card/" in request.url and asked.append(request.url))
    jogmec = name_in(news, "JOGMEC")
    title, before = jogmec.get_attribute("title"), news.evaluate("document.body.scrollHeight")
    jogmec.hover()
    card_of(news).wait_for()
    assert re.search(r"In 2 articles; \d+ statements", card_of(news).inner_text())
    assert jogmec.get_attribute("title") is None
    assert jogmec.get_attribute("aria-describedby") == "card"
    assert news.evaluate("document.body.scrollHeight") == before
    # The pointer may go into the card to read or copy it.
    card_of(news).hover()
    news.wait_for_timeout(400)
    assert card_of(news).is_visible()
    news.mouse.move(5, 5)
    card_of(news).wait_for(state="hidden")
    assert jogmec.get_attribute("title") == title
    jogmec.hover()
    card_of(news).wait_for()
    assert len(asked) == 1


def test_a_card_opens_for_the_keyboard_and_escape_dismisses_it(news):
    news.locator(".text-head a").last.focus()
    while news.evaluate("!document.activeElement.matches('.reading > p > a.name')"):
        news.keyboard.press("Tab")
    card_of(news).wait_for()
    assert "Japan" in card_of(news).inner_text()
    focused = news.evaluate("document.activeElement.href")
    news.keyboard.press("Escape")
    assert not card_of(news).is_visible()
    assert news.evaluate("document.activeElement.href") == focused
    news.keyboard.press("Tab")
    card_of(news).wait_for()
    assert "Critical minerals" in card_of(news).inner_text()


def test_a_finger_opens_the_link_and_no_card(open_page):
    page = open_page(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page.goto(NEWS)
    asked, jogmec = [], name_in(page, "JOGMEC")
    page.on("request", lambda request: "/card/" in request.url and asked.append(request.url))
    # A finger that rests on the link asks for the browser's own menu.
    jogmec.dispatch_event("pointerover", {"pointerType": "touch"})
    page.wait_for_timeout(600)
    assert not asked
    jogmec.tap()
    page.wait_for_url("**/entities/jogmec/")


def test_an_open_card_is_within_the_narrowest_window_and_accessible(open_page):
    page = open_page(viewport={"width": 320, "height": 700})
    page.goto(NEWS)
    for words in ("critical minerals", "JOGMEC", "Namibia Critical"):
        name_in(page, words).hover()
        page.locator("#card:popover-open", has_text=words.capitalize()[:4]).wait_for()
        box = card_of(page).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 320
        assert box["y"] >= 0 and box["y"] + box["height"] <= 700
        assert page.evaluate("document.documentElement.scrollWidth") == 320
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert not Axe().run(page, context="#card", options=STRICT).response["violations"]


def test_the_margin_leads_to_a_statement_and_the_statement_back(news):
    mark = news.locator(".here a[href='#lofdal--enriched-in--yttrium']")
    mark.hover()
    card_of(news).wait_for()
    assert "Lofdal is enriched in yttrium" in card_of(news).inner_text()
    quoted = news.evaluate("[...CSS.highlights.get('quoted')].map(String)")
    assert quoted == ["This deposit is rich in yttrium"]
    mark.click()
    statement = news.locator("#lofdal--enriched-in--yttrium")
    assert 0 <= statement.bounding_box()["y"] < 200
    statement.get_by_role("link", name="Passage 6", exact=True).click()
    assert 0 <= news.locator("#p6").bounding_box()["y"] < 200


@pytest.mark.parametrize("width", [320, 1280])
def test_the_marks_stand_beside_their_passage_or_under_it_and_never_in_it(open_page, width):
    page = open_page(viewport={"width": width, "height": 900})
    page.goto(NEWS)
    text, marks = (page.locator(place).bounding_box() for place in ("#p3", "#p3 + .here"))
    if width == 320:
        assert marks["y"] >= text["y"] + text["height"]
    else:
        assert marks["x"] >= text["x"] + text["width"] and marks["y"] < text["y"] + 30
    assert page.locator("#p3 .here").count() == 0


@pytest.mark.parametrize(
    "address", [NEWS, "/entities/lofdal/", "/relationships/jogmec--participates-in--lofdal/"]
)
def test_paper_says_where_everything_stands(open_page, address):
    page = open_page(color_scheme="dark")
    page.goto(address)
    page.emulate_media(media="print")
    assert page.locator(".on-paper").first.inner_text().endswith(address)
    written = page.evaluate(
        "[...document.querySelectorAll('main blockquote[cite]')].map("
        "one => getComputedStyle(one, '::after').content)"
    )
    assert written and all("/articles/" in one for one in written)
    sources = page.locator(".note .on-paper").all_inner_texts()
    assert sources and all("http" in one for one in sources)
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert not page.locator("nav, summary, .statement-foot").filter(visible=True).count()
