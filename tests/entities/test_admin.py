"""The knowledge in admin, on the real seeds: what a curator does there, and what follows."""

import lxml.html
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Passage
from entities import linking, relinking
from entities.concern import Concern
from entities.models import (
    Anchor,
    Decision,
    Entity,
    Evidence,
    FormerSlug,
    FormerStatement,
    Link,
    Mention,
    MentionDecision,
    Merge,
    Name,
    NameRule,
    Note,
    NoteSource,
    Observation,
    Qualifier,
    Relationship,
    RelationshipNote,
    RelationType,
    SeedConflict,
    Source,
    UnclaimedName,
)
from tests.articles.test_admin import (
    MOST_QUERIES,
    NEWS,
    act,
    errors_at,
    errors_in,
    recorded_models,
    submit,
    url,
)
from tests.dumps import COUNTS
from tests.makers import make_article, make_entity, make_evidence

# Counts are nobody's to see or to write: machines keep them.
MODELS = [model for model in recorded_models("entities") if model not in COUNTS]
INTRODUCTION = "rare-earths-special-focus-introduction"


@pytest.fixture
def news(built) -> Article:
    return Article.objects.get(slug=NEWS)


@pytest.fixture
def located(built) -> Relationship:
    """Lofdal is located in Namibia: two quotes."""
    return Relationship.objects.get(slug="lofdal--located-in--namibia")


@pytest.fixture
def decided(news) -> MentionDecision:
    NameRule.objects.create(entity=entity("japan"), text="Nippon", verdict="rejected")
    UnclaimedName.objects.create(text="Nippon", article_count=2, mention_count=3)
    Merge.objects.create(kind="merge", entity=entity("japan"), entity_slug="japan",
                         other_slug="nippon", other_name="Nippon")  # fmt: skip
    FormerStatement.objects.create(slug="old", relationship=Relationship.objects.first())
    SeedConflict.objects.create(kind="entity", key="japan", path="name", kept="Japan")
    relinking.queue(Concern.of(["Nippon"]), what="Names of Japan: Nippon", by="ann")
    return MentionDecision.objects.create(
        article=news, entity=entity("japan"), surface="Nippon", verdict="rejected"
    )


def entity(slug: str) -> Entity:
    return Entity.objects.get(slug=slug)


def mentions_in(article: Article) -> list[tuple]:
    mentions = Mention.objects.of_articles([article.pk])
    return list(mentions.values_list("passage", "start", "end", "entity", "status"))


def statuses(**filters) -> set[str]:
    return set(Mention.objects.filter(**filters).values_list("status", flat=True))


