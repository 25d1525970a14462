"""The pages that join both apps: what stands on them, and what they cost."""

import re

import pytest
from django.db import connection

from articles.models import Article, CandidateOrigin, Passage
from articles.signals import article_changed
from entities.models import Entity, Evidence, Link, Relationship
from tests.makers import make_article, make_entity
from tests.pages import page, text_of

pytestmark = pytest.mark.django_db

NEWS = "/articles/japan-namibia-rare-earths-exploration-deal/"
INTRODUCTION = "/articles/rare-earths-special-focus-introduction/"


def element(html, id):
    """The markup inside the element with this id."""
    return re.search(rf'<(\w+) id="{id}">(.*?)</\1>', html, re.DOTALL)[2]


@pytest.mark.parametrize("address", [NEWS, INTRODUCTION])
def test_the_text_content_of_a_passage_is_the_passage_character_for_character(
    built, client, address
):
    html = page(client, address)
    slug = address.split("/")[2]
    from html import unescape

    for passage in Passage.objects.filter(version__article__slug=slug):
        if passage.kind == "title" or passage.is_linkable:
            shown = unescape(re.sub(r"<[^>]+>", "", element(html, passage.anchor)))
            assert shown == passage.text


def article_with_marks(html):
    return html[html.index('<article class="reading"') : html.index("</article>")]


def statement_on(html, slug):
    return re.search(rf'id="{slug}">(.*?)</article>', html, re.DOTALL)[1]


def test_the_margin_leads_from_each_passage_to_its_statements_and_back(built, client):
    html = page(client, NEWS)
    beside = {
        anchor: re.findall(r'<a href="#([\w-]+)" aria-label="Statement (\d+)"', marks)
        for anchor, marks in re.findall(
            r'id="(p\d+)">(?:(?!id="p).)*?<p class="here"(.*?)</p>', article_with_marks(html), re.S
        )
    }
    quotes = Evidence.objects.filter(article__slug=NEWS_SLUG)
    for anchor, marks in beside.items():
        position = anchor.removeprefix("p")
        there = quotes.filter(passage__position=position)
        assert {slug for slug, _ in marks} == {one.relationship.slug for one in there}, anchor
        for slug, number in marks:
            statement = statement_on(html, slug)
            assert f'<span class="numeral">{number}</span>' in statement
            assert f'href="#{anchor}"' in statement.partition('class="back"')[2]
    assert sum(map(len, beside.values())) == 39
    assert "12 statements" in text_of(article_with_marks(html))


def test_a_mark_knows_the_words_that_bear_its_statement_out(built, client):
    marks = article_with_marks(page(client, NEWS))
    spans = re.search(r'#lofdal--enriched-in--yttrium"[^>]* data-words="(\d+) (\d+) "', marks)
    text = Passage.objects.get(version__article__slug=NEWS_SLUG, position=6).text
    assert text[int(spans[1]) : int(spans[2])] == "This deposit is rich in yttrium"


def test_a_quote_that_is_not_where_it_was_has_no_mark(built, client):
    slug = "lofdal--enriched-in--yttrium"
    Evidence.objects.filter(relationship__slug=slug).update(state="needs_person")
    html = page(client, NEWS)
    assert f"#{slug}" not in article_with_marks(html)
    assert 'class="back"' not in statement_on(html, slug)
    assert "11 statements" in text_of(article_with_marks(html))


def test_only_a_long_text_has_a_list_of_its_headings(built, client):
    for short in (NEWS, INTRODUCTION):
        assert 'class="contents"' not in page(client, short)
    parts = "\n\n".join(f"## Part {number}\n\nSome words." for number in range(1, 7))
    make_article(f"# All of it\n\n{parts}", slug="long", suffix=".md")
    contents = page(client, "/articles/long/").partition('class="contents"')[2]
    assert "Contents: 6 headings" in text_of(contents)
    anchors = re.findall(r'<li><a href="#(p\d+)">Part', contents)
    assert [element(contents, anchor) for anchor in anchors] == [f"Part {n}" for n in range(1, 7)]


