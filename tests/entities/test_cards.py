"""What a card says of an entity."""

import pytest
from django.utils.html import strip_tags

from articles.models import Article
from tests.makers import make_article, make_entity, make_evidence, make_relationship, recount

pytestmark = pytest.mark.django_db


def card(client, slug):
    response = client.get(f"/entities/{slug}/card/")
    assert response.status_code == 200
    return " ".join(strip_tags(response.content.decode()).split())


@pytest.fixture
def acme():
    acme = make_entity(
        "Acme Mining Company", names=["Acme"], short_name="Acme", description="Digs for ore."
    )
    article = make_article("Acme owns Beta.", slug="deal")
    statement = make_relationship(acme, make_entity("Beta"))
    make_evidence(article, "Acme owns Beta", relationship=statement)
    return acme


def test_a_card_says_what_it_is_and_how_much_there_is_of_it(acme, client):
    said = card(client, acme.slug)
    assert said.startswith("O Acme Acme Mining Company Organization Digs for ore.")
    assert said.endswith("In 1 article; 1 statement.")


def test_a_card_counts_nothing_that_readers_do_not_get(acme, client):
    Article.objects.update(is_public=False)
    recount()
    assert "No article held names it; no statement." in card(client, acme.slug)


def test_a_card_of_what_is_not_held_is_not_found(db, client):
    assert client.get("/entities/nobody/card/").status_code == 404


def test_a_card_is_kept_and_asked_about_but_not_found_by_robots(
    acme, client, django_assert_num_queries
):
    with django_assert_num_queries(1):
        response = client.get(f"/entities/{acme.slug}/card/")
    assert response["X-Robots-Tag"] == "noindex"
    assert "<html" not in response.content.decode()
    again = client.get(f"/entities/{acme.slug}/card/", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    acme.description = "Digs no more."
    acme.save()
    again = client.get(f"/entities/{acme.slug}/card/", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 200


def test_markup_in_a_name_is_shown_and_not_obeyed(db, client):
    entity = make_entity("Acme <b>", slug="acme", names=())
    html = client.get(f"/entities/{entity.slug}/card/").content.decode()
    assert "Acme &lt;b&gt;" in html and "<b>" not in html
