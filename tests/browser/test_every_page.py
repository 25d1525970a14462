"""What holds on every kind of page: it fits, does not jump, and needs neither mouse nor script."""

import pytest

from tests.browser.page_kinds import PAGES

# A window of 1280 px in which all is four times as large is 320 px wide to the page.
WIDTHS = (320, 390, 820, 1280)
WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    shifts.push([entry.value, ...entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 80))]);
}).observe({ type: "layout-shift", buffered: true });
"""
# Positions in the document of all that the Tab key should reach, in that order.
REACHABLE = """
() => {
  const wanted = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  window.reachable = [...document.querySelectorAll(wanted)].filter(
    (one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true })
  );
  return reachable.length;
}
"""
FOCUSED = """
() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  // In a picture the ring may be the edge of the area that is pressed.
  const area = one.querySelector(".hit");
  const edge = area && getComputedStyle(area);
  const style = getComputedStyle(one);
  return {
    position: reachable.indexOf(one),
    what: one.outerHTML.slice(0, 90),
    ring: Math.max(
      style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
      edge && edge.stroke !== "none" ? parseFloat(edge.strokeWidth) : 0,
    ),
    seen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
  };
}
"""
MOST = 100


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_its_window(open_page, width):
    page = open_page(viewport={"width": width, "height": 900})
    wide = []
    for address in PAGES:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(address)
    assert not wide


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_a_page_loads(open_page, width):
    page = open_page(viewport={"width": width, "height": 900})
    page.add_init_script(WATCH_SHIFTS)
    moved = {}
    for address in PAGES:
        page.goto(address)
        page.wait_for_timeout(250)
        if shifts := page.evaluate("shifts"):
            moved[address] = shifts
    assert not moved


def test_every_page_gives_all_its_content_without_script(open_page):
    with_script, without = open_page(), open_page(java_script_enabled=False)
    lacking = {}
    for address in PAGES:
        with_script.goto(address)
        without.goto(address)
        here = set(without.inner_text("main").split("\n"))
        if lost := set(with_script.inner_text("main").split("\n")) - here - controls(with_script):
            lacking[address] = lost
    assert not lacking


def controls(page) -> set[str]:
    """The words of the buttons that a script adds: without it there is nothing for them to do."""
    return set(page.locator("main picture-view > p button").all_inner_texts())


@pytest.mark.parametrize("address", PAGES)
def test_the_keyboard_goes_through_a_page_in_order_and_sees_where_it_is(open_page, address):
    page = open_page()
    page.goto(address)
    count = min(page.evaluate(REACHABLE), MOST)
    wrong = []
    for expected in range(count):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["position"] != expected or focused["ring"] < 2 or not focused["seen"]:
            wrong.append((expected, focused))
    assert not wrong
