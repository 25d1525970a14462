"""Searching, in a real browser: the box, its suggestions by keyboard, and what narrows down."""

import re

import pytest

PAUSE = 300  # longer than the script waits for the next keystroke
WIDTHS = [320, 390, 1280]
SEARCHES = [
    "/search/", "/search/help/", "/search/?q=REE", "/search/?q=namibia+rare+earth+stockpiling",
    '/search/?q=dysprosium+OR+"supply+chain', "/search/?q=dysprosum", "/search/?q=zzzz+year:1900",
    "/search/?q=namibia&entity=jogmec&entity=yttrium", "/search/?q=namibia&entity=nope&year=1900",
    "/search/?q=namibia&show=entities", "/search/?q=namibia&show=statements",
    "/search/?q=" + "%22a+long+half-remembered+phrase+of+many+words%22+OR+" * 5,
    "/search/?q=" + "w" * 300, "/articles/?entity=jogmec&entity=yttrium",
]  # fmt: skip
KINDS_OF_PAGE = [
    "/", "/articles/", "/articles/japan-namibia-rare-earths-exploration-deal/", "/entities/",
    "/entities/jogmec/", "/elements/", "/relationships/",
    "/relationships/jogmec--participates-in--lofdal/", "/collections/rare-earths-special-focus/",
    "/notes/", "/sources/", "/sources/src-usgs-mcs2026-re/", "/about/", "/search/?q=REE",
    "/search/help/",
]  # fmt: skip


@pytest.fixture
def box(open_page):
    """The search box of the home page, with the focus."""
    page = open_page()
    page.goto("/")
    box = page.get_by_role("combobox", name="Search")
    box.focus()
    return box


def type_in(box, text):
    box.press_sequentially(text)
    box.page.get_by_role("option").first.wait_for()


def state(box) -> tuple[str, str | None]:
    """Whether the list is open, and the words of the active option."""
    page, active = box.page, box.get_attribute("aria-activedescendant")
    words = page.locator(f"#{active} .words").inner_text() if active else None
    return box.get_attribute("aria-expanded"), words


def test_suggestions_are_chosen_with_the_keyboard_alone(box):
    page = box.page
    assert state(box) == ("false", None)
    type_in(box, "nam")
    assert state(box) == ("true", None)
    box.press("ArrowDown")
    assert state(box) == ("true", "Namibia")
    assert box.input_value() == "nam"
    box.press("Enter")
    page.wait_for_url("**/entities/namibia/")


def test_entities_are_suggested_before_titles_in_groups_with_names(box):
    type_in(box, "nam")
    listbox = box.page.get_by_role("listbox", name="Suggestions")
    assert listbox.get_attribute("id") == box.get_attribute("aria-controls")
    assert box.get_attribute("aria-autocomplete") == "list"
    snapshot = listbox.aria_snapshot()
    entities, _, articles = snapshot.partition('group "Articles"')
    assert entities.startswith('- listbox "Suggestions":\n  - group "Entities":')
    assert 'option "Namibia country"' in entities
    assert 'option "Japan, Namibia sign rare earths exploration deal"' in articles
    said = box.page.locator("search-suggestions [aria-live]")
    assert re.fullmatch(r"\d+ suggestions\.", said.inner_text())


def test_down_and_up_go_round_and_the_text_takes_the_focus_back(box):
    type_in(box, "nam")
    options = box.page.get_by_role("option")
    words = options.locator(".words").all_inner_texts()
    box.press("ArrowUp")
    assert state(box)[1] == words[-1]
    assert options.last.get_attribute("aria-selected") == "true"
    box.press("ArrowDown")
    assert state(box)[1] == words[0]
    assert options.last.get_attribute("aria-selected") == "false"
    box.press("Home")
    assert state(box) == ("true", None)
    assert box.evaluate("box => box.selectionStart") == 0
    box.press("ArrowDown")
    box.press("End")
    assert state(box) == ("true", None)
    assert box.evaluate("box => box.selectionStart") == 3


