"""What is missing: every number is the length of the list that it opens."""

import re
from html import unescape

import pytest

from articles.models import AnnouncedPiece, Article
from entities import kinds
from entities.gaps import groups as gaps
from entities.gaps.missing import missing_of
from entities.models import (
    Entity,
    Evidence,
    Identifier,
    Observation,
    Qualifier,
    Relationship,
    RelationshipNote,
    RelationType,
)
from tests.makers import make_article, make_entity, make_evidence, make_relationship, recount
from tests.pages import page

pytestmark = pytest.mark.django_db

NEWS = "japan-namibia-rare-earths-exploration-deal"


def numbers(html):
    """Each number that is a link, with where it leads."""
    main = html.partition("<main")[2].partition("</main>")[0]
    links = re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>\s*([\d,]+)\b', main)
    return [(unescape(href), int(n.replace(",", ""))) for href, n in links]


ROWS = {
    "/gaps/": r"<li>\s*(?:<span class=\"mark|<svg|<a href|<strong|<div class=\"checked)",
    "/articles/": r'<li class="article-item"',
    "/relationships/": r'<li class="statement"',
    "/evidence/": r'<div class="checked"',
    "/entities/": r'<th scope="row"><a class="name',
}


def length(client, address):
    """How many rows the list has, counted on all of its pages."""
    path, n = address.partition("?")[0], 0
    while address:
        html = page(client, address)
        rows = html.partition("<main")[2].partition("</main>")[0]
        if path == "/gaps/":
            rows = rows.partition("gap-rows")[2].partition("All that is missing")[0]
        if path == "/evidence/":
            rows = rows.partition('class="tally"')[2]
        n += len(re.findall(ROWS[path], rows))
        following = re.search(r'rel="next" href="([^"]+)"', html)
        address = following and unescape(following[1])
    return n


def assert_every_number_is_the_length_of_its_list(client):
    html = page(client, "/gaps/")
    found = numbers(html)
    assert found
    for address, n in found:
        assert length(client, address) == n, address
    lists = [address for address, _ in found if address.startswith("/gaps/")]
    inner = {one for address in lists for one in numbers(page(client, address))}
    for address, n in inner:
        assert length(client, address) == n, address
    return lists


def test_every_number_is_the_length_of_the_list_that_it_opens(built, client):
    lists = assert_every_number_is_the_length_of_its_list(client)
    assert "/gaps/?what=project-stage" in lists
    assert "/gaps/?what=statement-second-article" in lists


def test_every_number_still_is_once_much_else_is_missing(built, client):
    Entity.objects.exclude(kind="element").update(description="", country=None, uses=[])
    Entity.objects.filter(kind="element").update(uses=[], class_usgs="", class_eu="", class_geo3="")
    Identifier.objects.all().delete()
    Observation.objects.all().delete()
    RelationshipNote.objects.all().delete()
    Evidence.objects.filter(pk__in=Evidence.objects.values("pk")[:7]).update(state="broken")
    Relationship.objects.filter(type__slug="project_of").first().evidence.all().delete()
    Article.objects.filter(slug=NEWS).update(publisher="Somebody", published="2023-08")
    recount()
    lists = assert_every_number_is_the_length_of_its_list(client)
    for slug in ("country-iso-code", "project-owner", "project-place", "element-use",
                 "statement-note", "quote-place", "organization-description"):  # fmt: skip
        assert f"/gaps/?what={slug}" in lists, slug


def test_every_number_still_is_once_an_article_is_not_public(built, client):
    Article.objects.filter(slug=NEWS).update(is_public=False)
    recount()
    found = numbers(page(client, "/gaps/"))
    assert "/gaps/?what=country-statement" in dict(found)
    for address, n in found:
        assert length(client, address) == n, address


def test_a_list_longer_than_a_page_is_counted_whole(client):
    for n in range(60):
        make_entity(f"Thing {n:02}", kind="concept", names=())
    assert dict(numbers(page(client, "/gaps/")))["/gaps/?what=concept-article"] == 60
    assert length(client, "/gaps/?what=concept-article") == 60


