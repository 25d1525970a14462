"""The search page: what it answers, where it leads, and what it makes of bad input."""

import json
import random
import re
import shutil
from html import unescape
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.db import connection

from articles.models import Article
from articles.signals import article_changed
from portal.search.indexing import catch_up, ensure, keep_up
from tests.makers import make_article, make_entity
from tests.pages import text_of
from tests.soaking import times

pytestmark = pytest.mark.django_db

NEWS = "japan-namibia-rare-earths-exploration-deal"
INTRODUCTION = "rare-earths-special-focus-introduction"


def page(client, query, status=200, **parameters):
    response = client.get("/search/", {"q": query, **parameters})
    assert response.status_code == status, query
    return response.content.decode()


def main(html):
    """What the page says, without the box, the facets and the foot."""
    inside = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"<aside.*?</aside>", "", inside, flags=re.DOTALL)


def section(html, name):
    """The links of headings in one part of the answer."""
    found = re.search(rf'<section aria-labelledby="{name}">.*?</section>', html, re.DOTALL)
    return re.findall(r'<h3.*?<a [^>]*href="([^"]+)"', found[0], re.DOTALL) if found else []


def found_articles(html):
    slugs = [urlsplit(href).path.split("/")[2] for href in section(html, "articles")]
    return [slug for slug in slugs if slug]


def found_entities(html):
    return [href.split("/")[2] for href in section(html, "entities")]


def test_a_word_answers_with_entities_statements_and_articles(built, client):
    html = page(client, "Lofdal")
    assert found_entities(html)[0] == "lofdal"
    assert "JOGMEC takes part in" in text_of(html) or "Lofdal" in text_of(html)
    assert set(found_articles(html)) == {NEWS, INTRODUCTION}


def test_a_hit_shows_its_best_passage_with_the_words_marked_and_lands_on_it(built, client):
    html = page(client, "substantial production yttrium")
    (href,) = [one for one in section(html, "articles") if NEWS in one]
    passage = (
        Article.objects.get(slug=NEWS)
        .versions.get()
        .passages.get(position=int(href.rpartition("#p")[2]))
    )
    assert "substantial production of dysprosium" in passage.text
    assert "<mark>substantial</mark> <mark>production</mark>" in html
    landed = client.get(href).content.decode()
    assert f'id="p{passage.position}"' in landed


def test_a_name_finds_what_its_entity_is_linked_to_and_says_so(built, client):
    html = page(client, "REE")
    assert "REE: rare earth elements" in text_of(html)
    assert found_entities(html)[0] == "rare-earth-elements"
    assert set(found_articles(html)) == {NEWS, INTRODUCTION}


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("DRC", "democratic-republic-of-the-congo"),
        ("独立行政法人エネルギー・金属鉱物資源機構", "jogmec"),
        ("Namibia Rare Earths", "namibia-critical-metals"),
        ("EU", "european-union"),
        ("Eu", "europium"),
        ("Namibia", "namibia"),
        ("jogmec", "jogmec"),
    ],
)
def test_what_is_called_so_comes_first(built, client, query, slug):
    assert found_entities(page(client, query))[0] == slug


def test_a_symbol_is_not_the_word(built, client):
    assert "european-union" not in found_entities(page(client, "Eu"))
    assert not found_articles(page(client, "Eu"))
    assert found_articles(page(client, "EU")) == [NEWS]


def test_an_entity_finds_no_article_that_only_says_a_longer_name(built, client):
    make_article("Namibia Critical Metals Inc. reports.\n\nNo more than that.", slug="company")
    catch_up()
    assert "company" in found_articles(page(client, "namibia"))
    assert "company" not in found_articles(page(client, "entity:namibia"))


def test_articles_with_all_words_come_first_and_a_line_says_where_the_others_begin(built, client):
    make_article("Of lanterns.\n\nA quiet harbour at night.", slug="all")
    make_article("Of harbours.\n\nThe harbour, the harbour, the harbour.", slug="some")
    catch_up()
    html = page(client, "quiet harbour night")
    assert found_articles(html) == ["all", "some"]
    text = text_of(main(html))
    boundary = text.index("These hold only some of the words.")
    assert text.index("Of lanterns") < boundary < text.index("Of harbours")


