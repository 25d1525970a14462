"""The graph of an entity: what its page, its picture and its table hold."""

import random
import re
import time
from xml.dom import minidom

import pytest
from django.db import connection

from entities.graph import MOST, graph_of
from entities.models import Entity, Evidence, FormerSlug, Relationship
from entities.telling import statements_among
from entities.views import graph
from tests.makers import make_article, make_entity, make_relationship, recount
from tests.pages import page, text_of

pytestmark = pytest.mark.django_db

LOFDAL = "/entities/lofdal/graph/"


def in_picture(html, kind="wide-only"):
    """The addresses of the statements in a picture."""
    (svg,) = re.findall(rf"<svg [^>]*{kind}.*?</svg>", html, re.DOTALL)
    return sorted(re.findall(r'href="/relationships/([^/"]+)/"', svg))


def in_table(html):
    return re.findall(r'<tr id="([^"]+)">', html)


@pytest.fixture
def many(db):
    """A hero and as many others as are asked for, each in a statement of its own."""

    def make(count):
        hero = make_entity("Hero", kind="country")
        article = make_article("Some words that say much.", slug="many")
        Entity.objects.bulk_create(
            Entity(slug=f"other-{n:04}", name=f"Other {n:04}", kind="country") for n in range(count)
        )
        first = make_relationship(hero, Entity.objects.get(slug="other-0000"))
        others = Entity.objects.filter(slug__startswith="other-").exclude(slug="other-0000")
        Relationship.objects.bulk_create(
            Relationship(slug=f"hero--{one.slug}", subject=hero, type=first.type, object=one)
            for one in others
        )
        Evidence.objects.bulk_create(
            Evidence(relationship=one, article=article, quote="words", support="explicit")
            for one in Relationship.objects.all()
        )
        recount()
        # As the server does by itself a minute after so many rows came in.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return hero

    return make


@pytest.mark.parametrize("slug", ["rare-earth-elements", "japan", "lofdal"])
@pytest.mark.parametrize("steps", [1, 2])
def test_the_picture_and_the_table_hold_the_same_statements(built, client, slug, steps):
    html = page(client, f"/entities/{slug}/graph/?steps={steps}")
    entity = Entity.objects.get(slug=slug)
    near = Relationship.objects.public().involving(entity)
    ends = {end for pair in near.values_list("subject", "object") for end in pair}
    within = {
        one.slug
        for one in Relationship.objects.public()
        if entity.pk in (one.subject_id, one.object_id)
        or (steps == 2 and {one.subject_id, one.object_id} & ends)
    }
    assert in_picture(html) == sorted(within)
    assert sorted(in_table(html)) == sorted(within)
    assert steps == 2 or in_picture(html, "narrow-only") == sorted(within)


def test_the_page_of_an_entity_draws_its_statements_and_leads_to_all_of_it(built, client):
    html = page(client, "/entities/lofdal/")
    assert in_picture(html) == in_picture(page(client, LOFDAL))
    assert 'href="/entities/lofdal/graph/#table">Data as a table' in html
    assert "As a picture" not in page(client, "/entities/erbium/")


def test_a_disputed_line_says_so_in_its_pattern_its_words_and_its_name(built, client):
    html = page(client, "/entities/rare-earth-elements/graph/")
    assert 'class="bundle claim-disputed"' in html
    assert "◆ disputed</tspan>" in html
    assert "is used in electric vehicle batteries, disputed, " in html


def test_a_statement_whose_source_changed_says_so(built, client):
    Evidence.objects.filter(relationship__slug="lofdal--located-in--namibia").update(state="broken")
    html = page(client, LOFDAL)
    assert re.search(
        r'class="bundle claim-reported changed"[^<]*<a href="/relationships/lofdal--located', html
    )
    assert "↺ source changed</tspan>" in html
    assert "reported; source changed</td>" in html


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 10),
        ("steps=1", 10),
        ("type=enriched_in", 3),
        ("type=enriched_in&type=located_in", 4),
        ("kind=element", 5),
        ("kind=element&kind=country", 6),
        ("claim=promotional", 2),
        ("claim=promotional&kind=concept", 1),
        ("claim=disputed", 0),
        ("sort=-object&unknown=1&page=7", 10),
    ],
)
def test_the_graph_narrows(built, client, query, count):
    html = page(client, f"{LOFDAL}?{query}")
    assert len(in_table(html)) == count
    assert not count or len(in_picture(html)) == count
    assert count or "No statement about Lofdal answers to all of this." in html


@pytest.mark.parametrize(
    "query",
    ["steps=3", "steps=x", "type=nope", "kind=nope", "claim=nope", "sort=nope", "kind=a&kind=b"],
)
def test_what_is_not_there_gives_a_message_and_for_the_picture_alone_an_error(built, client, query):
    html = page(client, f"{LOFDAL}?{query}")
    assert "This address asks for something that is not here." in html
    assert not in_table(html)
    assert page(client, f"/entities/lofdal/graph.svg?{query}", 400)


