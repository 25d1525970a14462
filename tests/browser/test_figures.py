"""The pictures of figures as they stand on a reader's screen."""

import pytest

SHOWN = """
rows => rows.map(row => [
  row.querySelector("th").textContent.trim(),
  Number(row.querySelector(".amount").firstChild.textContent.replace(/\\D/g, "")),
  row.querySelector(".stretch")?.getBoundingClientRect().width ?? 0,
])
"""
SMALLEST_LETTERS = """
texts => Math.min(...texts.map(text => parseFloat(getComputedStyle(text).fontSize)))
"""


@pytest.mark.parametrize("width", [390, 1280])
def test_bars_are_as_long_on_the_screen_as_they_say(open_page, width):
    page = open_page(viewport={"width": width, "height": 900})
    page.goto("/figures/?measure=mine_production&period=2025&edition=MCS+2026+v1.3+(2026-05-27)")
    rows = page.locator(".bars tbody tr").evaluate_all(SHOWN)
    shown = {name: (value, length) for name, value, length in rows}
    full = shown["World total"][1] / shown["World total"][0]
    assert shown["China"][1] > 30 and len(shown) == 18
    for name, (value, length) in shown.items():
        # Less than a pixel shows as a hair; nothing shows as nothing.
        assert abs(length - value * full) < 1.6 and bool(length) == bool(value), name


def test_the_letters_of_small_lines_are_large_enough_on_a_phone(open_page):
    page = open_page(viewport={"width": 390, "height": 900})
    page.goto("/figures/?measure=price_average")
    assert page.locator(".run text").evaluate_all(SMALLEST_LETTERS) >= 11
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
