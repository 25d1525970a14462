"""Who changed what in admin, field by field, and the way back."""

from datetime import UTC, datetime

import lxml.html
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Collection, Passage
from entities.models import Entity, Evidence, Link, Mention, MentionDecision, Name, NameRule
from entities.signals import knowledge_changed
from tests.articles.test_admin import act, errors_in, form_of, submit, url
from tests.entities.test_anchoring import ALPHA, BETA
from tests.makers import (
    current_passages,
    make_article,
    make_entity,
    make_evidence,
    make_relationship,
)


@pytest.fixture
def anna(db) -> Client:
    user = get_user_model().objects.create_superuser("anna")
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def lofdal(db) -> Entity:
    """An entity without history, as rows are that were loaded in bulk."""
    entity = make_entity("Lofdal", kind="project", description="A deposit.")
    entity.history.all().delete()
    return entity


@pytest.fixture
def evidence(db) -> Evidence:
    ends = make_entity("Lofdal", kind="project"), make_entity("Namibia", kind="country")
    article = make_article("Title\n\nLofdal lies in Namibia, it says.\n\nNamibia has Lofdal.")
    return make_evidence(article, "Lofdal lies in Namibia", relationship=make_relationship(*ends))


def page_of(response):
    assert response.status_code == 200
    return lxml.html.fromstring(response.content.decode())


def changes(client, row) -> list[str]:
    """The changes on the history page of a row, latest first, as they read."""
    page = page_of(client.get(url(row, "history")))
    return [" ".join(one.text_content().split()) for one in page.find_class("change")]


def ways_back(client, row) -> list[str]:
    page = page_of(client.get(url(row, "history")))
    return page.xpath("//section[@class='change']//a[@class='button']/@href")


def go_back(client, row, number: int = 0):
    """Follow one of the ways back, the latest first, and save what it shows."""
    address = ways_back(client, row)[number]
    page = page_of(client.get(address))
    (form,) = [form for form in page.forms if (form.get("id") or "").endswith("_form")]
    values = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return client.post(form.action, values | {"_save": "Save"})


# What is kept


def test_the_history_of_an_entity_says_who_added_a_name(lofdal, anna):
    submit(anna, url(lofdal, "change"), {"names-1-text": "Lofdal Hill", "names-1-links": "on"})
    latest = changes(anna, lofdal)[0]
    assert "anna" in latest
    assert "name Lofdal Hill added" in latest
    assert "Language en" in latest


def test_a_change_is_told_field_by_field_after_what_stood_before_it(lofdal, anna):
    submit(anna, url(lofdal, "change"), {"description": "A better one.", "kind": "region"})
    latest, before = changes(anna, lofdal)
    assert "Description A deposit. A better one." in latest
    assert "Kind project region" in latest
    assert "Slug" not in latest
    assert "As it stood before" in before
    assert "anna" not in before


def test_a_save_without_a_change_leaves_nothing(lofdal, anna):
    submit(anna, url(lofdal, "change"), {"description": "A better one."})
    submit(anna, url(lofdal, "change"))
    assert lofdal.history.filter(history_user_id="anna").count() == 1


def test_one_save_is_one_change_however_many_rows_it_touches(lofdal, anna):
    names = {"names-0-text": "Lofdal Hill", "names-1-text": "Lofdal"}
    submit(anna, url(lofdal, "change"), {"description": "Other."} | names)
    latest, _ = changes(anna, lofdal)
    assert "Description" in latest
    assert "Text Lofdal Lofdal Hill" in latest


def test_what_a_machine_did_in_between_is_not_taken_for_the_curators(lofdal, anna):
    submit(anna, url(lofdal, "change"), {"description": "A better one."})
    Entity.objects.filter(pk=lofdal.pk).update(subtype="mine")
    submit(anna, url(lofdal, "change"), {"short_name": "L."})
    latest, machine, *_ = changes(anna, lofdal)
    assert "Subtype" not in latest
    assert "By a command" in machine
    assert "Subtype mine" in machine


@pytest.mark.parametrize(("action", "decision"), [("accept", "accepted"), ("reject", "rejected")])
def test_links_decided_in_their_list_have_their_history(action, decision, evidence, anna):
    links = list(Link.objects.all())
    act(anna, Link, action, links)
    for link in links:
        assert link.history.first().history_user_id == "anna"
        assert [record.decision for record in link.history.all()] == [decision, ""]


