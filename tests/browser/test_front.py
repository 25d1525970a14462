"""The periodic table as readers see it, in a real browser."""

import re

import pytest

OVERFLOWING = """
cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth).map(cell => cell.innerText)
"""
BOXES = "cells => cells.map(cell => cell.getBoundingClientRect().toJSON())"


@pytest.mark.parametrize("width", [320, 390, 820, 1280])
def test_the_17_are_readable_at_every_width_without_scrolling(open_page, width):
    page = open_page(viewport={"width": width, "height": 900})
    page.goto("/elements/?by=eu")
    cells = page.locator(".periodic .tile a")
    assert cells.count() == 17
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert cells.evaluate_all(OVERFLOWING) == []
    boxes = cells.evaluate_all(BOXES)
    assert all(box["left"] >= 0 and box["right"] <= width for box in boxes)
    assert all(box["width"] >= 36 and box["height"] >= 44 for box in boxes)


@pytest.mark.parametrize("width", [820, 1280])
def test_where_there_is_room_the_table_stands_in_its_full_shape(open_page, width):
    page = open_page(viewport={"width": width, "height": 900})
    page.goto("/elements/")
    left = {
        symbol: page.get_by_text(re.compile(rf"^\d*{symbol}$")).first.bounding_box()["x"]
        for symbol in ("Ca", "Sc", "Ti", "He", "Og")
    }
    assert left["Ca"] < left["Sc"] < left["Ti"] < left["Og"]
    assert abs(left["He"] - left["Og"]) < 1
    assert not page.locator(".silhouette").is_visible()


def test_a_screen_reader_gets_a_table_with_headers_and_no_ghosts(open_page):
    page = open_page()
    page.goto("/elements/")
    table = page.get_by_role("table", name="Periodic table of the elements")
    assert table.get_by_role("columnheader").count() == 18
    assert table.get_by_role("rowheader").count() == 9
    assert table.get_by_role("cell").get_by_role("link").count() == 17
    assert "He" not in table.aria_snapshot()


def test_the_convention_is_changed_by_keyboard_and_without_script(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="EU", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/elements/?by=eu")
    assert page.locator('nav [aria-current="true"]', has_text="EU").count() == 1
    assert page.locator(".tile", has_text="Europium").inner_text().startswith("heavy")
