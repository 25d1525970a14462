"""A reader's way through the portal, in a real browser."""

import base64

import pytest

MARK = {"light": (0xFF, 0xF0, 0xB8), "dark": (0x3F, 0x34, 0x09)}
COUNT_PIXELS = """
async ([picture, red, green, blue]) => {
  const image = new Image();
  image.src = "data:image/png;base64," + picture;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4)
    if (data[i] === red && data[i + 1] === green && data[i + 2] === blue) count++;
  return count;
}
"""


@pytest.fixture
def count_pixels(browser):
    """Counts the pixels of one colour in a screenshot; the browser itself reads the picture."""
    blank = browser.new_page()

    def count(page, colour):
        picture = base64.b64encode(page.screenshot()).decode()
        return blank.evaluate(COUNT_PIXELS, [picture, *colour])

    yield count
    blank.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_reader_goes_from_home_to_the_sentence_behind_a_statement(
    open_page, count_pixels, scheme
):
    page = open_page(color_scheme=scheme)
    page.goto("/")
    page.get_by_role("link", name="JOGMEC", exact=True).first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "JOGMEC"
    statement = page.locator("#jogmec--participates-in--lofdal")
    assert "takes part in the development of Lofdal" in statement.inner_text()
    statement.get_by_role("link", name="This statement").click()
    quote = page.get_by_role("link", name="Japan, Namibia sign rare earths exploration deal")
    quote.first.click()
    page.wait_for_url("**/articles/japan-namibia-rare-earths-exploration-deal/**")
    page.wait_for_timeout(500)
    passage = page.locator("#p6").bounding_box()
    assert 0 <= passage["y"] < 900
    # A text fragment leaves no trace in the DOM: only the picture shows what the browser marked.
    assert count_pixels(page, MARK[scheme]) > 3000
    page.goto("/about/")
    page.goto("/articles/japan-namibia-rare-earths-exploration-deal/")
    assert count_pixels(page, MARK[scheme]) == 0


def test_every_quote_of_the_seeds_is_marked_where_its_link_leads(open_page, count_pixels, portal):
    page = open_page()
    missing = []
    page.goto("/entities/lofdal/")
    links = page.eval_on_selector_all(".quote figcaption a", "all => all.map(a => a.href)")
    for link in sorted(set(links)):
        page.goto("about:blank")
        page.goto(link)
        page.wait_for_timeout(150)
        if count_pixels(page, MARK["light"]) < 500:
            missing.append(link)
    assert len(links) == 12
    assert not missing


def test_the_keyboard_alone_reaches_the_content_and_sees_where_it_is(open_page):
    page = open_page()
    page.goto("/entities/jogmec/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = "document.activeElement"
    assert page.evaluate(f"{focused}.closest('main') !== null")
    for _ in range(12):
        assert page.evaluate(f"getComputedStyle({focused}).outlineWidth") == "3px"
        page.keyboard.press("Tab")


def test_a_list_is_narrowed_with_the_keyboard(open_page):
    page = open_page()
    page.goto("/articles/")
    page.get_by_role("link", name="Yttrium 1").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**entity=yttrium")
    assert page.get_by_role("status").inner_text() == "1 article."


def test_light_and_dark_are_told_apart(open_page):
    papers = set()
    for scheme in ("light", "dark"):
        page = open_page(color_scheme=scheme)
        page.goto("/")
        papers.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert papers == {"rgb(251, 250, 246)", "rgb(19, 18, 23)"}


def test_paper_shows_every_quote_and_no_navigation(open_page):
    page = open_page()
    page.goto("/entities/lofdal/")
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = false)")
    page.emulate_media(media="print")
    assert not page.locator(".site-head nav").is_visible()
    assert page.locator(".quote").first.is_visible()
