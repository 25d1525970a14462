"""A curator's whole work with the keyboard alone, and that a re-import takes none of it back."""

import json
import shutil
from itertools import cycle, islice
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT, serving

CURATOR = {"username": "vera", "password": "another-long-password"}
TO_DECIDE, TO_UNDO = 50, 3
STATEMENT = "jogmec--partner-of--epangelo"

NEW_CURATOR = f"""
from django.contrib.auth.models import Group, User
user = User.objects.create_user({CURATOR["username"]!r}, "", {CURATOR["password"]!r}, is_staff=True)
user.groups.add(Group.objects.get(name="Curators"))
"""
# What stands in the database, told by the words of the texts.
STANDING = """
import json
from entities.ruling import known_by
from entities.models import Entity, Evidence, Mention, MentionDecision
current = Mention.objects.filter(passage__version__is_current=True).select_related("entity", "passage__version__article")
print(json.dumps({
    "mentions": sorted(
        [one.passage.version.article.slug, one.entity.slug, *known_by(one.passage.text, one.start, one.end), one.status]
        for one in current if one.status in ("accepted", "rejected")
    ),
    "decisions": sorted(
        [one.article.slug, one.entity.slug, one.surface, one.before, one.after, one.verdict]
        for one in MentionDecision.objects.select_related("article", "entity")
    ),
    "entities": sorted(Entity.objects.values_list("slug", flat=True)),
    "evidence": sorted(map(list, Evidence.objects.values_list("relationship__slug", "quote", "state"))),
}))
"""  # noqa: E501


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """A portal of its own, in which nobody has decided anything."""
    with serving(tmp_path_factory.mktemp("desk")) as served:
        served.manage("shell", "-v0", "-c", NEW_CURATOR)
        yield served


@pytest.fixture
def page(open_page):
    page = open_page()
    page.goto("/admin/")
    type_in(page, CURATOR["username"], "Tab", CURATOR["password"], "Enter")
    page.get_by_text("Welcome").wait_for()
    return page


def type_in(page, *words_and_keys: str):
    for one in words_and_keys:
        if one in ("Tab", "Enter", "Escape"):
            page.keyboard.press(one)
        else:
            page.keyboard.type(one)


def standing(portal) -> dict:
    return json.loads(portal.manage("shell", "-v0", "-c", STANDING))


# The queue


def place(page) -> str:
    return page.get_attribute("#item", "data-place")


def press(page, key: str):
    """Press a key of the queue; the next item is there when it is another's place."""
    before = place(page)
    page.keyboard.press(key)
    page.wait_for_function(
        "before => document.readyState == 'complete'"
        " && document.querySelector('#item')?.dataset.place != before",
        arg=before,
    )


def decide(page, keys) -> list[tuple[str, str]]:
    """Press each key at the item that is there; what was decided, by its place."""
    decided = []
    for key in keys:
        decided.append((place(page), key))
        press(page, key)
    return decided


def work_through_queue(page) -> dict[str, str]:
    """Decide fifty places, three of them anew after they were undone."""
    page.goto("/admin/desk/review/")
    decided = decide(page, islice(cycle("aara"), TO_DECIDE))
    for _ in range(TO_UNDO):
        undone, _ = decided.pop()
        press(page, "u")
        assert place(page) == undone
    # What is undone waits again, from the last undone on.
    decided += decide(page, "r" * TO_UNDO)
    assert len(dict(decided)) == TO_DECIDE
    assert page.get_attribute("#progress", "data-today") == str(TO_DECIDE)
    return dict(decided)


# The article


def make_statement(page):
    """JOGMEC is a partner of Epangelo, from a sentence of the article."""
    page.goto("/admin/articles/article/?q=exploration")
    page.get_by_role("link", name="exploration deal").first.press("Enter")
    page.get_by_role("link", name="Article desk").press("Enter")
    page.wait_for_url("**/admin/desk/articles/*/")
    type_in(page, "jjjj")
    page.locator("#said", has_text="The agreement was signed").wait_for()
    type_in(page, "e", "Enter", "Tab", "is a partner", "Tab", "Epangelo")
    page.locator("[role=option][aria-selected=true]:visible", has_text="Epangelo").wait_for()
    type_in(page, "Enter", "Enter")
    page.locator("#told", has_text="Saved: JOGMEC is a partner of Epangelo.").wait_for()


# Two entities


def to(page, id: str):
    for _ in range(200):
        if page.evaluate("document.activeElement.id") == id:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{id} is not reached by the keyboard")


def merge_and_undo(page):
    page.goto("/admin/desk/merge/")
    for field, slug in (("id_entity", "automotive-sector"), ("id_with", "electronics-sector")):
        to(page, field)
        page.keyboard.type(slug)
    to(page, "show-report")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/merge/?*")
    to(page, "merge")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/merge/*/")
    record = page.url
    page.goto("/entities/electronics-sector/")
    assert page.url.endswith("/entities/automotive-sector/")
    page.goto(record)
    to(page, page.locator("form.undo button").get_attribute("id"))
    page.keyboard.press("Enter")
    page.locator("#undone").wait_for()
    page.goto("/entities/electronics-sector/")
    assert page.url.endswith("/entities/electronics-sector/")


# And again


def import_altered(portal, folder: Path):
    """Every text anew, with a paragraph before its first and one after its last."""
    shutil.copytree(ROOT / "seeds" / "articles", folder)
    for path in folder.glob("*.txt"):
        text = path.read_bytes()
        title, rest = text.split(b"\n", 1)
        path.write_bytes(title + b"\n\nAdded above all.\n" + rest + b"\n\nAdded below all.\n")
    portal.manage("import_articles", str(folder))


def test_a_curators_work_outlives_every_import(page, portal, tmp_path):
    decided = work_through_queue(page)
    make_statement(page)
    before_merge = standing(portal)
    merge_and_undo(page)
    done = standing(portal)
    assert done == before_merge
    verdicts = [verdict for *_, verdict in done["decisions"]]
    assert len(verdicts) == len(decided)
    assert verdicts.count("rejected") == list(decided.values()).count("r")
    assert len(done["mentions"]) == TO_DECIDE
    assert [state for slug, _, state in done["evidence"] if slug == STATEMENT] == ["ok"]

    import_altered(portal, tmp_path / "altered")
    assert standing(portal) == done
    portal.manage("build")
    assert standing(portal) == done
    page.goto("/admin/desk/review/")
    assert place(page) not in decided
    page.goto(f"/relationships/{STATEMENT}/")
    assert "source changed" not in page.inner_text("main")
