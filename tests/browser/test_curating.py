"""A curator's way through admin, in a real browser."""

import re

from tests.browser.conftest import CURATOR

WORDS = "state-owned mining firm"
ARTICLE = "/articles/japan-namibia-rare-earths-exploration-deal/"


def log_in(page):
    page.goto("/admin/")
    page.get_by_label("Username").fill(CURATOR["username"])
    page.get_by_label("Password").fill(CURATOR["password"])
    page.get_by_role("button", name="Log in").click()


def open_entity(page, name):
    page.goto(f"/admin/entities/entity/?q={name}")
    page.get_by_role("link", name=re.compile(name)).first.click()


def links_on(page, words):
    page.goto(ARTICLE)
    return page.locator("article.reading").get_by_role("link", name=words).count()


def status_of_mention(page):
    page.goto(f"/admin/entities/mention/?q={WORDS}")
    return page.locator("#result_list tbody tr td.field-status").inner_text()


def test_a_name_added_is_found_and_a_mention_rejected_stays_rejected(open_page, portal):
    page = open_page()
    assert links_on(page, WORDS) == 0
    log_in(page)
    open_entity(page, "Epangelo")
    row = page.locator("#names-group tr.form-row:not(.has_original):not(.empty-form)").first
    row.locator("input[name$=-text]").fill(WORDS)
    row.locator("input[name$=-links]").check()
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.locator(".messagelist").inner_text().count("1 ") >= 1
    assert links_on(page, WORDS) == 1
    assert status_of_mention(page) == "found"

    page.locator("#result_list .action-select").check()
    page.get_by_label("Action:").select_option(label="Reject")
    page.get_by_role("button", name=re.compile("Go|Run")).click()
    assert status_of_mention(page) == "rejected by a curator"
    assert links_on(page, WORDS) == 0

    portal.manage("build")
    assert status_of_mention(page) == "rejected by a curator"
    assert links_on(page, WORDS) == 0
    assert links_on(page, "Epangelo") == 1


def test_a_link_rejected_on_the_article_takes_its_mentions_along(open_page, portal):
    page = open_page()
    log_in(page)
    page.goto(f"{ARTICLE}")
    assert page.locator("article.reading").get_by_role("link", name="Zambia").count() == 1
    page.goto("/admin/articles/article/?q=exploration")
    page.get_by_role("link", name=re.compile("exploration deal")).first.click()
    row = page.locator("#links-group tr.form-row", has_text="Zambia")
    row.locator("select[name$=-decision]").select_option("rejected")
    page.get_by_role("button", name="Save", exact=True).click()
    portal.manage("build")
    assert links_on(page, "Zambia") == 0
    page.goto("/entities/zambia/")
    assert "No article held names Zambia." in page.inner_text("main")