def test_mentions_decided_in_their_list_have_their_history(evidence, anna):
    mention = Mention.objects.first()
    act(anna, Mention, "reject", [mention])
    (decision,) = MentionDecision.history.all()
    assert (decision.history_user_id, decision.verdict) == ("anna", "rejected")


def test_moments_read_as_elsewhere_in_admin(evidence, anna):
    act(anna, Mention, "reject", [Mention.objects.first()])
    decision = MentionDecision.objects.get()
    decision.decided_at = datetime(2026, 11, 22, 13, 36, 52, 859229, tzinfo=UTC)
    decision.save()
    (said, _) = changes(anna, decision)
    assert "22 Nov 2026, 1:36 p.m." in said and "13:36:52" not in said


def test_passages_marked_in_their_list_have_their_history(evidence, anna):
    passages = current_passages(evidence.article)[1:]
    act(anna, Passage, "mark_promo", passages)
    assert Passage.history.filter(history_user_id="anna", kind="promo").count() == 2
    assert Passage.history.filter(history_user_id=None, kind="body").count() == 2
    assert "Kind body promotion" in changes(anna, evidence.article)[0]


def test_rows_deleted_in_their_list_have_their_history(lofdal, anna):
    act(anna, Name, "delete_selected", lofdal.names.all(), post="yes")
    assert "name Lofdal taken away" in changes(anna, lofdal)[0]


def test_members_that_change_places_show_the_places_they_had(db, anna):
    collection = Collection.objects.create(slug="focus", title="Focus")
    for number in (1, 2):
        article = make_article(f"Title {number}\n\nText {number}.", slug=f"text-{number}")
        collection.membership_set.create(article=article, position=number)
    moved = {"membership_set-0-position": "2", "membership_set-1-position": "1"}
    assert submit(anna, url(collection, "change"), moved).status_code == 302
    latest = changes(anna, collection)[0]
    assert "Position 1 2" in latest
    assert "Position 2 1" in latest
    assert "1000" not in latest


# And back


def test_the_first_change_of_an_imported_article_is_undone(evidence, anna):
    article = evidence.article
    kinds = [one.kind for one in current_passages(article)]
    submit(anna, url(article, "change"), {"publisher": "One", "passages-1-kind": "promo"})
    assert "ok" not in Evidence.objects.values_list("state", flat=True)
    assert go_back(anna, article).status_code == 302
    article.refresh_from_db()
    evidence.refresh_from_db()
    assert (article.publisher, evidence.state) == ("", "ok")
    assert [one.kind for one in current_passages(article)] == kinds
    assert "back to" in changes(anna, article)[0]


def test_going_back_is_shown_first_and_saves_nothing_by_itself(lofdal, anna):
    submit(anna, url(lofdal, "change"), {"description": "A better one."})
    page = page_of(anna.get(ways_back(anna, lofdal)[0]))
    notice = " ".join(page.get_element_by_id("returning").text_content().split())
    assert "Description is now A better one. goes back to A deposit." in notice
    assert page.xpath("//textarea[@name='description']")[0].text.strip() == "A deposit."
    assert not page.find_class("errornote")
    lofdal.refresh_from_db()
    assert lofdal.description == "A better one."


def test_names_come_back_and_go_with_the_state_they_were_in(lofdal, anna):
    article = make_article("Title\n\nLofdal is a hill. Lofdal Hill is one too.")
    submit(anna, url(lofdal, "change"), {"names-0-DELETE": "on", "names-1-text": "hill",
                                         "names-1-links": "on"})  # fmt: skip
    assert {one.surface for one in Mention.objects.all()} == {"hill", "Hill"}
    assert go_back(anna, lofdal).status_code == 302
    assert list(lofdal.names.values_list("text", flat=True)) == ["Lofdal"]
    assert {one.surface for one in Mention.objects.of_articles([article.pk])} == {"Lofdal"}


def test_a_former_quote_is_found_anew_in_the_article(evidence, anna):
    relationship = evidence.relationship
    submit(anna, url(relationship, "change"), {"evidence-0-quote": "Namibia has Lofdal"})
    evidence.refresh_from_db()
    assert evidence.passage.position == 3
    assert go_back(anna, relationship).status_code == 302
    evidence.refresh_from_db()
    assert (evidence.quote, evidence.passage.position) == ("Lofdal lies in Namibia", 2)
    assert (evidence.state, evidence.before, evidence.after) == ("ok", "", ", it says.")