def messages_in(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def add_name(client, entity: Entity, text: str, **fields):
    """Fill in the empty row for a name on the entity's page."""
    number = entity.names.count()
    values = {"text": text, "links": "on"} | fields
    changes = {f"names-{number}-{name}": value for name, value in values.items()}
    return submit(client, url(entity, "change"), changes)


# Every page


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_page_of_a_model_opens(model, decided, admin_client):
    FormerSlug.objects.get_or_create(slug="old", entity=entity("japan"))
    assert admin_client.get(url(model, "changelist")).status_code == 200
    assert admin_client.get(url(model, "changelist"), {"q": "namibia"}).status_code == 200
    assert admin_client.get(url(model.objects.first(), "change")).status_code == 200
    made_elsewhere = (
        "FormerStatement", "Mention", "MentionDecision", "Merge", "Relinking",
        "SeedConflict", "SeedRecord", "UnclaimedName",
    )  # fmt: skip
    expected = 403 if model.__name__ in made_elsewhere else 200
    assert admin_client.get(url(model, "add")).status_code == expected


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_list_asks_little_and_never_for_the_bytes(model, decided, admin_client):
    with CaptureQueriesContext(connection) as queries:
        assert admin_client.get(url(model, "changelist")).status_code == 200
    assert len(queries) <= MOST_QUERIES
    assert not [one for one in queries if '"articles_articleversion"."content"' in one["sql"]]


def test_the_page_of_an_article_asks_little_however_many_its_links(news, admin_client):
    with CaptureQueriesContext(connection) as queries:
        admin_client.get(url(news, "change"))
    assert news.links.count() > 20
    assert len(queries) < 20


@pytest.mark.parametrize("model", [Entity, Article, Source, Note, RelationType, Relationship])
def test_every_model_that_others_point_to_is_found_while_typing(model, built, admin_client):
    pointing = {
        Entity: ("entities", "name", "entity"),
        Article: ("entities", "link", "article"),
        Source: ("entities", "observation", "source"),
        Note: ("entities", "notesource", "note"),
        RelationType: ("entities", "relationship", "type"),
        Relationship: ("entities", "qualifier", "relationship"),
    }
    keys = ("app_label", "model_name", "field_name")
    asked = dict(zip(keys, pointing[model], strict=True)) | {"term": "a"}
    assert admin_client.get(reverse("admin:autocomplete"), asked).json()["results"]


def test_only_countries_are_offered_as_the_country_of_an_entity(built, admin_client):
    asked = {"app_label": "entities", "model_name": "entity", "field_name": "country"}
    found = admin_client.get(reverse("admin:autocomplete"), asked | {"term": "namibia"}).json()
    assert [one["text"] for one in found["results"]] == ["Namibia"]


# Names and entities


def test_a_kind_that_a_relationship_does_not_take_is_refused_at_its_field(located, admin_client):
    response = submit(admin_client, url(entity("namibia"), "change"), {"kind": "person"})
    assert "does not take this kind" in errors_at(response, "kind")
    assert entity("namibia").kind == "country"


@pytest.mark.parametrize("text", ["Dy", "dy", "DY"])
def test_a_symbol_links_in_no_case(text, built, admin_client):
    response = add_name(admin_client, entity("dysprosium"), text)
    assert "never links" in errors_at(response, "links")


def test_a_new_entity_with_a_name_is_found_in_the_articles_held(news, admin_client):
    before = Mention.objects.filter(entity__slug="namibia").count()
    response = submit(
        admin_client,
        url(Entity, "add"),
        {
            "kind": "region", "name": "Northwestern Namibia", "slug": "northwestern-namibia",
            "names-0-text": "Northwestern Namibia", "names-0-links": "on",
        },
    )  # fmt: skip
    assert response.status_code == 302
    found = Mention.objects.get(entity__slug="northwestern-namibia")
    assert found.surface == "northwestern Namibia"
    assert Link.objects.get(entity=found.entity).article == news
    # The longer name takes the place of the shorter one.
    assert Mention.objects.filter(entity__slug="namibia").count() == before - 1


def test_a_curator_is_told_what_a_name_brought(news, admin_client):
    submit(admin_client, url(Name, "add"), {
        "entity": str(entity("africa").pk), "text": "mining firm", "links": "on",
    })  # fmt: skip
    page = admin_client.get(url(entity("africa"), "change"))
    assert "Found in 1 article: 1 mention made, 0 removed." in messages_in(page)
    assert Mention.objects.get(surface="mining firm").entity.slug == "africa"


def test_a_name_that_only_serves_search_links_nothing(built, admin_client):
    before = Mention.objects.count()
    add_name(admin_client, entity("japan"), "mining firm", links="")
    assert Name.objects.get(text="mining firm").links is False
    assert Mention.objects.count() == before


def test_a_name_that_is_changed_moves_its_mentions(built, admin_client):
    zambia = entity("zambia")
    submit(admin_client, url(zambia, "change"), {"names-0-text": "mining firm"})
    assert list(zambia.mentions.values_list("surface", flat=True)) == ["mining firm"]


def test_a_name_that_is_taken_away_takes_its_mentions(built, admin_client):
    zambia = entity("zambia")
    submit(admin_client, url(zambia, "change"), {"names-0-DELETE": "on"})
    assert not zambia.mentions.exists()


def test_names_deleted_from_their_list_take_their_mentions(built, admin_client):
    zambia = entity("zambia")
    act(admin_client, Name, "delete_selected", zambia.names.all(), post="yes")
    assert not zambia.mentions.exists()


def test_a_name_given_to_another_entity_takes_its_mentions_along(built, admin_client):
    zambia, africa = entity("zambia"), entity("africa")
    before = zambia.mentions.count()
    submit(admin_client, url(zambia.names.get(), "change"), {"entity": str(africa.pk)})
    assert not zambia.mentions.exists()
    assert africa.mentions.filter(surface="Zambia").count() == before


def test_a_name_is_given_to_an_entity_once(built, admin_client):
    assert errors_in(add_name(admin_client, entity("japan"), "Japan"))


def test_a_language_that_is_no_tag_is_refused(built, admin_client):
    response = add_name(admin_client, entity("japan"), "Nippon", language="klingon lang")
    assert "Write a language tag" in errors_in(response)
    assert not Name.objects.filter(text="Nippon").exists()


def test_a_symbol_is_refused_as_a_name_that_links(built, admin_client):
    response = add_name(admin_client, entity("dysprosium"), "Dy")
    assert "The symbol Dy never links" in errors_at(response, "links")


def test_a_deleted_entity_gives_its_place_in_the_text_back(news, admin_client):
    before = mentions_in(news)
    region = make_entity("Northwestern Namibia", kind="region")
    call_command("build")
    assert mentions_in(news) != before
    response = admin_client.post(url(region, "delete"), {"post": "yes"}, follow=True)
    assert "Found in 1 article: 1 mention made, 0 removed." in messages_in(response)
    assert mentions_in(news) == before


def test_the_page_of_an_entity_leads_to_its_mentions(built, admin_client):
    namibia = entity("namibia")
    page = lxml.html.fromstring(admin_client.get(url(namibia, "change")).content.decode())
    (link,) = [a for a in page.iter("a") if a.text == f"{namibia.mentions.count()} mentions"]
    listed = admin_client.get(link.get("href")).context["cl"].result_list
    assert set(listed) == set(namibia.mentions.all())


def test_a_changed_slug_leaves_the_old_address_to_the_entity(built, admin_client):
    japan = entity("japan")
    assert submit(admin_client, url(japan, "change"), {"slug": "nippon"}).status_code == 302
    assert FormerSlug.objects.get(slug="japan").entity == japan
    submit(admin_client, url(japan, "change"), {"slug": "japan"})
    assert not FormerSlug.objects.filter(slug="japan").exists()
    assert FormerSlug.objects.get(slug="nippon").entity == japan


def test_a_changed_slug_survives_the_build(built, admin_client):
    count = Entity.objects.count()
    submit(admin_client, url(entity("japan"), "change"), {"slug": "nippon"})
    call_command("build")
    assert Entity.objects.count() == count
    assert entity("nippon").relations_from.exists()


def test_an_address_that_an_entity_has_is_no_former_one(built, admin_client):
    response = submit(
        admin_client, url(entity("japan"), "change"), rows={"former_slugs": {"slug": "namibia"}}
    )
    assert "An entity has this address now." in errors_at(response, "slug")


def test_former_addresses_are_never_taken_away(built, admin_client):
    former = FormerSlug.objects.create(slug="nippon", entity=entity("japan"))
    assert admin_client.post(url(former, "delete"), {"post": "yes"}).status_code == 403
    data = {"former_slugs-0-DELETE": "on", "former_slugs-0-slug": "other"}
    submit(admin_client, url(entity("japan"), "change"), data)
    assert FormerSlug.objects.filter(slug="nippon").exists()


def test_fields_of_other_kinds_are_folded_away(built, admin_client):
    page = admin_client.get(url(entity("dysprosium"), "change"))
    folded = {fieldset.name: fieldset.is_collapsible for fieldset in page.context["adminform"]}
    assert folded["Elements and their groups"] is False
    assert folded["People"] is True


# Deleting what others rest on


@pytest.mark.parametrize("page", ["delete", "delete_selected"])
def test_an_entity_that_others_rest_on_is_not_deleted_and_they_are_listed(
    page, built, admin_client
):
    namibia = entity("namibia")
    if page == "delete":
        response = admin_client.post(url(namibia, "delete"), {"post": "yes"})
    else:
        response = act(admin_client, Entity, page, [namibia], post="yes")
    text = lxml.html.fromstring(response.content.decode()).text_content()
    assert "Cannot delete entity" in text
    assert "Relationship: Lofdal is located in Namibia" in text
    assert "Entity: Epangelo" in text
    assert Entity.objects.filter(slug="namibia").exists()


@pytest.mark.parametrize(
    ("row", "resting"),
    [
        (lambda: NoteSource.objects.first().source, "Note source: "),
        (lambda: Observation.objects.first().source, "Observation: "),
        (lambda: RelationshipNote.objects.first().note, "Relationship note: "),
        (lambda: RelationType.objects.get(slug="located_in"), "Relationship: Lofdal is located in"),
        (lambda: Qualifier.objects.exclude(entity=None).first().entity, "Qualifier: "),
    ],
)
def test_whatever_others_rest_on_is_not_deleted(row, resting, built, admin_client):
    row = row()
    response = admin_client.post(url(row, "delete"), {"post": "yes"})
    text = lxml.html.fromstring(response.content.decode()).text_content()
    assert "Cannot delete" in text
    assert resting in text
    assert type(row).objects.filter(pk=row.pk).exists()


# Mentions and links


def test_a_rejected_mention_stays_rejected_through_the_build(news, admin_client):
    chosen = Mention.objects.of_articles([news.pk]).filter(surface="Zambia")
    response = act(admin_client, Mention, "reject", chosen)
    assert "1 mention rejected." in messages_in(response)
    call_command("build")
    assert statuses(surface="Zambia", passage__version__article=news) == {"rejected"}
    assert news.links.get(entity__slug="zambia").mention_count == 0


def test_a_decision_is_taken_back(news, admin_client):
    before = mentions_in(news)
    act(admin_client, Mention, "reject", Mention.objects.filter(surface="JOGMEC"))
    assert statuses(surface="JOGMEC") == {"rejected"}
    act(admin_client, Mention, "take_back", Mention.objects.filter(surface="JOGMEC"))
    assert mentions_in(news) == before
    assert not MentionDecision.objects.exists()


def test_all_mentions_of_a_narrowed_list_are_decided(built, admin_client):
    """Each decision moves a row out of the filter under which it was chosen."""
    address = url(Mention, "changelist") + "?status__exact=found&q=japan"
    found = list(admin_client.get(address).context["cl"].result_list)
    chosen = {"action": "reject", "_selected_action": [one.pk for one in found], "index": "0"}
    admin_client.post(address, chosen)
    assert len(found) > 5
    assert statuses(pk__in=[one.pk for one in found]) == {"rejected"}


def test_the_page_of_a_mention_takes_the_decision(news, admin_client):
    mention = Mention.objects.of_articles([news.pk]).get(surface="Zambia")
    submit(admin_client, url(mention, "change"), {"decision": "rejected"})
    mention.refresh_from_db()
    assert mention.status == "rejected"
    page = admin_client.get(url(mention, "change"))
    assert page.context["adminform"].form.initial["decision"] == "rejected"
    submit(admin_client, url(mention, "change"), {"decision": ""})
    mention.refresh_from_db()
    assert mention.status == "found"


def test_the_decision_on_a_name_over_a_line_break_is_shown_on_its_page(db, admin_client):
    critical = make_entity("Namibia Critical Metals")
    article = make_article(
        "A title\n\nIn the far north, Namibia\nCritical Metals looks for terbium."
    )
    linking.link_articles([article.pk])
    mention = critical.mentions.get()
    act(admin_client, Mention, "reject", [mention])
    page = admin_client.get(url(mention, "change"))
    assert page.context["adminform"].form.initial["decision"] == "rejected"


def test_the_page_of_a_mention_shows_its_sentence(news, admin_client):
    mention = Mention.objects.of_articles([news.pk]).get(surface="Zambia")
    page = admin_client.get(url(mention, "change")).content.decode()
    assert "including Namibia, <mark>Zambia</mark>, and the Democratic Republic of Congo." in page


def test_accepting_one_of_two_entities_of_a_name_settles_it(news, admin_client):
    namesake = make_entity("Zambia", kind="region", slug="zambia-region")
    call_command("build")
    both = Mention.objects.filter(surface="Zambia")
    assert statuses(surface="Zambia") == {"ambiguous"}
    act(admin_client, Mention, "accept", both.filter(entity=namesake))
    assert statuses(surface="Zambia", entity=namesake) == {"accepted"}
    assert statuses(surface="Zambia", entity__slug="zambia") == {"rejected"}


def test_mentions_are_neither_added_nor_deleted_by_hand(built, admin_client):
    mention = Mention.objects.first()
    assert admin_client.get(url(Mention, "add")).status_code == 403
    assert admin_client.post(url(mention, "delete"), {"post": "yes"}).status_code == 403
    actions = admin_client.get(url(Mention, "changelist")).context["action_form"]
    offered = [name for name, _ in actions.fields["action"].choices if name]
    assert offered == ["accept", "reject", "take_back"]


def link_row(client, article: Article, slug: str) -> int:
    """Where the link to an entity stands among those on the page of the article."""
    (inline,) = [
        one for one in client.get(url(article, "change")).context["inline_admin_formsets"]
        if one.formset.prefix == "links"
    ]  # fmt: skip
    slugs = [form.instance.entity.slug for form in inline.formset.initial_forms]
    return slugs.index(slug)


def test_a_link_rejected_on_the_article_rejects_its_mentions_through_the_build(news, admin_client):
    row = link_row(admin_client, news, "japan")
    response = submit(admin_client, url(news, "change"), {f"links-{row}-decision": "rejected"})
    assert response.status_code == 302
    call_command("build")
    here = {"entity__slug": "japan", "passage__version__article": news}
    assert statuses(**here) == {"rejected"}
    assert Link.objects.get(article=news, entity__slug="japan").decision == "rejected"
    # Only here: the other article's link was not touched.
    elsewhere = {"entity__slug": "japan", "passage__version__article__slug": INTRODUCTION}
    assert statuses(**elsewhere) == {"found"}


def test_a_rejection_of_a_link_taken_back_restores_its_mentions(news, admin_client):
    before = mentions_in(news)
    for decision in ("rejected", ""):
        row = link_row(admin_client, news, "japan")
        submit(admin_client, url(news, "change"), {f"links-{row}-decision": decision})
    assert mentions_in(news) == before


def test_an_accepted_mention_under_a_rejected_link_is_told_of(news, admin_client):
    link = Link.objects.get(article=news, entity__slug="zambia")
    act(admin_client, Link, "reject", [link])
    response = act(admin_client, Mention, "accept", Mention.objects.filter(surface="Zambia"))
    assert "1 mention rejected all the same" in messages_in(response)


def test_a_link_made_on_the_article_is_the_curators_and_stays(news, admin_client):
    promethium = entity("promethium")
    submit(admin_client, url(news, "change"), rows={"added_links": {"entity": str(promethium.pk)}})
    call_command("build")
    link = Link.objects.get(article=news, entity=promethium)
    assert (link.by_curator, link.mention_count) == (True, 0)


def test_a_link_made_in_the_list_is_the_curators(news, admin_client):
    data = {"article": str(news.pk), "entity": str(entity("promethium").pk)}
    assert submit(admin_client, url(Link, "add"), data).status_code == 302
    assert Link.objects.get(entity__slug="promethium").by_curator


def test_a_link_that_stands_already_is_not_made_again(news, admin_client):
    response = submit(
        admin_client, url(news, "change"), rows={"added_links": {"entity": str(entity("japan").pk)}}
    )
    assert "is linked to Japan already" in errors_at(response, "entity")


def test_links_are_decided_in_their_list(built, admin_client):
    chosen = Link.objects.filter(entity__slug="namibia")
    response = act(admin_client, Link, "reject", chosen)
    assert "2 links rejected." in messages_in(response)
    assert statuses(entity__slug="namibia") == {"rejected"}


def test_the_page_of_a_link_takes_the_decision(news, admin_client):
    link = Link.objects.get(article=news, entity__slug="namibia")
    submit(admin_client, url(link, "change"), {"decision": "rejected"})
    assert statuses(entity__slug="namibia", passage__version__article=news) == {"rejected"}
    submit(admin_client, url(link, "change"), {"decision": ""})
    assert statuses(entity__slug="namibia", passage__version__article=news) == {"found"}


def test_a_deleted_link_that_names_still_make_comes_back_without_the_curators_word(
    news, admin_client
):
    link = Link.objects.get(article=news, entity__slug="namibia")
    admin_client.post(url(link, "delete"), {"post": "yes"})
    link = Link.objects.get(article=news, entity__slug="namibia")
    assert (link.by_curator, link.decision) == (False, Decision.NONE)


def test_a_deleted_decision_is_taken_back(news, admin_client):
    act(admin_client, Mention, "reject", Mention.objects.filter(surface="Zambia"))
    admin_client.post(url(MentionDecision.objects.get(), "delete"), {"post": "yes"})
    assert statuses(surface="Zambia") == {"found"}


# Evidence


def give(client, relationship: Relationship, article: Article, quote: str, **fields):
    """Add a quote on the page of a relationship."""
    values = {"article": str(article.pk), "quote": quote, "support": "explicit"} | fields
    return submit(client, url(relationship, "change"), rows={"evidence": values})


def test_a_quote_that_stands_once_is_put_in_its_place(located, news, admin_client):
    quote = "JOGMEC is already involved in a partnership"
    assert give(admin_client, located, news, quote).status_code == 302
    one = located.evidence.get(quote=quote)
    assert (one.state, one.passage.position, one.start, one.before) == ("ok", 6, 0, "")
    assert one.version_sha256 == news.versions.get().sha256
    assert one.passage.text[one.start : one.end] == quote


def test_a_quote_that_is_not_there_is_refused_with_what_comes_closest(located, news, admin_client):
    quote = "JOGMEC was already involved in some partnership with Namibia Critical Metals"
    error = errors_at(give(admin_client, located, news, quote), "quote")
    assert "The quote does not stand in the article." in error
    assert "The closest passage is 6: “JOGMEC is already involved in a partnership" in error
    assert located.evidence.count() == 2


def test_a_quote_with_nothing_close_is_refused(located, news, admin_client):
    response = give(admin_client, located, news, "A sentence on quite another matter, mice.")
    assert "nor anything close to it" in errors_at(response, "quote")


def test_a_quote_from_another_article_is_refused(located, news, admin_client):
    quote = "Namibia, home to one of the world’s most significant heavy rare earth deposits"
    response = give(admin_client, located, news, quote)
    assert "does not stand in the article" in errors_at(response, "quote")


def test_a_quote_from_what_is_left_out_of_the_article_is_refused(located, news, admin_client):
    response = give(admin_client, located, news, "Elevate your business")
    expected = "stands in passage 9, which is a promotion and carries no evidence"
    assert expected in errors_at(response, "quote")


def test_a_quote_that_stands_in_several_passages_asks_which(located, news, admin_client):
    response = give(admin_client, located, news, "supply chain")
    assert "several passages: 2, 4, 5, 7, 8." in errors_at(response, "quote")
    assert give(
        admin_client, located, news, "supply chain", passage_number="4"
    ).status_code == 302  # fmt: skip
    one = located.evidence.get(quote="supply chain")
    assert (one.state, one.passage.position, one.is_repeated) == ("ok", 4, True)


def test_a_quote_is_not_put_in_a_passage_where_it_does_not_stand(located, news, admin_client):
    response = give(admin_client, located, news, "supply chain", passage_number="3")
    expected = "does not stand in passage 3. It stands in: 2, 4, 5, 7, 8."
    assert expected in errors_at(response, "quote")


def test_a_quote_that_stands_twice_in_a_passage_must_be_longer(located, admin_client):
    article = make_article("Title\n\nTerbium here and terbium there, terbium.")
    response = give(admin_client, located, article, "terbium")
    assert "more than once in passage 2. Quote more words" in errors_at(response, "quote")


def test_evidence_by_reference_says_how_it_reads(located, news, admin_client):
    quote = "JOGMEC is already involved"
    response = give(admin_client, located, news, quote, support="coreference")
    assert "Say how the quote is to be read" in errors_at(response, "reads_as")
    response = give(
        admin_client, located, news, quote, support="coreference", reads_as="“it”: JOGMEC"
    )
    assert response.status_code == 302


def test_a_quote_is_kept_in_the_articles_own_characters(located, admin_client):
    article = make_article("A title\n\nThe mine lies\nin the far north-west.\n")
    give(admin_client, located, article, "mine lies in the far")
    assert located.evidence.get(article=article).quote == "mine lies\nin the far"


def test_evidence_saved_unchanged_is_not_disturbed(built, admin_client):
    article = make_article("A title\n\nThe mine lies\nin the far north-west.\n")
    one = make_evidence(article, "mine lies in the far")
    one.refresh_from_db()
    make_article("A title\n\nThe mine lies\nin the far north-west. Or the mine lies in the far.\n")
    one.refresh_from_db()
    before = Evidence.objects.filter(pk=one.pk).values().get()
    assert before["state"] == "needs_person"
    response = submit(admin_client, url(one, "change"), {"reads_as": "the mine"})
    assert response.status_code == 302
    assert Evidence.objects.filter(pk=one.pk).values().get() == before | {"reads_as": "the mine"}


WRAPPED = "The rare\nearth mine is strong.\n\nOf another: the rare earth mine is weak.\n"


def test_the_same_words_wrapped_otherwise_are_not_given_twice(located, admin_client):
    article = make_article(WRAPPED)
    fields = {"passage_number": "1"}
    assert give(admin_client, located, article, "rare earth mine", **fields).status_code == 302
    told = "rests on these words of the article already"
    again = give(admin_client, located, article, "rare earth mine", passage_number="2")
    assert told in errors_at(again, "quote")
    alone = submit(admin_client, url(Evidence, "add"), {
        "relationship": str(located.pk), "article": str(article.pk), "passage_number": "2",
        "quote": "rare earth mine", "support": "explicit",
    })  # fmt: skip
    assert told in errors_at(alone, "quote")


def test_a_curator_confirms_where_a_doubtful_quote_stands(built, admin_client):
    article = make_article("A title\n\nThe mine is old.\n")
    one = make_evidence(article, "mine is old")
    make_article("A title\n\nThis mine is old.\n")
    one.refresh_from_db()
    assert one.state == "needs_person"
    submit(admin_client, url(one, "change"), {"passage_number": "2"})
    one.refresh_from_db()
    assert (one.state, one.before) == ("ok", "This ")


def test_evidence_is_checked_on_its_own_page_too(located, news, admin_client):
    data = {
        "relationship": str(located.pk), "article": str(news.pk), "support": "explicit",
        "quote": "supply chain",
    }  # fmt: skip
    response = submit(admin_client, url(Evidence, "add"), data)
    assert "several passages" in errors_at(response, "quote")
    submit(admin_client, url(Evidence, "add"), data | {"passage_number": "2"})
    assert located.evidence.get(quote="supply chain").passage.position == 2


def test_the_last_quote_of_a_relationship_is_not_taken_away_on_its_page(located, admin_client):
    changes = {"evidence-0-DELETE": "on", "evidence-1-DELETE": "on"}
    response = submit(admin_client, url(located, "change"), changes)
    assert "rests on at least one quote" in errors_in(response)
    assert located.evidence.count() == 2
    changes = {"evidence-0-DELETE": "on"}
    assert submit(admin_client, url(located, "change"), changes).status_code == 302
    assert located.evidence.count() == 1


def test_the_last_quote_of_a_relationship_is_not_deleted_by_itself(located, admin_client):
    first, last = located.evidence.all()
    response = act(admin_client, Evidence, "delete_selected", [first, last], post="yes")
    text = lxml.html.fromstring(response.content.decode()).text_content()
    assert "Cannot delete" in text
    assert "Relationship: Lofdal is located in Namibia" in text
    assert admin_client.post(url(first, "delete"), {"post": "yes"}).status_code == 302
    assert admin_client.post(url(last, "delete"), {"post": "yes"}).status_code == 200
    assert located.evidence.get() == last


# Relationships


def state(client, subject: str, type: str, object: str, article: Article, **changes):
    """Fill in the form for a new relationship, with one quote."""
    data = {
        "subject": str(entity(subject).pk),
        "type": str(RelationType.objects.get(slug=type).pk),
        "object": str(entity(object).pk),
        "evidence-0-article": str(article.pk),
        "evidence-0-quote": "JOGMEC is already involved in a partnership",
        "evidence-0-support": "explicit",
    }
    return submit(client, url(Relationship, "add"), data | changes)


def test_a_relationship_left_without_a_slug_gets_it_from_what_it_says(news, admin_client):
    response = state(admin_client, "jogmec", "participates_in", "lofdal", news)
    assert "already exists" in errors_in(response)
    Relationship.objects.get(slug="jogmec--participates-in--lofdal").delete()
    state(admin_client, "jogmec", "participates_in", "lofdal", news)
    held = Relationship.objects.get(slug="jogmec--participates-in--lofdal")
    assert held.evidence.get().state == "ok"


def test_a_relationship_needs_a_quote(news, admin_client):
    empty = {f"evidence-0-{name}": "" for name in ("article", "quote", "support")}
    response = state(admin_client, "epangelo", "participates_in", "lofdal", news, **empty)
    assert response.status_code == 200
    assert not Relationship.objects.filter(slug="epangelo--participates-in--lofdal").exists()


def test_a_relationship_joins_the_kinds_that_its_type_allows(news, admin_client):
    response = state(admin_client, "japan", "located_in", "namibia", news)
    assert "is of the kind country; this type takes: project" in errors_at(response, "subject")


def test_an_entity_is_not_related_to_itself(news, admin_client):
    response = state(admin_client, "jogmec", "partner_of", "jogmec", news)
    assert errors_in(response)


@pytest.mark.parametrize("claim", ["disputed", "unverified"])
def test_a_doubtful_claim_needs_a_note(claim, located, admin_client):
    response = submit(admin_client, url(located, "change"), {"claim": claim})
    assert "needs a note that says why" in errors_in(response)
    note = {"note": str(Note.objects.first().pk)}
    response = submit(
        admin_client, url(located, "change"), {"claim": claim},
        rows={"relationshipnote_set": note},
    )  # fmt: skip
    assert response.status_code == 302
    located.refresh_from_db()
    assert (located.claim, located.notes.count()) == (claim, 1)


def test_the_note_of_a_doubtful_claim_is_not_taken_away(built, admin_client):
    doubtful = Relationship.objects.get(slug="zambia--reported-deposits-of--rare-earth-elements")
    changes = {"relationshipnote_set-0-DELETE": "on"}
    response = submit(admin_client, url(doubtful, "change"), changes)
    assert "needs a note that says why" in errors_in(response)
    row = doubtful.relationshipnote_set.get()
    assert admin_client.post(url(row, "delete"), {"post": "yes"}).status_code == 403


def test_the_slug_of_a_relationship_is_fixed(located, admin_client):
    submit(admin_client, url(located, "change"), {"slug": "other"})
    located.refresh_from_db()
    assert located.slug == "lofdal--located-in--namibia"


def test_a_qualifier_is_checked_against_its_key(located, admin_client):
    rows = {"qualifiers": {"key": "date", "value": "long ago"}}
    response = submit(admin_client, url(located, "change"), rows=rows)
    assert "takes an EDTF date" in errors_at(response, "value")


def test_a_qualifier_without_a_key_is_refused(located, admin_client):
    rows = {"qualifiers": {"value": "long ago"}}
    response = submit(admin_client, url(located, "change"), rows=rows)
    assert "This field is required." in errors_at(response, "key")


def test_the_kinds_of_a_relation_type_are_chosen_from_a_list(built, admin_client):
    relation = RelationType.objects.get(slug="located_in")
    submit(admin_client, url(relation, "change"), {"object_kinds": ["country", "union"]})
    relation.refresh_from_db()
    assert relation.object_kinds == ["country", "union"]
    response = submit(admin_client, url(relation, "change"), {"object_kinds": []})
    assert errors_at(response, "object_kinds")


# Notes and their anchors


@pytest.fixture
def note(built) -> Note:
    return Note.objects.get(slug="note-ev-batteries")


def anchor(client, note: Note, article: Article, place: str):
    rows = {"anchors": {"article": str(article.pk), "place": place}}
    return submit(client, url(note, "change"), rows=rows)


@pytest.mark.parametrize(("place", "position"), [("11", 6), ("p6", 6), ("15", 8)])
def test_an_anchor_finds_its_passage_by_line_or_position(place, position, note, news, admin_client):
    assert anchor(admin_client, note, news, place).status_code == 302
    assert Anchor.objects.get(note=note, place=place).passage.position == position


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ("p99", "There is no passage at p99"),
        ("900", "There is no passage at 900"),
        ("12", "There is no passage at 12"),
        ("17", "At 17 stands a promotion"),
        ("line 3", "Write a line, such as 11"),
        ("p", "Write a line, such as 11"),
        ("p0", "Write a line, such as 11"),
    ],
)
def test_an_anchor_without_a_passage_is_refused_at_its_place(
    place, error, note, news, admin_client
):
    response = anchor(admin_client, note, news, place)
    assert error in errors_at(response, "place")


def test_an_anchor_saved_unchanged_keeps_its_passage(note, admin_client):
    one = note.anchors.first()
    other = Passage.objects.current().of_articles([one.article_id]).last()
    Anchor.objects.filter(pk=one.pk).update(passage=other)
    submit(admin_client, url(note, "change"), {"text": "In other words."})
    one.refresh_from_db()
    assert one.passage == other


def test_a_source_added_to_a_note_goes_to_the_end(note, admin_client):
    other = Source.objects.exclude(notes=note).first()
    submit(admin_client, url(note, "change"), rows={"notesource_set": {"source": str(other.pk)}})
    assert NoteSource.objects.get(note=note, source=other).position == note.sources.count()


def test_the_list_of_sources_counts_what_rests_on_them(built, admin_client):
    listed = admin_client.get(url(Source, "changelist")).context["cl"].result_list
    counts = {source.slug: (source.note_count, source.figure_count) for source in listed}
    for source in Source.objects.all():
        assert counts[source.slug] == (source.notes.count(), source.observations.count())
