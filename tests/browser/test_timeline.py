"""The picture of times as a browser shows it."""

import pytest

LETTERS = """
() => [...document.querySelectorAll('.timeline text')].filter(one => one.checkVisibility())
  .filter(one => !one.closest('.picture-mark')).map(one => {
    const box = one.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a;
    return {words: one.textContent, size, left: box.left, right: box.right,
            top: box.top + 2, bottom: box.bottom - 2};
  })
"""


def over(one, other):
    return (
        one["left"] < other["right"] and other["left"] < one["right"]
        and one["top"] < other["bottom"] and other["top"] < one["bottom"]
    )  # fmt: skip


@pytest.mark.parametrize("width", [320, 390, 820, 1280])
def test_its_letters_are_legible_and_apart_at_every_width(open_page, width):
    page = open_page(viewport={"width": width, "height": 900})
    page.goto("/timeline/")
    letters = page.evaluate(LETTERS)
    assert len(letters) > 8
    assert min(one["size"] for one in letters) >= 11
    together = [
        (one["words"], other["words"])
        for number, one in enumerate(letters)
        for other in letters[:number]
        if over(one, other)
    ]
    assert not together
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_mark_is_reached_and_followed_by_keyboard(open_page):
    page = open_page()
    page.goto("/timeline/")
    page.locator(".timeline-wide a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/entities/eu-namibia-2022-agreement/")