def test_the_seeds_own_typography_is_untouched(built, client):
    assert "Namibia Critical Metals</a>‘ " in page(client, INTRODUCTION)


def test_every_mention_is_a_link_that_says_where_it_leads_and_of_what_kind(built, client):
    html = page(client, NEWS)
    reading = html[html.index('<article class="reading"') : html.index("</article>")]
    assert reading.count('class="name ') == 50
    assert 'title="Japan Organization for Metals and Energy Security, organization"' in reading


def test_what_was_left_out_stands_apart_with_its_reasons(built, client):
    html = page(client, NEWS)
    left_out = html[html.index('class="left-out"') : html.index('id="statements"')]
    assert "Left out of the article: 19 passages" in text_of(left_out)
    assert "QU4TRO PRO" in left_out
    assert "consent text of a sign-up form" in left_out
    assert 'class="name' not in left_out


def test_nothing_of_the_promotion_is_linked_from_the_article(built, client):
    html = page(client, NEWS)
    before = html[: html.index('class="left-out"')]
    assert "India" not in before and "Shanghai" not in before


def test_what_the_text_does_not_state_is_said_to_be_not_stated(built, client):
    html = page(client, NEWS)
    provenance = html[html.index('id="provenance"') :]
    assert provenance.count("Not stated in the text") == 5
    assert "789ad44ff9d661bdf757625ff6ba0365b9ecfda7ea9f16913325c05967f9505c" in provenance
    assert "Candidate origin: not confirmed" in provenance
    assert "Quatro Strategies" in provenance


def test_an_article_lists_what_it_names_with_counts_and_jumps(built, client):
    html = page(client, NEWS)
    named = html[html.index('id="named"') : html.index('id="provenance"')]
    assert "Japan: 8 mentions, first in passage 1" in named
    assert 'href="#p2"' in named
    assert "in other words; linked by a curator" in named


def test_an_article_shows_its_statements_notes_and_relatives(built, client):
    html = page(client, NEWS)
    assert "Statements that rest on this article" in html
    assert 'id="jogmec--participates-in--lofdal"' in html
    assert 'id="note-ev-batteries"' in html
    assert "Special focus on rare earth elements: introduction" in html[html.index("related") :]


def test_an_article_of_which_readers_get_only_quotes_keeps_its_text(built, client):
    Article.objects.filter(slug=NEWS.split("/")[2]).update(display="quotes")
    html = page(client, NEWS)
    assert "One of the primary motivations" not in html
    assert "Japan’s efforts to diversify its supply chain" in html
    assert "One of the primary motivations" not in page(client, "/entities/electric-vehicles/")


def test_an_article_that_is_not_public_is_nowhere(built, client):
    Article.objects.filter(slug=NEWS.split("/")[2]).update(is_public=False)
    page(client, NEWS, 404)
    assert "exploration deal" not in page(client, "/articles/")
    assert "No article held names Yttrium" in page(client, "/entities/yttrium/")
    page(client, "/relationships/lofdal--enriched-in--yttrium/", 404)
    assert "exploration deal" not in page(client, "/notes/")


def test_an_article_without_any_metadata_has_a_page(db, client):
    make_article("Just one line of text that says nothing of itself.", slug="bare")
    html = page(client, "/articles/bare/")
    assert "No entity held is named in it." in html
    assert "No statement rests on this article yet." in html


def test_markup_in_a_text_is_shown_and_not_obeyed(db, client):
    CandidateOrigin.objects.all().delete()
    make_entity("Acme <b>", names=["Acme"])
    make_article("A title\n\n<script>alert(1)</script> says Acme & Co, “quoted”.", slug="evil")
    html = page(client, "/articles/evil/")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; says <a" in html
    assert "Acme &lt;b&gt;, organization" in html


def shown_articles(client, query):
    html = page(client, f"/articles/?{query}")
    return set(re.findall(r'<h2><a href="/articles/([\w-]+)/"', html))