def test_every_state_has_one_canonical_address(built, client):
    html = page(
        client, f"{LOFDAL}?sort=quotes&kind=element&foo=1&type=enriched_in&kind=country&steps=1"
    )
    canonical = re.search(r'rel="canonical" href="([^"]+)"', html)[1].replace("&amp;", "&")
    assert canonical == (
        f"http://testserver{LOFDAL}?type=enriched_in&kind=country&kind=element&sort=quotes"
    )
    assert 'rel="canonical" href="http://testserver/entities/lofdal/graph/?steps=2"' in page(
        client, f"{LOFDAL}?steps=2"
    )


def column(html, number):
    rows = re.findall(r"<tr id=.*?</tr>", html, re.DOTALL)
    return [text_of(re.findall(r"<td.*?</td>", row, re.DOTALL)[number]) for row in rows]


@pytest.mark.parametrize(
    ("sort", "number"), [("subject", 0), ("type", 1), ("object", 2), ("claim", 3), ("quotes", 4)]
)
def test_the_table_sorts_by_each_column_both_ways(built, client, sort, number):
    up = page(client, f"{LOFDAL}?steps=2&sort={sort}")
    down = page(client, f"{LOFDAL}?steps=2&sort=-{sort}")
    values = [value.casefold() for value in column(up, number)]
    assert values == sorted(values)
    assert [value.casefold() for value in column(down, number)] == values[::-1]
    assert up.count('aria-sort="ascending"') == down.count('aria-sort="descending"') == 1


def test_independent_quotes_are_counted_by_article(built, client):
    html = page(client, "/entities/rare-earth-elements/graph/")
    row = html[html.index('<tr id="rare-earth-elements--used-in--electric-vehicle-batteries"') :]
    quotes = Relationship.objects.get(
        slug="rare-earth-elements--used-in--electric-vehicle-batteries"
    ).evidence
    assert quotes.count() == 3
    articles = quotes.values("article").distinct().count()
    assert f'<td class="figure">{articles}</td>' in row[: row.index("</tr>")]


@pytest.mark.parametrize("address", [LOFDAL, "/entities/lofdal/"])
def test_a_quote_that_is_not_found_bears_nothing_out(built, client, address):
    one = "JOGMEC takes part in the development of Lofdal, {}<"
    assert one.format("2 independent quotes") in page(client, address)
    quotes = Evidence.objects.filter(relationship__slug="jogmec--participates-in--lofdal")
    quotes.filter(article=quotes[0].article_id).update(state="broken")
    assert one.format("1 independent quote") in page(client, address)
    quotes.update(state="broken")
    assert one.format("source changed, no quote found in its context") in page(client, address)


def test_of_more_statements_than_are_read_all_are_counted_and_joined(client, many):
    """What joins two others comes last in every order, and is drawn all the same."""
    many(700)
    ends = [Entity.objects.get(slug=f"other-00{n}") for n in ("00", "01")]
    type_ = Relationship.objects.first().type
    between = Relationship.objects.create(
        slug="between", subject=ends[0], type=type_, object=ends[1]
    )
    Evidence.objects.create(
        relationship=between, article=Evidence.objects.first().article, quote="words"
    )
    html = page(client, "/entities/hero/graph/?steps=2")
    assert "59 entities and 60 statements are drawn, of 701 statements." in text_of(html)
    assert "641 more stand in the other statements; here are 200 of them." in text_of(html)
    assert "between" in in_picture(html)


def test_the_page_of_an_entity_shows_the_first_of_many_and_leads_to_all(client, many):
    many(200)
    html = page(client, "/entities/hero/")
    assert html.count('<article class="statement"') == 12
    assert "200 statements, 200 quotes" in text_of(html)
    assert "12 of 200 are shown." in text_of(html)
    (all_of_them,) = re.findall(r'shown\. <a href="([^"]+)"', html)
    assert "200 statements." in text_of(page(client, all_of_them.replace("&amp;", "&")))
    assert len(html) < 120_000


def test_words_of_several_statements_lead_to_all_of_them(built, client):
    html = page(client, "/entities/lofdal/graph/")
    links = dict(re.findall(r'<a href="([^"]+)" class="trunk"><title>(.*?)</title>', html))
    assert list(links.values()).count("All statements “is enriched in” about Lofdal") == 1
    for address, title in links.items():
        words = title.split("“")[1].split("”")[0]
        count = html.count(f">{words}</a></td>")
        assert f"{count} statements." in text_of(page(client, address.replace("&amp;", "&")))


