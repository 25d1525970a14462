"""The pages of the knowledge."""

import re

import pytest

from articles.models import Article
from entities.models import Entity, Evidence, FormerSlug, Link, Relationship
from tests.makers import make_article, make_entity
from tests.pages import page, text_of

pytestmark = pytest.mark.django_db


def test_an_entity_words_its_relationships_from_its_own_side(built, client):
    assert "JOGMEC takes part in the development of Lofdal" in text_of(
        page(client, "/entities/jogmec/")
    )
    assert "Lofdal is developed with the participation of JOGMEC" in text_of(
        page(client, "/entities/lofdal/")
    )


def test_an_entity_shows_names_identifiers_and_whose_words_describe_it(built, client):
    html = page(client, "/entities/jogmec/")
    assert '<span lang="ja">独立行政法人エネルギー・金属鉱物資源機構</span>' in html
    assert "Curator’s description" in html
    namibia = page(client, "/entities/namibia/")
    assert "https://www.wikidata.org/wiki/Q1030" in namibia
    assert ">NA</a>" in namibia


def test_what_is_for_curators_alone_is_on_no_page(built, client):
    assert "Do not match inside" not in page(client, "/entities/namibia/")
    assert "search excerpt" not in page(client, "/sources/src-iea-topic/")
    assert "Top Insights Today (lines" not in page(
        client, "/articles/japan-namibia-rare-earths-exploration-deal/"
    )


def test_every_quote_is_one_click_from_its_sentence(built, client):
    html = page(client, "/relationships/jogmec--participates-in--lofdal/")
    link = re.findall(r'class="open-source" href="([^"]+)"', html)
    assert link[0].startswith(
        "/articles/japan-namibia-rare-earths-exploration-deal/#p6:~:text=JOGMEC%20is%20already"
    )
    assert html.count("<mark>") == 2


def test_a_statement_says_what_its_badges_mean(built, client):
    html = page(client, "/relationships/epangelo--party-to--japan-namibia-exploration-agreement/")
    assert "Outside sources say otherwise" in html
    assert 'id="note-agreement-parties"' in html
    assert "wire report (Reuters wording) on Qiraat African" in html
    assert "Not stated in the text" in html


def test_a_quote_that_is_lost_says_source_changed_wherever_it_shows(built, client):
    slug = "lofdal--enriched-in--yttrium"
    Evidence.objects.filter(relationship__slug=slug).update(state="broken")
    for address in (f"/relationships/{slug}/", "/entities/lofdal/", "/entities/yttrium/",
                    "/articles/japan-namibia-rare-earths-exploration-deal/",
                    "/relationships/?entity=yttrium"):  # fmt: skip
        assert "source changed" in page(client, address), address
    assert 'text=This%20deposit%20is%20rich%20in%20yttrium"' not in page(
        client, "/entities/yttrium/"
    )


def test_the_sentence_around_each_mention_stands_on_the_page_and_leads_to_itself(built, client):
    html = page(client, "/entities/yttrium/")
    assert (
        "This deposit is rich in <mark>yttrium</mark> and has the potential for substantial "
        "production of dysprosium and terbium, two valuable heavy rare earth elements.</p>" in html
    )
    assert (
        "/articles/japan-namibia-rare-earths-exploration-deal/#p6:~:text=This%20deposit%20is%20"
        "rich%20in%20yttrium%20and%20has" in html
    )
    appearances = page(client, "/entities/jogmec/").partition('id="articles"')[2]
    shown = [element.count("<mark>") for element in appearances.split("<h3>")[1:]]
    links = Link.objects.filter(entity__slug="jogmec").order_by("article__slug")
    assert shown == [link.mention_count for link in links] == [3, 6]


@pytest.fixture
def named_often(db):
    """An entity that an article names in forty-five sentences, twice in each."""
    acme = make_entity("Acme", slug="acme")
    make_article("\n\n".join(f"Acme met Acme on day {day}." for day in range(45)), slug="long")
    return acme


def test_a_few_sentences_stand_at_once_and_the_others_are_counted(named_often, client):
    html = page(client, "/entities/acme/")
    appearance = html.partition('class="appearance"')[2].partition("</section>")[0]
    at_once = appearance.partition("<details")[0]
    assert at_once.count('class="sentence"') == 3
    assert appearance.count('class="sentence"') == 8
    said = text_of(appearance)
    assert "90 mentions." in said
    assert "10 more mentions" in said
    assert "74 further mentions stand in the article." in said


