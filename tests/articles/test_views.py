"""The page of a collection."""

import pytest

from articles.models import Article, Collection

pytestmark = pytest.mark.django_db

ADDRESS = "/collections/rare-earths-special-focus/"


def test_a_collection_shows_its_introduction_and_what_it_announces_as_not_held(built, client):
    html = client.get(ADDRESS).content.decode()
    assert "Special focus on rare earth elements: introduction" in html
    assert "Announced, not held" in html
    assert "Japan&#x27;s strategy, inside JOGMEC&#x27;s vision" in html
    assert "/articles/rare-earths-special-focus-introduction/#p7" in html
    assert "/articles/rare-earths-special-focus-introduction/#p10" in html


def test_a_collection_shows_only_articles_that_readers_get(built, client):
    collection = Collection.objects.get()
    news = Article.objects.get(slug="japan-namibia-rare-earths-exploration-deal")
    collection.membership_set.create(article=news, position=1)
    assert news.title in client.get(ADDRESS).content.decode()
    Article.objects.update(is_public=False)
    html = client.get(ADDRESS).content.decode()
    assert news.title not in html
    assert "The introduction is not shown here." in html
