"""Two curators at one page of admin: the second to save is told, and nothing is lost."""

from threading import Barrier, Thread

import lxml.html
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from articles.models import Article
from entities import linking
from entities.models import Entity, Link, Name, Relationship
from tests.articles.test_admin import act, errors_in, form_of, url
from tests.makers import make_article, make_entity, make_evidence


def curator(name: str) -> Client:
    user = get_user_model().objects.create_superuser(name)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def anna(db) -> Client:
    return curator("anna")


@pytest.fixture
def ben(db) -> Client:
    return curator("ben")


@pytest.fixture
def lofdal(db) -> Entity:
    return make_entity("Lofdal", kind="project", description="A deposit.")


def told(response) -> str:
    """What stands at the top of a page that others changed meanwhile."""
    page = lxml.html.fromstring(response.content.decode())
    return " ".join(page.get_element_by_id("meanwhile").text_content().split())


def shown(response) -> dict:
    """The fields of the form as the page shows them after it was refused."""
    page = lxml.html.fromstring(response.content.decode())
    (form,) = [form for form in page.forms if (form.get("id") or "").endswith("_form")]
    return {name: value.lstrip("\n") for name, value in form.form_values()}


def test_the_second_is_told_by_whom_which_field_was_changed(lofdal, anna, ben):
    mine = form_of(ben, url(lofdal, "change"))
    theirs = form_of(anna, url(lofdal, "change"))
    anna.post(url(lofdal, "change"), theirs | {"description": "Anna's words."})
    response = ben.post(url(lofdal, "change"), mine | {"description": "Ben's words."})
    assert "by anna" in errors_in(response)
    notice = told(response)
    assert "Description was A deposit. is now Anna's words." in notice
    assert "you wrote Ben's words." in notice
    lofdal.refresh_from_db()
    assert lofdal.description == "Anna's words."


def test_what_was_typed_stays_and_is_saved_knowingly(lofdal, anna, ben):
    mine = form_of(ben, url(lofdal, "change"))
    anna.post(url(lofdal, "change"), form_of(anna, url(lofdal, "change")) | {"subtype": "mine"})
    response = ben.post(url(lofdal, "change"), mine | {"description": "Ben's words."})
    again = shown(response)
    assert again["description"] == "Ben's words."
    # What Ben did not touch is Anna's, not what Ben's page had of it.
    assert again["subtype"] == "mine"
    assert ben.post(url(lofdal, "change"), again).status_code == 302
    lofdal.refresh_from_db()
    assert (lofdal.description, lofdal.subtype) == ("Ben's words.", "mine")


def test_a_third_change_before_the_second_saves_again_is_told_too(lofdal, anna, ben):
    mine = form_of(ben, url(lofdal, "change"))
    anna.post(url(lofdal, "change"), form_of(anna, url(lofdal, "change")) | {"subtype": "mine"})
    again = shown(ben.post(url(lofdal, "change"), mine | {"description": "Ben's words."}))
    anna.post(url(lofdal, "change"), form_of(anna, url(lofdal, "change")) | {"subtype": "pit"})
    assert "is now pit" in told(ben.post(url(lofdal, "change"), again))


def test_the_rows_of_the_page_are_compared_too(lofdal, anna, ben):
    mine = form_of(ben, url(lofdal, "change"))
    theirs = form_of(anna, url(lofdal, "change")) | {"names-0-text": "Lofdal Hill"}
    anna.post(url(lofdal, "change"), theirs)
    response = ben.post(url(lofdal, "change"), mine | {"names-0-language": "de"})
    assert "Text was Lofdal is now Lofdal Hill" in told(response)
    assert ben.post(url(lofdal, "change"), shown(response)).status_code == 302
    name = lofdal.names.get()
    assert (name.text, name.language) == ("Lofdal Hill", "de")


def test_a_row_added_meanwhile_is_told_of_and_stays(lofdal, anna, ben):
    mine = form_of(ben, url(lofdal, "change"))
    theirs = form_of(anna, url(lofdal, "change")) | {"names-1-text": "Lofdal Hill"}
    anna.post(url(lofdal, "change"), theirs)
    response = ben.post(url(lofdal, "change"), mine | {"names-1-text": "The Lofdal deposit"})
    assert "name Lofdal Hill added by anna" in told(response)
    ben.post(url(lofdal, "change"), shown(response))
    assert set(lofdal.names.values_list("text", flat=True)) == {
        "Lofdal", "Lofdal Hill", "The Lofdal deposit",
    }  # fmt: skip


def test_a_row_taken_away_meanwhile_is_not_made_again_unasked(lofdal, anna, ben):
    mine = form_of(ben, url(lofdal, "change"))
    theirs = form_of(anna, url(lofdal, "change")) | {"names-0-DELETE": "on"}
    anna.post(url(lofdal, "change"), theirs)
    response = ben.post(url(lofdal, "change"), mine | {"subtype": "mine"})
    assert "name Lofdal taken away by anna" in told(response)
    assert ben.post(url(lofdal, "change"), shown(response)).status_code == 302
    assert not lofdal.names.exists()


def test_a_row_taken_away_meanwhile_that_i_wrote_on_stands_below_as_a_new_one(lofdal, anna, ben):
    mine = form_of(ben, url(lofdal, "change"))
    theirs = form_of(anna, url(lofdal, "change")) | {"names-0-DELETE": "on"}
    anna.post(url(lofdal, "change"), theirs)
    response = ben.post(url(lofdal, "change"), mine | {"names-0-text": "Lofdal Hill"})
    assert not lofdal.names.exists()
    assert ben.post(url(lofdal, "change"), shown(response)).status_code == 302
    assert lofdal.names.get().text == "Lofdal Hill"