def test_no_line_where_all_have_all_words(built, client):
    assert "only some of the words" not in page(client, "namibia")


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        ('"yttrium and has the potential"', {NEWS}),
        ('"potential the has and yttrium"', set()),
        ("namibia -stockpiling", {NEWS}),
        ("entity:jogmec", {NEWS, INTRODUCTION}),
        ("entity:yttrium entity:jogmec", {NEWS}),
        ("kind:person", {NEWS}),
        ("in:title deal", {NEWS}),
        ("year:2022", set()),
        ("publisher:not-stated", {NEWS, INTRODUCTION}),
        ("language:en", {NEWS, INTRODUCTION}),
        ("yttrium OR stockpiling", {NEWS, INTRODUCTION}),
    ],
)
def test_each_operator_narrows(built, client, query, articles):
    assert set(found_articles(page(client, query))) == articles


def test_what_was_left_out_of_an_article_is_not_found(built, client):
    assert not found_articles(page(client, '"QU4TRO PRO"'))


def test_a_broken_query_is_repaired_and_the_repair_is_said(built, client):
    html = page(client, '"rare earth')
    assert "was left open" in text_of(html)
    assert set(found_articles(html)) == {NEWS, INTRODUCTION}


def test_a_typing_error_is_asked_about_and_the_answer_has_results(built, client):
    html = page(client, "dysprosum Namibya")
    (href,) = re.findall(r'Did you mean <a href="([^"]+)"', html)
    better = client.get(unescape(href)).content.decode()
    assert set(found_articles(better)) == {NEWS, INTRODUCTION}


def test_two_words_written_as_one_are_parted(built, client):
    assert "rare earths" in page(client, "rareearths")


def test_nothing_is_offered_for_what_is_like_nothing(built, client):
    assert "Did you mean" not in page(client, "zzzzqqqq")


def test_an_empty_answer_says_what_was_searched_and_offers_steps_that_lead_on(built, client):
    html = page(client, '"namibia japan" zzzzz')
    text = text_of(html)
    assert "Searched were" in text and "Not covered are" in text
    steps = re.findall(r'href="(/search/\?[^"]+)"', html[html.index("nearest steps") :])
    assert steps
    for step in steps:
        assert found_articles(client.get(unescape(step)).content.decode()), step


def test_an_entity_that_no_article_names_is_said_to_be_so(built, client):
    html = page(client, "erbium")
    assert found_entities(html) == ["erbium"]
    assert "No article" in text_of(main(html))


FACET = re.compile(r'<a [^>]*rel="nofollow"[^>]*href="([^"]+)"[^>]*>')


def test_facets_count_what_they_lead_to_and_are_not_for_robots(built, client):
    html = page(client, "namibia")
    aside = html[html.index("<aside") : html.index("</aside>")]
    links = [unescape(href) for href in re.findall(r'href="(/search/[^"]+)"', aside)]
    assert len(links) > 10
    assert aside.count("nofollow") >= len(links)
    for item in re.findall(r"<li.*?</li>", aside, re.DOTALL)[:12]:
        href = unescape(re.search(r'href="([^"]+)"', item)[1])
        count = int(text_of(item).split()[-1].replace(",", ""))
        assert len(found_articles(client.get(href).content.decode())) == count, item


def test_what_only_texts_have_leaves_the_entities_alone_typed_or_chosen(built, client):
    assert found_entities(page(client, "namibia year:not-stated"))[0] == "namibia"
    assert found_entities(page(client, "namibia", year="not-stated"))[0] == "namibia"
    assert found_entities(page(client, "namibia year:1999"))[0] == "namibia"
    assert found_entities(page(client, "namibia language:en -entity:jogmec"))[0] == "namibia"


def test_entities_of_a_kind_stand_in_the_order_of_their_articles(built, client):
    first = found_entities(page(client, "kind:element"))[0]
    assert first in ("dysprosium", "terbium")
    assert found_entities(page(client, "-namibia")) == []


