"""How two entities are connected, in a real browser: the pickers, and the picture by keyboard."""

import pytest

CHAIN = "/connections/?from=jogmec&to=dysprosium"


def pick(page, field, typed, option):
    box = page.get_by_role("combobox", name=field, exact=True)
    box.fill("")
    box.press_sequentially(typed)
    page.get_by_role("option", name=option).first.wait_for()
    box.press("ArrowDown")
    box.press("Enter")
    return box


def test_two_entities_are_picked_with_the_keyboard_alone(open_page):
    page = open_page()
    page.goto("/connections/")
    assert pick(page, "From", "jogm", "JOGMEC").input_value() == "JOGMEC"
    box = pick(page, "To", "dyspro", "Dysprosium")
    assert page.url.endswith("/connections/")
    box.press("Enter")
    page.wait_for_url(f"**{CHAIN}")


def test_what_is_typed_over_a_picked_entity_is_what_is_asked(open_page):
    page = open_page()
    page.goto(CHAIN)
    page.get_by_role("combobox", name="To", exact=True).fill("Terbium")
    page.get_by_role("button", name="Show the connections").click()
    page.wait_for_url("**/connections/?from=jogmec&to=Terbium")
    assert (
        page.get_by_role("heading", level=1).inner_text() == "How are JOGMEC and terbium connected?"
    )


def test_without_script_a_typed_name_is_enough(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/connections/")
    page.get_by_label("From").fill("jogmec")
    page.get_by_label("To", exact=True).fill("Dy")
    page.get_by_role("button", name="Show the connections").click()
    assert page.get_by_role("heading", level=1).inner_text().endswith("dysprosium connected?")
    assert page.locator(".path-told").count() == 3


@pytest.mark.parametrize(("width", "picture"), [(320, "down"), (820, "down"), (1280, "abreast")])
def test_one_picture_shows_as_wide_as_there_is_room(open_page, width, picture):
    page = open_page(viewport={"width": width, "height": 800})
    page.goto(CHAIN)
    shown = page.locator("svg.path:visible").evaluate_all("all => all.map(one => one.classList[2])")
    assert set(shown) == {f"path-{picture}"}
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    smallest = page.locator(f".path-{picture} .leg text").first.evaluate(
        "one => 13 * one.getScreenCTM().a"
    )
    assert smallest > 12


def test_the_picture_leads_to_the_quotes_of_a_step_by_keyboard(open_page):
    page = open_page()
    page.goto(CHAIN)
    leg = page.locator(".path-abreast .leg").first
    leg.focus()
    assert leg.locator(".hit").evaluate("one => getComputedStyle(one).strokeWidth") == "3px"
    page.keyboard.press("Enter")
    page.wait_for_url("**#jogmec--participates-in--lofdal")
