"""The state of the evidence, wherever a reader meets it."""

import re

import pytest
from django.core.management import call_command

from articles.models import Article
from entities.models import Evidence, Relationship
from tests.entities.test_views import page, text_of
from tests.makers import make_article, make_entity, make_evidence, make_relationship, recount

pytestmark = pytest.mark.django_db
NEWS = "japan-namibia-rare-earths-exploration-deal"
CHANGED = "lofdal--enriched-in--yttrium"


@pytest.fixture
def changed(built) -> Relationship:
    """A statement of which no quote is found any more."""
    Evidence.objects.filter(relationship__slug=CHANGED).update(state="needs_person")
    recount()
    return Relationship.objects.get(slug=CHANGED)


def part(html: str, name: str) -> str:
    """The section of the list that is headed so."""
    found = re.search(rf'<section class="{name}".*?</section>', html, re.DOTALL)
    return text_of(found[0]) if found else ""


def rows_of(html: str) -> list[list[str]]:
    """The cells of every row of the tables."""
    rows = re.findall(r"<tr><th scope=.row.>.*?</tr>", html, re.DOTALL)
    return [[text_of(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


def test_every_quote_is_counted_by_state_and_by_article(changed, client):
    html = page(client, "/evidence/")
    text = text_of(html)
    total = Evidence.objects.count()
    of_news = Evidence.objects.filter(article__slug=NEWS).count()
    assert f"All quotes {total} " in text
    rows = {name: cells for name, *cells in rows_of(html)}
    assert rows["Found in its context"] == [str(total - 1)]
    assert (rows["Needs a person"], rows["No longer found"]) == (["1"], ["0"])
    assert rows["Japan, Namibia sign rare earths exploration deal"] == [str(of_news), "1"]
    assert "1 statement has no quote left that stands in its context" in text


def test_what_is_not_sound_is_listed_apart_and_before_the_rest(changed, client):
    html = page(client, "/evidence/")
    assert html.index('id="changed"') < html.index('id="found"')
    apart = part(html, "changed")
    assert "Lofdal is enriched in yttrium" in apart
    assert "source changed Needs a person; it stood in passage 6" in apart
    assert "“This deposit is rich in yttrium”" in apart
    assert "Lofdal is enriched in yttrium" not in part(html, "found")


def test_each_quote_leads_to_its_statement_and_into_the_article(built, client):
    html = page(client, f"/evidence/?article={NEWS}")
    assert 'href="/relationships/jogmec--participates-in--lofdal/"' in html
    assert f'href="/articles/{NEWS}/#p6:~:text=JOGMEC%20is%20already' in html


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", {}),
        ("state=needs_person", {"state": "needs_person"}),
        ("state=broken", {"state": "broken"}),
        (f"article={NEWS}&support=implied", {"article__slug": NEWS, "support": "implied"}),
    ],
)
def test_the_evidence_narrows(changed, client, query, rows):
    count = Evidence.objects.filter(**rows).count()
    text = text_of(page(client, f"/evidence/?{query}"))
    assert f" {count} quote{'' if count == 1 else 's'}." in text


def test_a_value_that_is_not_there_gives_a_clear_message(built, client):
    html = page(client, "/evidence/?state=lost")
    assert "This address asks for something that is not here." in html


def test_the_pages_of_evidence_do_not_repeat_themselves(changed, client):
    first, second = page(client, "/evidence/"), page(client, "/evidence/?page=2")
    assert part(second, "found") and not part(second, "changed")
    quotes = [re.findall(r"<blockquote.*?<figcaption>.*?</figcaption>", html, re.DOTALL)
              for html in (first, second)]  # fmt: skip
    assert len(quotes[0]) + len(quotes[1]) == Evidence.objects.count()


def test_evidence_of_an_article_that_is_not_public_is_not_there(built, client):
    Article.objects.filter(slug=NEWS).update(is_public=False)
    recount()
    html = page(client, "/evidence/")
    assert NEWS not in html
    assert f"All quotes {Evidence.objects.exclude(article__slug=NEWS).count()} " in text_of(html)


def test_an_empty_portal_has_a_page_of_evidence(db, client):
    text = text_of(page(client, "/evidence/"))
    assert "All quotes 0" in text


# --- a statement whose source changed, wherever it shows


def test_it_wears_its_badge_wherever_it_shows(changed, client):
    call_command("index_search")
    for address in (
        f"/relationships/{CHANGED}/", "/relationships/", "/entities/lofdal/", "/entities/yttrium/",
        f"/articles/{NEWS}/", "/search/?q=lofdal+yttrium&type=statement", "/notes/",
        "/sources/src-usgs-mcs2026-y/",
    ):  # fmt: skip
        assert "source changed" in text_of(page(client, address)), address


def test_it_is_counted_and_listed_apart_among_the_statements(changed, client):
    text = text_of(page(client, "/relationships/"))
    assert "60 statements. Of all statements, 1 says “source changed”." in text
    listed = page(client, "/relationships/?source=changed")
    assert re.findall(r'<li class="statement" id="([^"]+)"', listed) == [CHANGED]
    assert " 59 statements." in text_of(page(client, "/relationships/?source=found"))


def test_with_nothing_changed_nothing_is_said_of_it(built, client):
    assert "Of all statements" not in page(client, "/relationships/")
    assert "Every statement has a quote" in page(client, "/evidence/")


def test_one_sound_quote_among_others_keeps_a_statement_sound(built, client):
    slug = "lofdal--located-in--namibia"
    one = Evidence.objects.filter(relationship__slug=slug).first()
    Evidence.objects.filter(pk=one.pk).update(state="broken")
    html = page(client, f"/relationships/{slug}/")
    assert html.count("badge-changed") == 1
    assert "None of its quotes" not in html
    assert slug not in page(client, "/relationships/?source=changed")


# --- quotes that are shared, and that overlap


@pytest.fixture
def overlapping(db):
    text = "The mine at Lofdal is rich in yttrium and terbium, both of them dear."
    article = make_article(f"Opening.\n\n{text}")
    ends = [make_entity(name) for name in ("Lofdal", "Yttrium", "Terbium")]
    yttrium = make_relationship(ends[0], ends[1], type="rich")
    terbium = make_relationship(ends[0], ends[2], type="rich")
    shared = "Lofdal is rich in yttrium and terbium"
    make_evidence(article, shared, relationship=yttrium)
    make_evidence(article, shared, relationship=terbium)
    make_evidence(article, "yttrium and terbium, both of them dear", relationship=yttrium)
    return yttrium, terbium


def test_one_quote_supports_several_statements(overlapping, client):
    assert [one.evidence.first().state for one in overlapping] == ["ok", "ok"]
    html = page(client, "/articles/text/")
    for one in overlapping:
        assert f'id="{one.slug}"' in html
        shared = "<mark>Lofdal is rich in yttrium and terbium</mark>"
        assert shared in page(client, one.get_absolute_url())
    fragment = "/articles/text/#p2:~:text=Lofdal%20is%20rich%20in%20yttrium%20and%20terbium"
    assert html.count(fragment) == 2


def test_quotes_that_overlap_are_each_shown_whole(overlapping, client):
    html = page(client, overlapping[0].get_absolute_url())
    assert html.count("<mark>") == 2
    assert "<mark>yttrium and terbium, both of them dear</mark>" in html
    assert "of them dear”" in page(client, "/articles/text/")
