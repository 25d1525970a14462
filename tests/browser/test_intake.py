"""A new article and a table, by a curator who has no mouse."""

from tests.browser.conftest import CURATOR

TEXT = """A railway for the northern mines

The line is to carry ore from Otjiwarongo to the coast, the ministry said on Monday.

Passengers are to use it as well, three times a week.

Subscribe to our newsletter
"""


def tab_to(page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(300):
        if page.evaluate("what => document.activeElement.matches(what)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {selector} by keyboard")


def press(page, selector: str) -> None:
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def log_in(page) -> None:
    page.goto("/admin/login/?next=/admin/articles/article/add/")
    page.keyboard.insert_text(CURATOR["username"])
    page.keyboard.press("Tab")
    page.keyboard.insert_text(CURATOR["password"])
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_text_comes_in_by_keyboard_and_is_given_anew(open_page):
    page = open_page()
    log_in(page)
    page.locator("#id_text:focus").wait_for()
    page.keyboard.insert_text(TEXT)
    press(page, "[name=_preview]")
    page.locator("#id_title:focus").wait_for()
    kinds = page.locator(".passage select").evaluate_all("all => all.map(one => one.value)")
    assert kinds == ["title", "body", "body", "promo"]
    outside = page.locator(".passage .tag.out")
    assert [outside.nth(at).is_visible() for at in range(4)] == [False, False, False, True]
    tab_to(page, "[name=publisher]")
    page.keyboard.insert_text("The Railway Gazette")
    tab_to(page, "[name=kind-3]")
    page.keyboard.press("n")
    assert outside.nth(2).is_visible()
    press(page, "[name=_save]")

    page.goto("/articles/a-railway-for-the-northern-mines/")
    reading = page.locator("article.reading")
    assert "from Otjiwarongo to the coast" in reading.inner_text()
    assert "The Railway Gazette" in page.inner_text("main")
    assert page.locator("article.reading > p", has_text="Passengers are to use").count() == 0

    page.goto("/admin/articles/article/?q=railway")
    press(page, "#result_list tbody a")
    press(page, ".object-tools a[href$='/text/']")
    page.locator("#id_text:focus").wait_for()
    page.keyboard.insert_text(TEXT.replace("Monday", "Tuesday"))
    press(page, "[name=_preview]")
    assert page.locator("li.gone").count() == page.locator(".tag", has_text="new").count() == 1
    assert page.locator("[name=kind-3]").input_value() == "notice"
    press(page, "[name=_save]")
    page.goto("/articles/a-railway-for-the-northern-mines/")
    assert "said on Tuesday" in page.inner_text("article.reading")