def test_the_same_change_by_both_is_told_as_well(lofdal, anna, ben):
    mine = form_of(ben, url(lofdal, "change")) | {"subtype": "mine"}
    anna.post(url(lofdal, "change"), form_of(anna, url(lofdal, "change")) | {"subtype": "mine"})
    notice = told(ben.post(url(lofdal, "change"), mine))
    assert "Subtype was empty is now mine" in notice
    assert "mine you wrote" not in notice


def test_a_change_by_nobody_else_is_saved_at_once(lofdal, ben):
    mine = form_of(ben, url(lofdal, "change")) | {"subtype": "mine", "names-0-language": "de"}
    assert ben.post(url(lofdal, "change"), mine).status_code == 302
    assert lofdal.names.get().language == "de"


@pytest.mark.parametrize("page", [Entity, Relationship, Article])
def test_machines_that_link_and_check_trip_nobody(page, db, ben):
    article = make_article("Title\n\nLofdal is in Namibia, they say.")
    evidence = make_evidence(article, "Lofdal is in Namibia")
    entity = make_entity("Namibia", kind="country")
    row = {Entity: entity, Relationship: evidence.relationship, Article: article}[page]
    Link.objects.create(article=article, entity=make_entity("Japan", kind="country"))
    mine = form_of(ben, url(row, "change"))
    make_article("Title\n\nLofdal is in Namibia.")
    make_entity("Lofdal", kind="project")
    linking.link_all()
    response = ben.post(url(row, "change"), mine)
    assert response.status_code == 302, errors_in(response)
    evidence.refresh_from_db()
    assert evidence.state == "needs_person"


def test_a_page_whose_row_was_deleted_offers_what_was_typed_as_a_new_one(lofdal, anna, ben):
    key, mine = lofdal.pk, form_of(ben, url(lofdal, "change"))
    address = url(lofdal, "change")
    anna.post(url(lofdal, "delete"), {"post": "yes"})
    response = ben.post(address, mine | {"description": "Ben's words."})
    page = response.content.decode()
    assert "Deleted while you had this page open" in page
    assert "anna deleted" in page
    assert not Entity.objects.exists()
    again = shown(response)
    assert (again["description"], again["names-0-text"]) == ("Ben's words.", "Lofdal")
    assert ben.post(url(Entity, "add"), again).status_code == 302
    entity = Entity.objects.get()
    assert (entity.pk, entity.description) == (key, "Ben's words.")
    assert entity.names.get().text == "Lofdal"


def test_whoever_opens_a_row_that_is_gone_is_shown_its_history(lofdal, anna, ben):
    address = url(lofdal, "change")
    anna.post(url(lofdal, "delete"), {"post": "yes"})
    response = ben.get(address, follow=True)
    assert "This entity was deleted. Its history is kept." in response.content.decode()
    assert "anna" in response.content.decode()
    assert ben.get(address.replace(str(lofdal.pk), "999999"), follow=True).status_code == 200


def test_an_action_on_rows_gone_meanwhile_says_so_and_does_the_rest(lofdal, ben):
    first, second = lofdal.names.get(), Name.objects.create(entity=lofdal, text="Lofdal Hill")
    chosen = [first, second]
    Name.objects.filter(pk=second.pk).delete()
    response = act(ben, Name, "delete_selected", chosen, post="yes")
    assert "1 of the chosen row was passed over" in response.content.decode()
    assert not lofdal.names.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_that_save_in_the_same_moment_one_is_told():
    lofdal = make_entity("Lofdal", kind="project")
    clients = [curator("anna"), curator("ben")]
    forms = [form_of(client, url(lofdal, "change")) for client in clients]
    together, responses = Barrier(2), []

    def save(client, data, words):
        together.wait()
        responses.append(client.post(url(lofdal, "change"), data | {"description": words}))
        connection.close()

    threads = [
        Thread(target=save, args=(client, form, words))
        for client, form, words in zip(clients, forms, ("Anna's", "Ben's"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    saved, refused = sorted(responses, key=lambda response: -response.status_code)
    assert (saved.status_code, refused.status_code) == (302, 200)
    lofdal.refresh_from_db()
    assert f"is now {lofdal.description}" in told(refused)


def test_passages_imported_anew_meanwhile_do_not_keep_the_rest_from_being_saved(built, ben):
    article = make_article("A title\n\nFirst text.", slug="other")
    mine = form_of(ben, url(article, "change"))
    make_article("A title\n\nText put first.\n\nFirst text.", slug="other")
    assert ben.post(url(article, "change"), mine | {"publisher": "One"}).status_code == 302
    article.refresh_from_db()
    assert article.publisher == "One"


def test_a_link_that_a_machine_took_away_does_not_keep_the_article_from_being_saved(lofdal, ben):
    article = make_article("Title\n\nLofdal is in Namibia.")
    assert article.links.count() == 1
    mine = form_of(ben, url(article, "change"))
    lofdal.names.all().delete()
    linking.link_all()
    assert not article.links.exists()
    response = ben.post(url(article, "change"), mine | {"publisher": "One"})
    assert response.status_code == 302, errors_in(response)