def lacking(slug):
    return {str(one) for one in gaps.GAPS[slug].lacking()}


def stated(type, subject, object, text="Words of it."):
    one = make_relationship(subject, object, type=type)
    make_evidence(make_article(text, slug=f"about-{one.pk}"), text, relationship=one)
    return one


@pytest.mark.parametrize(
    ("slug", "kind", "type", "other"),
    [
        ("project-owner", "project", "project_of", "organization"),
        ("project-country", "project", "located_in", "country"),
        ("project-element", "project", "potential_source_of", "element"),
        ("project-stage", "project", "at_stage", "concept"),
        ("organization-country", "organization", "state_owned_by", "country"),
        ("person-office", "person", "holds_office_in", "country"),
        ("agreement-subject", "agreement", "concerns", "element"),
        ("element-use", "element", "used_in", "application"),
    ],
)
def test_a_statement_that_readers_get_closes_the_gap(slug, kind, type, other):
    one, another = make_entity("One", kind=kind, names=()), make_entity("Two", kind=other, names=())
    assert "One" in lacking(slug)
    statement = stated(type, one, another)
    assert "One" not in lacking(slug)
    Article.objects.update(is_public=False)
    assert "One" in lacking(slug)
    assert statement.pk


def test_one_party_is_not_two():
    pact = make_entity("Pact", kind="agreement", names=())
    stated("party_to", make_entity("A", kind="country", names=()), pact)
    assert lacking("agreement-parties") == {"Pact"}
    stated("party_to", make_entity("B", kind="country", names=()), pact, "Other words.")
    assert lacking("agreement-parties") == set()


def test_what_a_curator_filled_in_closes_the_gap():
    japan = make_entity("Japan", kind="country", names=())
    make_entity("Mine", kind="project", names=(), country=japan)
    make_entity("Pact", kind="agreement", names=(), date="2022~")
    make_entity("Terbium", kind="element", names=(), uses=["magnets"], class_eu="heavy")
    for slug in ("project-country", "agreement-date", "element-use", "element-class"):
        assert lacking(slug) == set(), slug
    assert lacking("country-iso-code") == {"Japan"}
    Identifier.objects.create(entity=japan, scheme="iso3166_1_alpha2", value="JP")
    assert lacking("country-iso-code") == set()


def test_a_stage_waits_for_a_type_of_statement_and_says_so(built, client):
    words = "The portal has no type of statement for it yet."
    assert words in page(client, "/gaps/")
    RelationType.objects.create(
        slug="at_stage", label="is at the stage of", inverse="is the stage of",
        subject_kinds=["project"], object_kinds=["concept"],
    )  # fmt: skip
    assert words not in page(client, "/gaps/")


def test_every_kind_and_every_gap_has_a_name_and_an_address_of_its_own():
    assert len(gaps.GAPS) == sum(len(group.gaps) for group in gaps.GROUPS)
    for kind in kinds.KINDS.values():
        assert {"description", "article", "statement"} <= {one.slug for one in kind.expectations}
    for slug, gap in gaps.GAPS.items():
        assert re.fullmatch(r"[a-z0-9-]+", slug) and gap.title


def test_a_page_says_what_is_not_recorded_and_which_articles_might_tell(built, client):
    html = page(client, "/entities/lofdal/")
    missing = html.partition('id="missing"')[2].partition("</section>")[0]
    assert '<a href="/gaps/?what=project-stage">stage of development</a>.' in missing
    assert f'href="/articles/{NEWS}/"' in missing
    assert "may tell" in missing


def test_an_entity_of_which_nothing_is_missing_says_nothing(built, client):
    assert 'id="missing"' not in page(client, "/entities/namibia/")