def test_only_titles_are_searched_where_titles_are_asked_for(built, client):
    html = page(client, "in:title deal")
    assert found_articles(html) == [NEWS]
    assert not found_entities(html) and not section(html, "statements")


def test_what_is_meant_keeps_the_facets_in_force(built, client):
    html = page(client, "dysprosum", entity="jogmec")
    (href,) = re.findall(r'Did you mean <a href="([^"]+)"', html)
    assert unescape(href) == "/search/?q=Dysprosium&entity=jogmec"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("namibya", "Namibia"), ("jogmek", "JOGMEC"), ("entity:jogmek", "entity:JOGMEC"),
     ("rareearth", "rare earth")],
)  # fmt: skip
def test_what_is_meant_is_written_as_the_portal_writes_it(built, client, typed, meant):
    assert f">{meant}</a>?" in page(client, typed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("lang:de", "Did you mean language:?"), ("title:deal", "Did you mean in:title?"),
     ("author:smith", "“author:” is no operator"), ("in:title", "needs words to look for")],
)  # fmt: skip
def test_a_slip_in_an_operator_is_said(built, client, typed, said):
    assert said in text_of(page(client, typed))


@pytest.mark.parametrize("typed", ["zzzqqq", "year:1950", "in:title zzzz", "Eu", "kind:foo"])
def test_there_is_always_a_step_on(built, client, typed):
    assert "The nearest steps" in text_of(page(client, typed))


def test_several_facets_hold_at_once_and_each_can_be_taken_away(built, client):
    html = page(client, "namibia", entity=["jogmec", "yttrium"])
    assert found_articles(html) == [NEWS]
    chips = re.search(r'class="chips".*?</ul>', html, re.DOTALL)[0]
    hrefs = [unescape(href) for href in re.findall(r'href="([^"]+)"', chips)]
    assert [parse_qs(urlsplit(href).query)["entity"] for href in hrefs] == [
        ["yttrium"], ["jogmec"]]  # fmt: skip


def test_every_state_has_one_canonical_address(built, client):
    response = client.get("/search/?entity=yttrium&foo=1&page=1&q=+namibia++deal&entity=jogmec")
    canonical = re.search(r'rel="canonical" href="([^"]+)"', response.content.decode())[1]
    assert unescape(canonical) == (
        "http://testserver/search/?q=namibia+deal&entity=jogmec&entity=yttrium"
    )


def test_a_facet_that_is_not_there_is_said_and_passed_over(built, client):
    html = page(client, "namibia", entity="nope", year="abc")
    assert "This address asks for something that is not here." in text_of(html)
    assert found_articles(html)


def test_pages_follow_one_another_without_gap_or_repeat(db, client):
    for number in range(45):
        make_article(f"Title {number}\n\nThe quiet harbour {'again ' * number}.", slug=f"n{number}")
    ensure()
    seen = []
    for number in (1, 2, 3):
        seen += found_articles(page(client, "quiet harbour", page=number))
    assert len(seen) == len(set(seen)) == 45
    assert "Page 2 of 3" in text_of(page(client, "quiet harbour", page=2))


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "1e3", "٣", "4"])
def test_a_page_out_of_reach_shows_the_nearest_and_says_so(built, client, number):
    html = page(client, "namibia", page=number)
    assert found_articles(html)
    assert "There is no such page." in text_of(html)


def test_a_query_that_is_too_long_is_cut_with_a_message(built, client):
    html = page(client, "namibia " * 2000)
    assert "at most 300 characters" in text_of(html)
    assert found_articles(html)


def test_a_query_of_too_many_terms_is_cut_with_a_message(built, client):
    html = page(client, " ".join(f"namibia OR w{number}" for number in range(17)))
    assert "at most 32 terms" in text_of(html)


def test_too_many_facets_are_refused_with_a_message(built, client):
    assert "At most 20 at once." in page(client, "namibia", publisher=list(map(str, range(30))))


