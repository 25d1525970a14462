"""The versions of an article: what changed, and the evidence it touched."""

import re

import pytest

from articles.models import Article, Passage
from portal.pages import versions
from tests.entities.test_anchoring import ALPHA, BETA
from tests.entities.test_views import page, text_of
from tests.makers import make_article, make_evidence

pytestmark = pytest.mark.django_db
ADDRESS = "/articles/text/versions/"
FIRST = f"The opening words.\n\n{ALPHA}\n\nA note on something else."
SECOND = f"{ALPHA.replace('twelve', 'eleven')}\n\nA note on something else.\n\nThe closing line."


@pytest.fixture
def changed(db):
    """An article in two versions: the first with a quote on what was altered, and on what not."""
    article = make_article(FIRST)
    rows = [make_evidence(article, quote) for quote in ("twelve percent", "something else")]
    make_article(SECOND)
    return rows


def changes_on(html: str) -> list[str]:
    sections = re.findall(r'<section class="change".*?</section>', html, re.DOTALL)
    return [text_of(section) for section in sections]


def test_an_article_with_one_version_says_so_plainly(built, client):
    address = "/articles/japan-namibia-rare-earths-exploration-deal/"
    html = page(client, f"{address}versions/")
    assert "This is its only version." in html
    assert "789ad44ff9d6" in html and "5,771" in html
    assert f"{address}versions/" not in page(client, address)


def test_the_versions_are_listed_with_date_bytes_and_sum(changed, client):
    html = page(client, ADDRESS)
    for version in Article.objects.get(slug="text").versions.all():
        assert version.sha256[:12] in html
        assert f"{version.byte_count}</td>" in html
        assert f'datetime="{version.imported_at:%Y-%m-%d}' in html
    assert "2 shown to readers" in text_of(html)
    assert f'href="{ADDRESS}"' in page(client, "/articles/text/")


def test_what_changed_is_shown_passage_by_passage_and_word_by_word(changed, client):
    html = page(client, ADDRESS)
    removed, altered, added = changes_on(html)
    assert "Passage 1 of version 1, removed The opening words." in removed
    assert altered.startswith("Passage 1, altered; it was passage 2 Team Alpha reported")
    assert "<del>twelve</del><ins>eleven</ins>" in html
    assert added.startswith("Passage 3, added The closing line.")


def test_the_evidence_that_a_change_touched_stands_with_it(changed, client):
    _, altered, _ = changes_on(page(client, ADDRESS))
    assert "“twelve percent” ↺ source changed Needs a person" in altered
    assert "something else" not in text_of(page(client, ADDRESS)).partition("touched:")[2]


def test_evidence_unsound_for_other_reasons_is_listed_apart(changed, client):
    Passage.objects.filter(text="A note on something else.").update(kind="notice")
    changed[1].article.save()
    type(changed[1]).objects.filter(pk=changed[1].pk).update(state="needs_person")
    html = page(client, ADDRESS)
    assert "something else" in text_of(html[html.index('id="unsound"') :])


def test_any_two_versions_can_be_compared_and_each_pair_has_its_address(changed, client):
    make_article(f"{SECOND}\n\nA third one.")
    assert "From version 2 to version 3" in page(client, ADDRESS)
    html = page(client, f"{ADDRESS}?from=1&to=3")
    assert "From version 1 to version 3" in html
    assert f'rel="canonical" href="http://testserver{ADDRESS}?from=1&amp;to=3"' in html
    assert f'rel="canonical" href="http://testserver{ADDRESS}"' in page(client, ADDRESS)
    backwards = changes_on(page(client, f"{ADDRESS}?from=3&to=1"))
    assert any("The opening words." in one and "added" in one for one in backwards)


@pytest.mark.parametrize("query", ["from=1", "from=1&to=1", "from=0&to=2", "from=x&to=9", "to=²"])
def test_versions_that_are_not_there_give_a_clear_message(changed, client, query):
    html = page(client, f"{ADDRESS}?{query}")
    assert "Two of the versions 1 to 2" in html
    assert "From version 1 to version 2" in html


def test_back_to_former_bytes_the_last_change_is_the_one_back(changed, client):
    make_article(f"{SECOND}\n\nA third one.")
    make_article(FIRST)
    html = page(client, ADDRESS)
    text = text_of(html)
    assert "1 shown to readers" in text
    assert "first import gone back to from version 3" in text
    assert "From version 3 back to version 1" in html
    assert '<a href="?from=3&amp;to=1" aria-current="true">' in html
    assert any("Passage 1, added The opening words." in one for one in changes_on(html))
    make_article(SECOND)
    text = text_of(page(client, ADDRESS))
    assert "2 shown to readers" in text
    assert "from version 1 gone back to from version 3" in text
    make_article(f"{SECOND}\n\nA third one.")
    text = text_of(page(client, ADDRESS))
    assert "From version 2 to version 3" in text
    assert "back to" not in text


def test_of_a_quotes_only_article_nothing_of_the_text_is_shown(changed, client):
    Article.objects.update(display="quotes")
    html = page(client, ADDRESS)
    assert "Readers of this portal get only the quotes" in html
    assert "“twelve percent”" in html
    for words in ("opening words", "closing line", "across all regions"):
        assert words not in html
        assert words not in page(client, f"{ADDRESS}?from=1&to=2")
    assert "What changed in its text is not shown" in html


def test_an_article_that_is_not_public_has_no_versions_to_show(changed, client):
    Article.objects.update(is_public=False)
    page(client, ADDRESS, 404)
    page(client, "/articles/nope/versions/", 404)


def test_a_text_made_anew_is_shown_up_to_a_bound(db, client, monkeypatch):
    monkeypatch.setattr(versions, "MOST_CHANGES", 3)
    make_article("\n\n".join(f"Old line {number}, quite old." for number in range(9)))
    make_article("\n\n".join(f"{number} wholly unlike it" for number in range(9)))
    html = page(client, ADDRESS)
    assert len(changes_on(html)) == 3
    assert "More passages differ; the first 3 are shown." in html


def test_what_is_left_out_is_not_compared(db, client):
    make_article(f"{ALPHA}\n\n{BETA}")
    Passage.objects.filter(text=BETA).update(kind="promo", proposed_kind="promo")
    make_article(f"{ALPHA}\n\n\n{BETA}")
    Passage.objects.filter(text=BETA).update(kind="promo", proposed_kind="promo")
    assert "No passage of the article itself differs." in page(client, ADDRESS)


def test_the_queries_do_not_grow_with_versions_changes_and_quotes(
    changed, client, django_assert_num_queries
):
    for number in range(4):
        make_article(f"{SECOND}\n\nLine {number}.")
    for quote in ("eleven percent", "latency"):
        make_evidence(changed[0].article, quote)
    with django_assert_num_queries(5):
        page(client, ADDRESS)


def test_markup_in_a_text_is_shown_and_not_obeyed(db, client):
    make_article("A title\n\nSome <b>words</b> & more.")
    make_article("A title\n\nSome <script>alert(1)</script> & more.")
    html = page(client, ADDRESS)
    assert "<script>alert" not in html
    assert "&lt;" in html