def test_an_article_may_tell_only_what_it_names_beside_the_entity(db):
    mine = make_entity("Mine", kind="project")
    make_entity("Acme"), make_entity("Japan", kind="country")
    make_article("Mine is where Acme digs.", slug="owner")
    make_article("Mine is in Japan.\n\nAcme is elsewhere.", slug="country")
    told = {one.article.slug: one.words for one in missing_of(mine).tellers}
    assert "owner" in told["owner"] and "country" not in told["owner"]
    assert "country" in told["country"] and "owner" not in told["country"]


def test_a_union_beside_an_agreement_may_be_its_second_party(db):
    pact, _ = make_entity("Pact", kind="agreement"), make_entity("Union", kind="union")
    make_article("The Pact binds the Union.")
    (teller,) = missing_of(pact).tellers
    assert "second party" in teller.words


def test_what_is_quoted_by_no_name_of_its_own_may_be_told_there(built, client):
    address = "/entities/eu-namibia-2022-agreement/"
    assert f'href="{address}"' in page(client, "/gaps/?what=agreement-parties")
    missing = page(client, address).partition('id="missing"')[2].partition("</section>")[0]
    assert "This article names it and may tell:" in missing


def test_however_many_articles_may_tell_none_is_left_out_without_a_word(client):
    mine, acme = make_entity("Mine", kind="project"), make_entity("Acme")
    for n in range(25):
        make_article(f"Mine is a place, {n}.", slug=f"a{n}")
    make_article("Mine is where Acme digs.", slug="owner")
    Article.objects.exclude(slug="owner").update(published="2024", published_earliest="2024-01-01")
    found = missing_of(mine)
    assert found.tellers[0].article.slug == "owner" and acme
    assert len(found.tellers) + found.more == 26
    assert 'And 21 more of <a href="/articles/?entity=mine">' in page(client, "/entities/mine/")


def test_a_group_has_members_whichever_way_they_are_held(built):
    assert lacking("element-group-members") == {"Light rare earth elements"}


def test_one_of_many_is_not_rounded_away(client):
    Entity.objects.bulk_create(
        Entity(slug=f"c{n}", name=f"C {n}", kind="concept", description="D") for n in range(400)
    )
    make_entity("Bare", kind="concept")
    assert 'aria-label="400 of 401 have it"' in page(client, "/gaps/")


def test_what_no_article_names_has_none_that_might_tell(built, client):
    html = page(client, "/entities/erbium/")
    missing = html.partition('id="missing"')[2].partition("</section>")[0]
    assert "mention in an article" in missing and "may tell" not in missing


@pytest.mark.parametrize("what", ["nope", "project-nope", "x" * 300])
def test_a_gap_that_is_not_there_gives_a_clear_message(built, client, what):
    html = page(client, f"/gaps/?what={what}")
    assert "This address asks for something that is not here." in html
    assert "<h1>What is missing</h1>" in html


def test_a_gap_that_is_closed_says_that_nothing_is_missing(built, client):
    assert "Nothing is missing here." in page(client, "/gaps/?what=project-owner")


def test_where_all_is_there_the_page_says_so(client):
    assert "Nothing is held yet" in page(client, "/gaps/")
    japan = make_entity("Japan", kind="country", description="A country.")
    Identifier.objects.create(entity=japan, scheme="iso3166_1_alpha2", value="JP")
    namibia = make_entity("Namibia", kind="country", description="A country.")
    Identifier.objects.create(entity=namibia, scheme="iso3166_1_alpha2", value="NA")
    known = dict(publisher="P", author="A", published="2022", rights="R")
    statement = make_relationship(japan, namibia)
    for slug in ("one", "two"):
        article = make_article(f"Japan and Namibia, {slug}.", slug=slug)
        Article.objects.filter(pk=article.pk).update(**known)
        make_evidence(article, f"Japan and Namibia, {slug}.", relationship=statement)
    recount()
    html = page(client, "/gaps/")
    assert '<h2 id="whole">Nothing is missing</h2>' in html
    assert "lack" not in html.partition("<main")[2].partition("</main>")[0]
    assert not AnnouncedPiece.objects.exists() and not Qualifier.objects.exists()