def test_escape_closes_the_list_then_clears_the_box(box):
    type_in(box, "nam")
    box.press("Escape")
    assert state(box) == ("false", None)
    assert box.input_value() == "nam"
    box.press("Alt+ArrowDown")
    assert state(box) == ("true", None)
    box.press("Escape")
    box.press("ArrowDown")
    assert state(box) == ("true", "Namibia")
    box.press("Escape")
    box.press("Escape")
    assert box.input_value() == ""


def test_tab_leaves_the_box_and_closes_the_list(box):
    type_in(box, "nam")
    box.press("ArrowDown")
    box.press("Tab")
    assert state(box) == ("false", None)
    assert box.page.evaluate("document.activeElement.textContent") == "Search"
    assert box.page.url.endswith("/")


def test_enter_without_a_choice_sends_the_form(box):
    type_in(box, "nam")
    box.press("Enter")
    box.page.wait_for_url("**/search/?q=nam")
    assert box.input_value() == "nam"


def test_a_suggestion_is_chosen_with_the_pointer(box):
    type_in(box, "nam")
    box.page.get_by_role("option", name="Namibia Critical Metals").first.click()
    box.page.wait_for_url("**/entities/namibia-critical-metals/")


def test_one_letter_asks_nothing_and_one_ideograph_does(box):
    asked = []
    box.page.on("request", lambda request: asked.append(request.url))
    box.press_sequentially("n")
    box.page.wait_for_timeout(PAUSE)
    assert not asked
    box.fill("独")
    box.page.get_by_role("option", name="organization").wait_for()


def test_what_is_typed_fast_is_asked_once(box):
    asked = []
    box.page.on("request", lambda request: asked.append(request.url))
    box.press_sequentially("namibia", delay=20)
    box.page.get_by_role("option").first.wait_for()
    assert [url.partition("?")[2] for url in asked] == ["q=namibia"]


def test_a_late_answer_does_not_replace_a_newer_one(box):
    def answer_late(route):
        if route.request.url.endswith("q=nam"):
            box.page.wait_for_timeout(2 * PAUSE)
        route.continue_()

    box.page.route("**/search/suggestions/**", answer_late)
    box.press_sequentially("nam")
    box.page.wait_for_timeout(PAUSE)
    box.fill("lofdal")
    box.page.get_by_role("option", name="Lofdal").first.wait_for()
    box.page.wait_for_timeout(3 * PAUSE)
    assert box.page.get_by_role("option", name="Namibia Critical").count() == 0


def test_without_an_answer_the_form_goes_on_working(box):
    box.page.route("**/search/suggestions/**", lambda route: route.fulfill(body="no JSON"))
    box.press_sequentially("lofdal")
    box.page.wait_for_timeout(PAUSE)
    assert state(box) == ("false", None)
    box.press("Enter")
    box.page.wait_for_url("**/search/?q=lofdal")
    assert box.page.get_by_role("heading", name="Lofdal").first.is_visible()


def test_while_characters_are_composed_nothing_is_asked_or_sent(box):
    asked = []
    box.page.on("request", lambda request: asked.append(request.url))
    session = box.page.context.new_cdp_session(box.page)
    session.send(
        "Input.imeSetComposition", {"text": "独立", "selectionStart": 2, "selectionEnd": 2}
    )
    box.page.wait_for_timeout(PAUSE)
    assert not asked
    session.send("Input.insertText", {"text": "独立"})
    box.page.get_by_role("option", name="organization").wait_for()


def test_a_slash_is_typed_and_taken_from_nobody(box):
    box.press("/")
    assert box.input_value() == "/"
    box.fill("")
    box.evaluate("box => box.blur()")
    box.page.keyboard.press("/")
    assert box.input_value() == ""
    assert box.page.evaluate("document.activeElement === document.body")


def test_the_box_stands_in_the_head_of_every_page(open_page):
    page = open_page()
    for address in KINDS_OF_PAGE:
        page.goto(address)
        search = page.get_by_role("banner").get_by_role("search")
        assert search.get_by_role("combobox", name="Search").is_visible(), address
        assert search.get_by_role("button", name="Search").is_visible(), address