NEWS_SLUG, INTRODUCTION_SLUG = NEWS.split("/")[2], INTRODUCTION.split("/")[2]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {NEWS_SLUG, INTRODUCTION_SLUG}),
        ("entity=jogmec", {NEWS_SLUG, INTRODUCTION_SLUG}),
        ("entity=jogmec&entity=yttrium", {NEWS_SLUG}),
        ("entity=yttrium&entity=stockpiling", set()),
        ("entity=erbium", set()),
        ("kind=person", {NEWS_SLUG}),
        ("language=en", {NEWS_SLUG, INTRODUCTION_SLUG}),
        ("language=not-stated", set()),
        ("publisher=not-stated", {NEWS_SLUG, INTRODUCTION_SLUG}),
        ("kind=person&kind=country", {NEWS_SLUG}),
        ("year=not-stated", {NEWS_SLUG, INTRODUCTION_SLUG}),
        ("unknown=1&page=999", {NEWS_SLUG, INTRODUCTION_SLUG}),
    ],
)
def test_the_list_of_articles_narrows(built, client, query, found):
    assert shown_articles(client, query) == found


@pytest.mark.parametrize(
    "query", ["entity=nope", "kind=nope", "language=xx", "publisher=Nobody", "year=1999", "year=x"]
)
def test_a_value_that_is_not_there_gives_a_clear_message(built, client, query):
    html = page(client, f"/articles/?{query}")
    assert "This address asks for something that is not here." in html


def test_every_state_of_a_list_has_one_canonical_address(built, client):
    html = page(client, "/articles/?entity=yttrium&foo=1&entity=jogmec&year=&page=7")
    canonical = re.search(r'rel="canonical" href="([^"]+)"', html)[1]
    assert canonical == "http://testserver/articles/?entity=jogmec&amp;entity=yttrium"


def test_home_counts_what_is_there(built, client):
    text = text_of(page(client, "/"))
    for claim in ("Articles 2", "Entities 55", "Relationships 60", "All 60 statements"):
        assert claim in text
    make_article("One more text.", slug="one-more")
    assert "Articles 3" in text_of(page(client, "/"))


def test_home_lists_the_newest_articles_and_the_most_connected_entities(built, client):
    html = page(client, "/")
    assert "Japan, Namibia sign rare earths exploration deal" in html
    first = html[html.index('id="connected"') :]
    assert re.search(r"Rare earth elements</a></th><td[^>]*>2</td><td[^>]*>15<", first)
    bars = [int(width) for width in re.findall(r'<rect width="(\d+)"', first)]
    assert bars == sorted(bars, reverse=True) and bars[0] == 15


def test_home_shows_each_quote_once_with_all_that_rests_on_it(built, client):
    html = page(client, "/")
    latest = html[html.index('id="latest"') : html.index('id="connected"')]
    groups = [text_of(group) for group in latest.split('<div class="resting">')[1:]]
    assert len(groups) == latest.count("<blockquote") == 3
    assert groups[0].startswith("Rare earth elements is used in electric vehicle batteries ◆ disp")
    assert groups[1].count("Rare earth elements is used in") == 6
    assert groups[1].count("“From electric vehicle motors") == 1
    last = Relationship.objects.order_by("-pk")[:8]
    shown = re.findall(r'class="states" href="([^"]+)"', latest)
    assert shown == [one.get_absolute_url() for one in last]


def test_home_of_an_empty_portal_says_so(db, client):
    html = page(client, "/")
    for word in ("No article", "No statement", "No entity"):
        assert f"{word} is held yet." in html