def test_a_state_that_no_longer_holds_is_refused_at_its_field(evidence, anna):
    relationship = evidence.relationship
    submit(anna, url(relationship, "change"), {"evidence-0-quote": "Namibia has Lofdal"})
    make_article("Title\n\nNamibia has Lofdal.")
    assert "does not stand in the article" in errors_in(go_back(anna, relationship))
    evidence.refresh_from_db()
    assert evidence.quote == "Namibia has Lofdal"


def test_going_back_is_announced_like_any_change(evidence, anna):
    relationship, heard = evidence.relationship, []
    submit(anna, url(relationship, "change"), {"claim": "promotional"})

    def hear(sender, relationship_ids, **kwargs):
        heard.extend(relationship_ids)

    knowledge_changed.connect(hear)
    go_back(anna, relationship)
    knowledge_changed.disconnect(hear)
    assert relationship.pk in heard


def test_a_deleted_entity_is_brought_back_with_its_names_key_and_history(lofdal, anna):
    make_article("Title\n\nLofdal is a hill.")
    key = lofdal.pk
    anna.post(url(lofdal, "delete"), {"post": "yes"})
    assert not Mention.objects.exists()
    assert go_back(anna, lofdal).status_code == 302
    back = Entity.objects.get()
    assert (back.pk, back.description, back.names.get().text) == (key, "A deposit.", "Lofdal")
    assert Mention.objects.get().entity == back
    assert len(changes(anna, back)) == 2


def test_a_deleted_rule_is_brought_back(db, anna):
    rule = NameRule.objects.create(text="Nippon", verdict="rejected")
    key = rule.pk
    act(anna, NameRule, "delete_selected", [rule], post="yes")
    rule.pk = key
    assert go_back(anna, rule).status_code == 302
    assert NameRule.objects.get().pk == key


def test_a_deleted_article_says_that_its_text_is_gone(db, anna):
    article = make_article("Title\n\nText.")
    address = url(article, "history")
    anna.post(url(article, "delete"), {"post": "yes"})
    page = page_of(anna.get(address))
    assert not page.xpath("//section[@class='change']//a[@class='button']")


@pytest.mark.parametrize(
    "asked", ["", "?at=yesterday", "?at=2001-01-01", "?at=2001-01-01T00:00:00%2B00:00"]
)
def test_there_is_no_way_back_to_no_moment(asked, lofdal, anna):
    address = reverse("admin:entities_entity_return", args=[lofdal.pk])
    assert anna.get(address + asked).status_code == 404


@pytest.mark.parametrize("key", ["999999", "nonsense"])
def test_what_never_was_has_no_history(key, anna):
    assert anna.get(reverse("admin:entities_entity_history", args=[key])).status_code == 404


def test_somebody_elses_row_is_not_brought_back_by_a_slipped_in_key(lofdal, anna):
    other = make_entity("Other")
    data = form_of(anna, url(Entity, "add"))
    anna.post(url(Entity, "add"), data | {
        "_key": str(other.pk), "kind": "region", "name": "New", "slug": "new",
    })  # fmt: skip
    other.refresh_from_db()
    assert other.name == "Other"
    assert Entity.objects.count() == 3


# All of it


def test_recent_changes_of_all_models_stand_on_one_page(evidence, anna):
    submit(anna, url(evidence.relationship, "change"), {"claim": "promotional"})
    act(anna, Link, "accept", Link.objects.all())
    page = page_of(anna.get(reverse("admin:recent_changes")))
    links, claim = [" ".join(one.text_content().split()) for one in page.find_class("change")]
    assert links.count("Decision none accepted") == 2
    assert "Claim reported promotional" in claim


def test_recent_changes_ask_little_however_many_there_are(evidence, anna):
    address = reverse("admin:recent_changes")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            anna.get(address)
        return len(queries)

    for claim in ("promotional", "reported"):
        submit(anna, url(evidence.relationship, "change"), {"claim": claim})
    few = asked()
    for claim in ("promotional", "reported") * 4:
        submit(anna, url(evidence.relationship, "change"), {"claim": claim})
    assert asked() == few
    assert few < 20


