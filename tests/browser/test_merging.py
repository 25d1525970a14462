"""Two entities become one and two again, in a real browser and without a mouse."""

from tests.browser.test_curating import log_in


def to(page, id: str):
    """Tab on until the element has the focus, which must be seen to be there."""
    for _ in range(200):
        if page.evaluate("document.activeElement.id") == id:
            width = "getComputedStyle(document.activeElement).outlineWidth"
            assert page.evaluate(width) == "3px"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{id} is not reached by the keyboard")


def type_into(page, id: str, words: str):
    to(page, id)
    page.keyboard.type(words)


def press(page, id: str, address: str):
    to(page, id)
    page.keyboard.press("Enter")
    page.wait_for_url(address)


def address_after(page, slug: str) -> str:
    page.goto(f"/entities/{slug}/")
    return page.url.rsplit("/entities/")[1]


def test_two_entities_are_merged_and_it_is_undone_without_a_mouse(open_page):
    page = open_page()
    log_in(page)
    page.goto("/admin/desk/merge/")
    # Of two records as big the first is kept.
    type_into(page, "id_entity", "automotive-sector")
    type_into(page, "id_with", "electronics-sector")
    press(page, "show-report", "**/desk/merge/?*")
    assert page.evaluate("document.activeElement.id") == "report-title"
    assert "becomes one" in page.inner_text("#group-relationships")
    press(page, "merge", "**/desk/merge/*/")
    record = page.url
    assert address_after(page, "electronics-sector") == "automotive-sector/"
    page.goto(record)
    assert "everything returns" in page.inner_text("#kept-none")
    press(page, page.locator("form.undo button").get_attribute("id"), "**/desk/merge/*/")
    page.locator("#undone").wait_for()
    assert address_after(page, "electronics-sector") == "electronics-sector/"