ALPHABET = [
    '"', "“", "'", "-", "–", "OR", "AND", "NOT", "|", "entity:", "kind:element", "year:", "2022",
    "year:2020..", "in:title", "publisher:", "language:en", "namibia", "Eu", "*", "(", ")", "\\",
    "%", "_", "\x00", "\ud800", "😀", "鉱物", "́", "<b>", "&", "#", ":", "..", "'; DROP TABLE x; --",
]  # fmt: skip


def test_no_query_gives_an_error(built, client):
    dice = random.Random(7)
    for _ in range(times(40, 1_000)):
        parts = dice.choices(ALPHABET, k=dice.randint(1, 12))
        query = dice.choice(["", " "]).join(parts).encode("utf-8", "replace").decode()
        page(client, query)
        page(client, query, show="statements", page="2")


@pytest.mark.parametrize("address", ["/search/?q=%FF%FE", "/search/?q=%00", "/search/?q=a&q=b",
    "/search/?show=nope&q=a", "/search/?entity=%00", "/search/?year=9999999999",
    "/search/?kind=", "/search/?page=", "/search/suggestions/", "/search/suggestions/?q=%00",
    "/articles/?entity=%00", "/articles/?publisher=%00", "/articles/?year=0000"])  # fmt: skip
def test_no_address_gives_an_error(built, client, address):
    assert client.get(address).status_code == 200


def test_too_many_parameters_get_a_page_that_says_so(built, client):
    response = client.get("/search/?" + "&".join(f"x{number}=1" for number in range(1500)))
    assert response.status_code == 400
    assert "Lodestone" in response.content.decode()


def test_without_an_index_the_page_says_so(db, client):
    response = client.get("/search/?q=namibia")
    assert response.status_code == 503
    assert "The search index is being made." in response.content.decode()
    assert response["Retry-After"]


def test_without_the_index_of_an_edition_nobody_is_told_that_one_is_made(
    db, client, settings, tmp_path
):
    (tmp_path / "current").write_text("harmed")
    settings.READS_EDITIONS, settings.EDITIONS_DIR = True, tmp_path
    response = client.get("/search/?q=namibia")
    assert response.status_code == 503
    assert "The search index cannot be read at the moment." in response.content.decode()


def lose(folder):
    shutil.rmtree(folder)


def break_pointer(folder):
    (folder / "current").write_bytes(b"\xff\x00")


def break_meta(folder):
    (meta,) = folder.glob("g-*/article/meta.json")
    meta.write_text("{")


@pytest.mark.parametrize("harm", [lose, break_pointer, break_meta])
def test_an_index_that_is_lost_or_broken_is_made_anew_while_the_portal_is_served(
    built, client, settings, harm
):
    settings.SEARCH_BACKEND = "tantivy"
    ensure()
    harm(settings.SEARCH_DIR)
    page(client, "namibia", 503)
    keep_up()
    assert set(found_articles(page(client, "namibia"))) == {NEWS, INTRODUCTION}


def test_an_article_that_is_not_public_is_not_found(built, client):
    Article.objects.filter(slug=NEWS).update(is_public=False)
    pk = Article.objects.get(slug=NEWS).pk
    # Even before the index has followed.
    assert NEWS not in page(client, "namibia")
    article_changed.send(sender=Article, article_ids=[pk])
    catch_up()
    html = page(client, "yttrium")
    assert not found_articles(html)
    assert "Nothing" not in found_entities(html)


def test_of_an_article_shown_by_quotes_only_quotes_are_found(built, client):
    article = Article.objects.get(slug=NEWS)
    Article.objects.filter(pk=article.pk).update(display="quotes")
    article_changed.send(sender=Article, article_ids=[article.pk])
    catch_up()
    assert NEWS not in found_articles(page(client, '"primary motivations"'))
    html = page(client, '"substantial production of dysprosium"')
    assert found_articles(html) == [NEWS]
    assert f'href="/articles/{NEWS}/"' in html