def test_the_history_page_asks_little_however_long_it_is(evidence, anna):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            anna.get(url(evidence.relationship, "history"))
        return len(queries)

    quotes = ("Namibia has Lofdal", "Lofdal lies in Namibia")
    for quote in quotes:
        submit(anna, url(evidence.relationship, "change"), {"evidence-0-quote": quote})
    few = asked()
    for quote in quotes * 3:
        submit(anna, url(evidence.relationship, "change"), {"evidence-0-quote": quote})
    assert asked() == few
    assert few < 25


def test_a_run_of_a_command_is_one_change(built, anna):
    (loaded,) = changes(anna, Entity.objects.get(slug="lofdal"))
    assert "By a command" in loaded
    assert "entity Lofdal added" in loaded
    assert "name Lofdal Project added" in loaded


# A quote that was lost does not come back on its look-alike

LOST = "the new deployment reduced latency by twelve percent across all regions."


@pytest.fixture
def lost(db, anna) -> Evidence:
    """A quote whose paragraph is gone, while one like it stays; with another that is sound."""
    ends = make_entity("Lofdal", kind="project"), make_entity("Namibia", kind="country")
    article = make_article(f"Opening.\n\n{ALPHA}\n\n{BETA}")
    one = make_evidence(article, LOST, relationship=make_relationship(*ends), line=3)
    make_evidence(article, "Opening.", relationship=one.relationship)
    make_article(f"Opening.\n\n{BETA}\n\nMore.")
    one.refresh_from_db()
    assert one.state == "needs_person"
    return one


def is_where_it_was() -> bool:
    (back,) = Evidence.objects.filter(quote=LOST).select_related("passage")
    return (back.state, back.passage.text) == ("needs_person", ALPHA)


def test_the_lost_quote_of_a_deleted_statement_comes_back_lost(lost, anna):
    anna.post(url(lost.relationship, "delete"), {"post": "yes"})
    assert go_back(anna, lost.relationship).status_code == 302
    assert is_where_it_was()


def test_a_lost_quote_that_was_deleted_with_others_left_comes_back_lost(lost, anna):
    submit(anna, url(lost.relationship, "change"), {"evidence-0-DELETE": "on"})
    assert not Evidence.objects.filter(quote=LOST).exists()
    assert go_back(anna, lost.relationship).status_code == 302
    assert is_where_it_was()


def test_a_lost_quote_that_was_deleted_alone_comes_back_lost(lost, anna):
    anna.post(url(lost, "delete"), {"post": "yes"})
    assert go_back(anna, lost).status_code == 302
    assert is_where_it_was()


def test_a_lost_quote_that_was_rewritten_comes_back_lost(lost, anna):
    submit(anna, url(lost.relationship, "change"), {"evidence-0-quote": "Team Beta"})
    assert not Evidence.objects.unsound().exists()
    assert go_back(anna, lost.relationship).status_code == 302
    assert is_where_it_was()


def test_former_words_that_are_typed_again_are_lost_until_a_passage_is_named(lost, anna):
    relationship = lost.relationship
    submit(anna, url(relationship, "change"), {"evidence-0-quote": "Team Beta"})
    submit(anna, url(relationship, "change"), {"evidence-0-quote": LOST})
    assert is_where_it_was()
    submit(anna, url(relationship, "change"), {"evidence-0-passage_number": "2"})
    lost.refresh_from_db()
    assert (lost.state, lost.passage.text) == ("ok", BETA)


def test_a_quote_whose_words_are_gone_comes_back_with_its_statement(lost, anna):
    make_article("Opening.\n\nNothing of the kind.")
    anna.post(url(lost.relationship, "delete"), {"post": "yes"})
    assert go_back(anna, lost.relationship).status_code == 302
    back = Evidence.objects.get(quote=LOST)
    assert (back.state, back.passage.text) == ("broken", ALPHA)


def test_a_quote_that_was_followed_by_machine_comes_back_where_it_was_at_last(evidence, anna):
    make_article("Title\n\nLofdal lies in Namibia, it says again.\n\nNamibia has Lofdal.")
    evidence.refresh_from_db()
    was = (evidence.state, evidence.passage_id, evidence.after)
    anna.post(url(evidence.relationship, "delete"), {"post": "yes"})
    go_back(anna, evidence.relationship)
    back = Evidence.objects.get()
    assert (back.state, back.passage_id, back.after) == was