def test_a_sentence_shown_has_every_name_in_it_marked_even_if_not_all_were_read(db, client):
    make_entity("Acme", slug="acme")
    make_article("Acme, Acme. " + ", ".join(["Acme"] * 60) + ".", slug="list")
    appearance = page(client, "/entities/acme/").partition('class="appearance"')[2]
    assert appearance.count('class="sentence"') == 1
    assert "60 further mentions stand in the article." in text_of(appearance)


def test_articles_stand_newest_first_and_the_rest_behind_a_link(db, client):
    make_entity("Acme", slug="acme")
    for year in range(2001, 2013):
        text = f"---\ntitle: In {year}\ndate: {year}\n---\n\nAcme dug."
        make_article(text, slug=f"in-{year}", suffix=".md")
    appearances = page(client, "/entities/acme/").partition('id="articles"')[2]
    years = re.findall(r'<h3><a href="/articles/in-(\d+)/', appearances)
    assert years == [str(year) for year in range(2012, 2002, -1)]
    assert "All 12 articles that name Acme" in text_of(appearances)


def test_no_sentence_of_an_article_that_gives_only_quotes_is_shown(db, client):
    make_entity("Acme", slug="acme")
    make_article("A title\n\nAcme dug deep.", slug="quotes")
    Article.objects.update(display="quotes")
    html = page(client, "/entities/acme/")
    assert "dug deep" not in html
    assert "1 mention. The text is not shown here." in text_of(html)


def test_fourteen_of_the_elements_say_that_no_article_names_them(built, client):
    silent = [
        element.slug
        for element in Entity.objects.elements()
        if f"No article held names {element.name}" in page(client, element.get_absolute_url())
    ]
    assert len(silent) == 14
    assert not {"dysprosium", "terbium", "yttrium"} & set(silent)


def test_a_former_address_redirects_for_good(built, client):
    response = client.get("/entities/lofdal-deposit/")
    assert (response.status_code, response["Location"]) == (301, "/entities/lofdal/")
    FormerSlug.objects.create(slug="old-name", entity=Entity.objects.get(slug="japan"))
    assert client.get("/entities/old-name/")["Location"] == "/entities/japan/"


def test_neighbours_are_counted_by_shared_passages(db, client):
    make_entity("Alpha", slug="alpha")
    make_entity("Beta", slug="beta")
    make_entity("Gamma", slug="gamma")
    make_article("Alpha met Beta, and Beta again.\n\nAlpha and Beta.\n\nAlpha met Gamma. Alpha!")
    html = page(client, "/entities/alpha/")
    together = text_of(html[html.index('id="together"') :])
    assert re.search(r"Beta 2\s*Gamma 1", together)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 60),
        ("type=used_in", 12),
        ("claim=disputed", 4),
        ("entity=yttrium", 1),
        ("entity=lofdal&type=enriched_in", 3),
        ("article=rare-earths-special-focus-introduction&claim=unverified", 0),
    ],
)
def test_the_list_of_relationships_narrows(built, client, query, count):
    text = text_of(page(client, f"/relationships/?{query}"))
    assert f" {count} statement" in text


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 55), ("kind=element", 17), ("letter=J", 4), ("q=機構", 1), ("q=HREE", 1), ("q=zzz", 0)],
)
def test_the_list_of_entities_narrows(built, client, query, count):
    text = text_of(page(client, f"/entities/?{query}"))
    assert f" {count} entit" in text


def test_a_source_lists_the_notes_and_figures_that_rest_on_it(built, client):
    html = page(client, "/sources/src-usgs-mcs2026-y/")
    assert 'id="note-lofdal-yttrium"' in html
    assert "10,000 to 15,000" in html
    assert "over 75,000,000" in page(client, "/sources/src-usgs-mcs2026-re/")
    assert "not available" in page(client, "/sources/src-usgs-mcs2026-re/")


def test_a_statement_of_no_public_article_is_not_there(built, client):
    Relationship.objects.get(slug="lofdal--enriched-in--yttrium").evidence.all().delete()
    page(client, "/relationships/lofdal--enriched-in--yttrium/", 404)
    assert "enriched in yttrium" not in text_of(page(client, "/relationships/?entity=lofdal"))