def test_how_far_and_in_what_order_is_no_narrowing(built, client):
    html = page(client, f"{LOFDAL}?steps=2&claim=disputed&sort=quotes")
    assert "<title>Lofdal: graph, disputed · Lodestone</title>" in html
    assert f'<a href="{LOFDAL}?steps=2&amp;sort=quotes">Show all</a>' in html


def test_what_a_picture_cannot_hold_is_counted_and_named(client, many):
    many(80)
    html = page(client, "/entities/hero/graph/")
    assert len(in_picture(html)) == len(in_table(html)) == MOST - 1
    assert "59 entities and 59 statements are drawn, of 80 statements." in text_of(html)
    rest = html[html.index('id="rest"') : html.index('id="table"')]
    named = re.findall(r'href="/entities/(other-\d+)/"', rest)
    drawn = {slug.removeprefix("hero--") for slug in in_table(html)}
    assert len(named) == 21 and not drawn & set(named)


def test_on_its_page_an_entity_stands_among_fewer(client, many):
    many(80)
    html = page(client, "/entities/hero/")
    assert len(in_picture(html)) == 24
    assert "56 more entities are not drawn here." in text_of(html)


def test_five_thousand_statements_cost_no_more_queries(client, many, django_assert_num_queries):
    many(5000)
    with django_assert_num_queries(5):
        started = time.process_time()
        html = page(client, "/entities/hero/graph/")
        assert time.process_time() - started < 1
    assert "of 5,000 statements" in text_of(html)
    assert len(html) < 200_000


def test_the_order_of_rows_does_not_move_the_picture(built, client, monkeypatch):
    before = page(client, "/entities/japan/graph.svg?steps=2")
    monkeypatch.setattr(graph, "statements_among", lambda rows: statements_among(rows)[::-1])
    assert page(client, "/entities/japan/graph.svg?steps=2") == before


def test_the_picture_alone_is_valid_brings_its_style_and_runs_no_script(built, client):
    response = client.get("/entities/lofdal/graph.svg?steps=2")
    assert response["Content-Type"] == "image/svg+xml"
    policy = response["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy and "script-src 'self'" in policy
    assert "unsafe-inline" not in client.get(LOFDAL)["Content-Security-Policy"]
    svg = minidom.parseString(response.content).documentElement
    assert svg.tagName == "svg" and svg.namespaceURI == "http://www.w3.org/2000/svg"
    assert "light-dark(" in svg.getElementsByTagName("style")[0].firstChild.data
    assert not svg.getElementsByTagName("script")


def test_markup_and_what_xml_cannot_hold_in_a_name_is_shown_or_left_out(client, many):
    many(1)
    Entity.objects.filter(slug="other-0000").update(name="<b>&amp;\x0b]]> “Acme”")
    svg = minidom.parseString(client.get("/entities/hero/graph.svg").content)
    assert "<b>&amp;]]> “Acme”, country" in [
        title.firstChild.data for title in svg.getElementsByTagName("title")
    ]
    assert "<b>" not in page(client, "/entities/hero/graph/")


def test_a_former_address_leads_to_the_graph_for_ever(built, client):
    FormerSlug.objects.create(slug="old-lofdal", entity=Entity.objects.get(slug="lofdal"))
    for name in ("graph/", "graph.svg"):
        response = client.get(f"/entities/old-lofdal/{name}")
        assert response.status_code == 301 and response["Location"] == f"/entities/lofdal/{name}"
        response = client.get(f"/entities/old-lofdal/{name}?steps=2&type=enriched_in")
        assert response["Location"] == f"/entities/lofdal/{name}?steps=2&type=enriched_in"
    page(client, "/entities/no-such/graph/", 404)


def test_what_is_not_public_is_not_drawn(client, many):
    many(3)
    make_article("Other words.", slug="kept").__class__.objects.filter(slug="many").update(
        is_public=False
    )
    html = page(client, "/entities/hero/graph/")
    assert "No statement about Hero rests on an article held." in html
    assert page(client, "/entities/hero/graph.svg").count("<a ") == 1


def test_statements_among_random_entities_are_all_drawn_or_named(db):
    article = make_article("Some words.", slug="random")
    draw = random.Random(5)
    entities = [make_entity(f"E {n}", kind="country", names=()) for n in range(40)]
    for subject, object in [draw.sample(entities, 2) for _ in range(90)]:
        if not Relationship.objects.filter(subject=subject, object=object):
            one = make_relationship(subject, object)
            Evidence.objects.create(
                relationship=one, article=article, quote="words", support="explicit"
            )
    for entity in entities[:5]:
        rows = Relationship.objects.public().within(entity, 2)
        made = graph_of(entity, statements_among(rows), 2, 12)
        drawn = {arm.edge.key for one in made.pictures.wide.bundles for arm in one.arms}
        assert drawn == {one.slug for one in made.statements}
        left = {node.key for node in made.cut.rest}
        for one in rows:
            assert one.slug in drawn or {one.subject.slug, one.object.slug} & left