def test_markup_in_a_query_and_in_a_text_is_shown_and_not_obeyed(db, client):
    make_entity("Acme <b>x</b>", slug="acme")
    make_article(
        "Of <i>things</i>\n\n<script>alert(1)</script> harbour & <b>Acme</b>.", slug="evil"
    )
    ensure()
    html = page(client, "harbour <script>alert(2)</script>")
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_all_entities_and_all_statements_can_be_paged_through(built, client):
    html = page(client, "namibia", show="statements")
    total = int(re.search(r"(\d+) statements?", text_of(main(html)))[1])
    shown, number = [], 1
    while len(shown) < total and number < 9:
        shown += section(page(client, "namibia", show="statements", page=number), "statements")
        number += 1
    assert total > 5
    elements = page(client, "kind:element", show="entities")
    assert len(found_entities(elements)) == 17


def test_the_start_page_says_what_can_be_searched(built, client):
    text = text_of(client.get("/search/").content.decode())
    assert "dysprosium OR terbium" in text


def test_every_example_of_the_start_and_help_pages_finds_something(built, client):
    for address in ("/search/", "/search/help/"):
        html = client.get(address).content.decode()
        for href in re.findall(r'href="(/search/\?q=[^"]+)"', html[html.index("<main") :]):
            answer = client.get(unescape(href))
            assert answer.status_code == 200, href


def suggestions(client, typed):
    response = client.get("/search/suggestions/", {"q": typed})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/x-suggestions+json"
    echoed, *rest = json.loads(response.content)
    assert echoed == typed
    return [one[:3] for one in zip(*rest, strict=True)]


def test_suggestions_are_entities_first_then_titles(built, client):
    found = suggestions(client, "nam")
    assert found[0] == ("Namibia", "country", "/entities/namibia/")
    assert found[-1][1:] == ("article", f"/articles/{NEWS}/")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Eu", "Europium"), ("jogm", "JOGMEC"),
        ("critical met", "Namibia Critical Metals"), ("独立", "JOGMEC"), ("NAMIBÍ", "Namibia"),
    ],
)  # fmt: skip
def test_a_suggestion_completes_any_name_in_any_writing(built, client, typed, first):
    assert suggestions(client, typed)[0][0] == first


@pytest.mark.parametrize("typed", ["", " ", "n", "zzzz", '"', "-", "\\", "%"])
def test_nothing_is_suggested_for_next_to_nothing(built, client, typed):
    assert suggestions(client, typed) == []


def test_browsers_can_learn_the_search(built, client):
    response = client.get("/opensearch.xml")
    assert response["Content-Type"] == "application/opensearchdescription+xml"
    assert "http://testserver/search/?q={searchTerms}" in response.content.decode()
    assert 'href="/opensearch.xml"' in client.get("/").content.decode()


def test_robots_are_kept_out_of_combinations(built, client):
    text = client.get("/robots.txt").content.decode()
    assert "Allow: /search/?q=\n" in text and "Disallow: /*?\n" in text
    assert "Disallow: /search/?q=*&\n" in text
    assert "noindex" not in page(client, "namibia")
    assert "noindex" in page(client, "namibia", kind="country")


def test_the_box_stands_on_every_page_and_holds_the_query_on_its_own(built, client):
    for address in ("/", "/articles/", f"/articles/{NEWS}/", "/entities/jogmec/", "/about/"):
        html = client.get(address).content.decode()
        assert 'role="search"' in html and 'type="search"' in html, address
    assert f'value="{"a&quot;b"}"' in page(client, 'a"b')


# On SQLite with the embedded engine; and on PostgreSQL with its own full text, where the search
# itself is made of queries and each page has its limit of time to set.
SEARCH_QUERIES = [
    ("/search/", 0, 5),
    ("/search/?q=namibia", 10, 50),
    ("/search/?q=" + quote("REE deal"), 10, 54),
    ("/search/?q=namibia&entity=jogmec", 11, 51),
    ("/search/?q=zzzz", 1, 77),
    ("/search/suggestions/?q=nam", 4, 23),
]


@pytest.mark.parametrize(("address", "on_sqlite", "on_postgres"), SEARCH_QUERIES)
def test_the_number_of_queries_is_fixed(
    built, client, django_assert_num_queries, address, on_sqlite, on_postgres
):
    client.get(address)
    with django_assert_num_queries(on_sqlite if connection.vendor == "sqlite" else on_postgres):
        client.get(address)
