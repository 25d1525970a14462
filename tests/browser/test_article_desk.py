"""The article desk in a real browser: from a sentence to a statement, and without a mouse."""

import pytest

from tests.browser.test_curating import ARTICLE, log_in

SENTENCE = "The agreement was signed between the Japan Organization for Metals and Energy Security"
MINISTER = "Minister for Economy, Trade and Industry"


@pytest.fixture
def desk(open_page):
    """The desk of the article, reached from its page in admin."""
    page = open_page()
    log_in(page)
    page.goto("/admin/articles/article/?q=exploration")
    page.get_by_role("link", name="exploration deal").first.press("Enter")
    page.get_by_role("link", name="Article desk").press("Enter")
    page.wait_for_url("**/admin/desk/articles/*/")
    return page


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def said(page) -> str:
    return page.inner_text("#said")


def focused(page) -> str:
    return page.evaluate("document.activeElement.id")


def until_said(page, words):
    page.locator("#said", has_text=words).wait_for()


def pick(page, words):
    """Type into the picker that has the focus, and take what comes first."""
    page.keyboard.type(words)
    page.locator("[role=option][aria-selected=true]:visible", has_text=words).wait_for()
    page.keyboard.press("Enter")


def test_a_statement_is_made_of_a_sentence_without_a_mouse(desk):
    press(desk, "j", "j", "j", "j")
    until_said(desk, SENTENCE)
    assert focused(desk) == "p3-s1"
    press(desk, "e")
    assert focused(desk) == "id_subject_0"
    # The first name in the sentence is offered, and taken only by Enter.
    first = desk.locator("[role=option][aria-selected=true] .option-words")
    assert (first.inner_text(), desk.input_value("#id_subject_0")) == ("JOGMEC", "")
    press(desk, "Enter", "Tab")
    assert focused(desk) == "id_type"
    desk.keyboard.type("is a partner")
    press(desk, "Tab")
    pick(desk, "Epangelo")
    assert desk.input_value("#id_object_0") == "Epangelo"
    assert "Epangelo is a partner of JOGMEC" in desk.inner_text("#inverse-says")
    press(desk, "Enter")
    desk.locator("#told", has_text="Saved: JOGMEC is a partner of Epangelo.").wait_for()
    assert desk.url.endswith("#p3-s1")
    until_said(desk, SENTENCE)
    assert focused(desk) == "p3-s1"
    desk.goto(ARTICLE)
    statement = desk.locator("#jogmec--partner-of--epangelo")
    assert statement.locator("blockquote").inner_text().startswith(f"“{SENTENCE}")


def test_a_new_entity_is_made_of_selected_words_without_a_mouse(desk):
    press(desk, *"jjjjjj")
    until_said(desk, "Yasutoshi")
    press(desk, "l", "l", "ArrowRight", "l", "L", "L", "Shift+ArrowRight", "L", "L")
    until_said(desk, MINISTER)
    press(desk, "N")
    assert desk.input_value("#id_new-name") == desk.input_value("#id_new-text") == MINISTER
    assert desk.input_value("#id_new-slug") == "minister-for-economy-trade-and-industry"
    press(desk, "Tab")
    desk.keyboard.type("concept")
    press(desk, "Tab", "Enter")
    desk.locator("#told", has_text=f"“{MINISTER}” is a name of {MINISTER} now").wait_for()
    desk.goto(ARTICLE)
    link = desk.locator("article.reading").get_by_role("link", name=MINISTER)
    assert link.get_attribute("href") == "/entities/minister-for-economy-trade-and-industry/"


def test_only_types_for_the_kinds_chosen_are_offered_and_the_direction_turned(desk):
    press(desk, "j", "j", "j", "j", "e", "Enter")
    kinds = desk.locator("#id_type option[value]:not([value=''])").evaluate_all(
        "all => all.map(one => one.dataset.subjects)"
    )
    assert kinds and all("organization" in subjects.split() for subjects in kinds)
    press(desk, "Tab", "Tab")
    pick(desk, "Lofdal")
    offered = desk.locator("#id_type option").all_inner_texts()
    assert offered == ["Choose a type", "takes part in the development of → project"]
    press(desk, "Tab", "s")
    assert desk.input_value("#id_subject_0") == "Lofdal"
    assert desk.input_value("#id_object_0") == "JOGMEC"
    assert "The words selected do not name Lofdal." in desk.inner_text("#support-says")
    offered = desk.locator("#id_type option").all_inner_texts()
    assert offered == ["Choose a type", "is a project of → organization"]


def test_a_type_that_does_not_take_what_is_picked_after_it_stays_and_is_told(desk):
    press(desk, "j", "j", "j", "j", "e", "Enter", "Tab")
    desk.keyboard.type("is a partner")
    press(desk, "Tab")
    pick(desk, "Lofdal")
    told = "“is a partner of” does not take organization → project."
    assert told in desk.inner_text("#type-says")
    press(desk, "Enter")
    errors = desk.locator("[data-field=object] .errorlist")
    assert "is of the kind project; this type takes: organization" in errors.inner_text()
    assert desk.locator("#id_type option:checked").inner_text().startswith("is a partner of")
    assert told in desk.inner_text("#type-says")


def test_keys_extend_within_the_passage_and_type_letters_in_fields(desk):
    press(desk, "j", "j", "J")
    until_said(desk, "Sentences 1 to 2 of 2")
    press(desk, "J")
    assert said(desk) == "The passage ends here: a quote stands in one passage."
    press(desk, "e")
    desk.keyboard.type("jens")
    assert desk.input_value("#id_subject_0") == "jens"
    press(desk, "Escape", "Escape")
    assert focused(desk) == "p2-s1"
    press(desk, "Escape")
    until_said(desk, "Nothing yet.")


def test_a_name_is_rejected_and_the_decision_taken_back_without_a_mouse(desk):
    press(desk, "m")
    until_said(desk, "“Japan”")
    press(desk, "r")
    desk.locator("#told", has_text="“Japan” does not name Japan.").wait_for()
    assert "is-rejected" in desk.locator("#p1 .mention").first.get_attribute("class")
    press(desk, "m")
    until_said(desk, "“Japan”")
    desk.get_by_role("button", name="Undo Japan").press("Enter")
    desk.locator("#told", has_text="is left to its names again").wait_for()
    assert "is-found" in desk.locator("#p1 .mention").first.get_attribute("class")


def test_words_are_marked_with_the_mouse_within_one_passage_only(desk):
    offsets = """([from, start, to, end]) => {
        const node = (id) => document.getElementById(id).querySelector(".sentence").firstChild;
        const text = (id) => document.createTreeWalker(node(id), NodeFilter.SHOW_TEXT).nextNode();
        getSelection().setBaseAndExtent(text(from), start, text(to), end);
        document.getElementById("text").dispatchEvent(new Event("pointerup"));
    }"""
    desk.evaluate(offsets, ["p2", 1, "p2", 5])
    until_said(desk, "“apan”")
    desk.evaluate(offsets, ["p2", 1, "p3", 5])
    until_said(desk, "The words run over more than one passage")


def test_the_desk_fits_its_window(desk):
    press(desk, "j", "e")
    for width in (820, 1280):
        desk.set_viewport_size({"width": width, "height": 900})
        assert desk.evaluate("document.documentElement.scrollWidth") <= width
        panel = desk.locator(".desk-panel").bounding_box()
        assert panel["x"] + panel["width"] <= width