PAGES_AND_QUERIES = [
    ("/", 8),
    ("/articles/", 4),
    ("/articles/?entity=jogmec&entity=yttrium", 3),
    (NEWS, 14),
    ("/entities/", 4),
    ("/entities/jogmec/", 17),
    ("/entities/rare-earth-elements/", 18),
    ("/entities/lofdal/graph/", 5),
    ("/entities/japan/graph/?steps=2&kind=country&claim=reported&sort=quotes", 5),
    ("/entities/lofdal/graph.svg", 4),
    ("/elements/", 1),
    ("/relationships/", 8),
    ("/relationships/jogmec--participates-in--lofdal/", 8),
    ("/collections/rare-earths-special-focus/", 4),
    ("/evidence/", 6),
    (f"{NEWS}versions/", 3),
    ("/map/", 4),
    ("/map/?list=occurrences", 4),
    ("/notes/", 5),
    ("/sources/", 1),
    ("/sources/src-usgs-mcs2026-re/", 7),
    ("/timeline/", 9),
    ("/timeline/?kind=statements&dated=no", 4),
    ("/gaps/", 5),
    ("/gaps/?what=project-stage", 2),
    ("/figures/", 7),
    ("/figures/?entity=china", 8),
    ("/figures/?measure=price_average", 9),
    ("/connections/", 4),
    ("/connections/?from=jogmec&to=dysprosium", 16),
    ("/about/", 0),
    ("/editions/", 0),
    ("/about/design/", 0),
    ("/about/design/pictures/", 0),
    ("/about/design/charts/", 0),
    ("/about/design/reading/", 0),
]


# PostgreSQL's own search is made of queries; and each of these pages has its limit of time to set.
ON_POSTGRES = {
    "/articles/": 19,
    "/articles/?entity=jogmec&entity=yttrium": 32,
    NEWS: 29,
}


@pytest.mark.parametrize(("address", "queries"), PAGES_AND_QUERIES)
def test_the_number_of_queries_of_a_page_is_fixed(
    built, client, django_assert_num_queries, address, queries
):
    if connection.vendor == "postgresql":
        queries = ON_POSTGRES.get(address, queries)
    with django_assert_num_queries(queries):
        page(client, address)


def test_the_queries_of_an_article_do_not_grow_with_what_it_names(
    built, client, django_assert_num_queries
):
    article = Article.objects.get(slug=NEWS_SLUG)
    for entity in Entity.objects.elements():
        Link.objects.get_or_create(article=article, entity=entity, defaults={"by_curator": True})
    expected = dict(PAGES_AND_QUERIES) | (ON_POSTGRES if connection.vendor == "postgresql" else {})
    with django_assert_num_queries(expected[NEWS]):
        page(client, NEWS)


def test_a_quotes_only_article_has_no_jump_to_a_passage_that_is_not_there(built, client):
    article = Article.objects.get(slug=NEWS_SLUG)
    article.display = "quotes"
    article.save()
    article_changed.send(sender=Article, article_ids=[article.pk])
    for address in (NEWS, "/notes/", "/entities/jogmec/"):
        assert f"{NEWS}#p" not in page(client, address)
    named = page(client, NEWS).partition('id="named"')[2].partition('id="provenance"')[0]
    assert 'href="#p' not in named


def test_a_title_given_elsewhere_heads_the_page_and_the_texts_own_stands_below(db, client):
    make_article(
        "---\ntitle: Given in front matter\n---\n# Heading one\n\nSome words.",
        slug="two-titles", suffix=".md",
    )  # fmt: skip
    html = page(client, "/articles/two-titles/")
    assert "<h1>Given in front matter</h1>" in html
    assert '<p class="passage-title" id="p1">Heading one</p>' in html


def test_notes_beside_nothing_that_readers_get_are_not_shown(built, client):
    Article.objects.update(is_public=False)
    assert 'class="note"' not in page(client, "/notes/")


def test_a_narrowed_list_says_so_in_its_title(built, client):
    assert "<title>Entities: element · Lodestone</title>" in page(client, "/entities/?kind=element")
    html = page(client, "/articles/?entity=yttrium&entity=jogmec")
    assert "<title>Articles: JOGMEC, Yttrium · Lodestone</title>" in html


def test_the_navigation_marks_the_part_of_the_site_that_a_page_is_in(db, client):
    make_entity("Map", kind="concept"), make_entity("Other", kind="concept")
    for address in ("/entities/map/", "/entities/other/"):
        nav = page(client, address).partition('aria-label="Main"')[2].partition("</nav>")[0]
        assert re.findall(r'href="([^"]+)" aria-current="(\w+)"', nav) == [("/entities/", "true")]
    nav = page(client, "/map/").partition('aria-label="Main"')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)" aria-current="(\w+)"', nav) == [("/map/", "page")]