@pytest.mark.parametrize("width", WIDTHS)
def test_the_box_is_big_enough_and_its_focus_is_seen(open_page, width):
    page = open_page(viewport={"width": width, "height": 800})
    page.goto("/")
    parts = [page.get_by_role("combobox"), page.get_by_role("button", name="Search")]
    for part in parts:
        size = part.bounding_box()
        assert size["height"] >= 44
        assert size["x"] >= 0 and size["x"] + size["width"] <= width
        page.keyboard.press("Tab")
        part.focus()
        assert part.evaluate("part => getComputedStyle(part).outlineWidth") == "3px"


@pytest.mark.parametrize("width", WIDTHS)
def test_no_search_page_and_no_list_is_wider_than_its_window(open_page, width):
    page = open_page(viewport={"width": width, "height": 900})
    for address in SEARCHES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page.get_by_role("combobox").fill("namibia")
    listbox = page.get_by_role("listbox")
    listbox.wait_for()
    size = listbox.bounding_box()
    assert size["x"] >= 0 and size["x"] + size["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_search_pages_give_all_their_content_without_script(open_page):
    with_script, without = open_page(), open_page(java_script_enabled=False)
    for address in SEARCHES:
        for page in (with_script, without):
            page.goto(address)
        assert with_script.inner_text("main") == without.inner_text("main"), address


def test_without_script_the_form_answers_and_the_links_narrow_down(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/about/")
    page.get_by_role("searchbox", name="Search").fill("dysprosium namibia")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/search/?q=dysprosium+namibia")
    assert page.get_by_role("searchbox").input_value() == "dysprosium namibia"
    assert page.get_by_role("status").inner_text().endswith("2 articles")
    narrow = page.get_by_role("complementary", name="Narrow down")
    narrow.get_by_role("link", name="Yttrium 1").click()
    page.wait_for_url("**entity=yttrium**")
    assert page.get_by_role("status").inner_text().endswith("1 article")
    chosen = narrow.locator("[aria-current=true]")
    assert chosen.inner_text().startswith("Yttrium take away")
    chips = page.get_by_role("group", name="Narrowed to")
    chips.get_by_role("link", name="Yttrium").click()
    assert page.get_by_role("status").inner_text().endswith("2 articles")
    assert not chips.is_visible()


def test_on_a_small_screen_what_narrows_down_opens_by_itself_only_when_asked(open_page):
    for width, is_open in ((1280, True), (390, False)):
        page = open_page(viewport={"width": width, "height": 900}, java_script_enabled=False)
        page.goto("/search/?q=namibia")
        option = page.get_by_role("link", name="Yttrium 1")
        assert option.is_visible() == is_open
        summary = page.locator(".narrow-down > summary")
        assert summary.is_visible() != is_open
        if not is_open:
            summary.click()
            assert option.is_visible()


@pytest.mark.parametrize("address", ["/search/?q=namibia", "/articles/"])
def test_the_keyboard_passes_over_what_narrows_down(open_page, address):
    page = open_page()
    page.goto(address)
    skip = page.get_by_role("link", name="Skip to what was found")
    skip.focus()
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.column-main') !== null")


def test_an_article_found_opens_at_its_best_passage(open_page):
    page = open_page()
    page.goto("/search/?q=%22rich+in+yttrium%22")
    hit = page.locator(".hit").first
    assert {"rich", "yttrium"} <= set(hit.locator("mark").all_inner_texts())
    hit.get_by_role("link", name="Japan, Namibia sign rare earths exploration deal").click()
    page.wait_for_url("**/articles/japan-namibia-rare-earths-exploration-deal/#p6")
    assert 0 <= page.locator("#p6").bounding_box()["y"] < 900


def test_the_examples_on_the_help_page_all_answer(open_page):
    page = open_page()
    page.goto("/search/help/")
    links = page.eval_on_selector_all("main a[href*='?q=']", "all => all.map(a => a.href)")
    assert len(links) > 12
    for link in links:
        page.goto(link)
        assert page.get_by_role("status").count() == 1, link
        assert page.locator(".repairs").count() == 0, link
