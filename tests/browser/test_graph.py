"""The graph of an entity as a browser draws it, with the letters that it has."""

import pytest

GRAPHS = [
    f"/entities/{slug}/graph/?steps={steps}"
    for slug in ("rare-earth-elements", "japan", "lofdal")
    for steps in (1, 2)
]
# The words and the marks that overlap, and those that run out of the picture.
CLASHES = """svg => {
  const room = svg.getBoundingClientRect();
  const boxes = [...svg.querySelectorAll("text, .picture-mark > path")]
    .filter(one => !one.matches(".picture-mark > text"))
    .map(one => [one.textContent || "mark", one.getBoundingClientRect()]);
  const meet = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.x, b.x) > 0.5
    && Math.min(a.bottom, b.bottom) - Math.max(a.y, b.y) > 0.5;
  const out = boxes.filter(([, a]) => a.x < room.x - 1 || a.right > room.right + 1
    || a.y < room.y - 1 || a.bottom > room.bottom + 1).map(([words]) => words);
  const clashes = [];
  for (const [words, a] of boxes) for (const [others, b] of boxes)
    if (a !== b && meet(a, b)) clashes.push(`${words} / ${others}`);
  return [boxes.length, clashes, out];
}"""


@pytest.mark.parametrize(("width", "addresses"), [(390, GRAPHS[::2]), (1280, GRAPHS)])
def test_no_label_stands_over_another_as_the_browser_draws_them(open_page, width, addresses):
    page = open_page(viewport={"width": width, "height": 900})
    for address in addresses:
        page.goto(address)
        shown = page.locator("svg.graph:visible")
        assert shown.count() == 1, address
        drawn, clashes, out = shown.evaluate(CLASHES)
        assert drawn > 20 and not clashes and not out, address


@pytest.mark.parametrize("width", [320, 820])
def test_letters_stay_legible_and_the_page_does_not_scroll_sideways(open_page, width):
    page = open_page(viewport={"width": width, "height": 900})
    for address in GRAPHS[2:4]:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        scale = page.locator("svg.graph:visible").evaluate("svg => svg.getScreenCTM().a")
        assert 12 * scale >= 10.5 and scale <= 1.01


def test_every_entity_and_every_line_is_a_link_with_a_name(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/entities/lofdal/graph/")
    picture = page.get_by_role("group", name="What is related to Lofdal", exact=True)
    names = [link.text_content() for link in picture.get_by_role("link").all()]
    assert len(names) == 10 + 9 + len(picture.locator(".trunk").all())
    assert picture.get_by_role("link", name="All statements “is enriched in” about Lofdal").count()
    picture.get_by_role("link", name="JOGMEC, organization").click()
    assert page.url.endswith("/entities/jogmec/")
    page.go_back()
    name = "JOGMEC takes part in the development of Lofdal, 2 independent quotes"
    picture.get_by_role("link", name=name).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/relationships/jogmec--participates-in--lofdal/")


def test_on_paper_the_whole_picture_is_seen(open_page):
    page = open_page(viewport={"width": 673, "height": 950})
    page.emulate_media(media="print")
    page.goto(GRAPHS[1])
    svg, frame = page.locator("svg.wide-only").bounding_box(), page.locator("figure").bounding_box()
    assert 0 < svg["width"] <= frame["width"] <= 673
    assert page.evaluate("document.documentElement.scrollWidth") <= 673


def test_a_picture_wider_than_its_frame_is_shown_whole(open_page):
    page = open_page(viewport={"width": 390, "height": 800})
    page.goto(GRAPHS[1])
    svg, frame = page.locator("svg.wide-only"), page.locator(".picture-frame")
    room, wide = frame.bounding_box()["width"], svg.bounding_box()["width"]
    assert wide > 2 * room
    page.get_by_role("button", name="Smaller").click()
    assert svg.bounding_box()["width"] == pytest.approx(wide / 1.4, rel=0.01)
    page.get_by_role("button", name="Whole picture").click()
    assert svg.bounding_box()["width"] == pytest.approx(room, abs=1)
    page.get_by_role("button", name="Larger").click()
    assert svg.bounding_box()["width"] == pytest.approx(1.4 * room, rel=0.01)


def test_the_picture_grows_by_keys_and_buttons_and_lights_up_what_belongs_together(open_page):
    page = open_page()
    page.goto("/entities/japan/graph/?steps=2")
    svg, frame = page.locator("svg.graph"), page.locator(".picture-frame")
    width = svg.bounding_box()["width"]
    frame.focus()
    page.keyboard.press("+")
    assert svg.bounding_box()["width"] == pytest.approx(1.4 * width, rel=0.01)
    page.get_by_role("button", name="Larger").click()
    assert svg.bounding_box()["width"] == pytest.approx(1.96 * width, rel=0.01)
    frame.focus()
    page.keyboard.press("0")
    room = frame.bounding_box()["width"]
    assert svg.bounding_box()["width"] == pytest.approx(min(width, room), abs=1)
    page.locator(".node", has_text="China").focus()
    assert page.locator(".edge.is-lit").count() == 2
    lit = page.locator(".node.is-lit")
    assert lit.count() == 3
    page.get_by_role("button", name="Smaller").focus()
    assert page.locator(".is-lit").count() == 0


def test_the_picture_alone_opens_by_itself_and_as_an_image(open_page, portal):
    page = open_page(color_scheme="dark")
    page.goto("/entities/lofdal/graph.svg")
    assert page.locator("a.node").count() == 9
    ground = page.locator(".ground").evaluate("one => getComputedStyle(one).fill")
    assert ground == "rgb(19, 18, 23)"
    page.goto("/about/")
    width = page.evaluate(
        """() => new Promise(done => {
          const image = new Image();
          image.onload = () => done(image.naturalWidth);
          image.onerror = () => done(0);
          image.src = "/entities/lofdal/graph.svg";
        })"""
    )
    assert width > 500
