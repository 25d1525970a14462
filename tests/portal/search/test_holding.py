"""The articles that may hold a name, by the index: all that do, whatever the index lacks."""

import random

import pytest

from articles.models import Article, Passage
from entities import linking
from entities.matching import Matcher
from entities.models import Mention, Name
from portal.search import holding, indexing
from portal.search.contract import Unavailable
from portal.search.models import IndexNote
from tests.makers import make_article, make_entity
from tests.portal.search.test_pieces import made_name, made_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def indexed(engine):
    """Articles, and an index that has them all."""
    make_article("Lofdal is here.", slug="here")
    make_article("Namibia is there.", slug="there")
    indexing.ensure()
    return engine


def slugs(names: list[str]) -> set[str] | None:
    found = holding.articles_with(names)
    return found if found is None else set(
        Article.objects.filter(pk__in=found).values_list("slug", flat=True)
    )  # fmt: skip


def test_a_name_is_found_by_the_index(indexed):
    assert slugs(["Lofdal"]) == {"here"}
    assert slugs(["Nowhere"]) == set()


def test_no_text_is_read_that_the_index_has(indexed, monkeypatch):
    read = []
    monkeypatch.setattr(holding.finding, "read", lambda *asked: read.append(asked) or set())
    assert slugs(["Lofdal"]) == {"here"}
    # Only those of which readers get less than the text are looked through, and here are none.
    assert [names for names, _ in read] == [["Lofdal"]]
    assert not read[0][1].exists()


@pytest.mark.parametrize("lack", [{"is_public": False}, {"display": "quotes"}])
def test_an_article_that_readers_do_not_get_whole_is_found_all_the_same(indexed, lack):
    Article.objects.filter(slug="here").update(**lack)
    (pk,) = Article.objects.filter(slug="here").values_list("pk", flat=True)
    indexing.index(indexed, indexing.Sort.ARTICLE, [pk])
    assert slugs(["Lofdal"]) == {"here"}


def test_an_article_that_is_noted_and_not_yet_indexed_is_found(indexed):
    Passage.objects.filter(text="Namibia is there.").update(text="Lofdal is there.")
    assert slugs(["Lofdal"]) == {"here"}
    (pk,) = Article.objects.filter(slug="there").values_list("pk", flat=True)
    IndexNote.objects.create(sort="article", keys=[pk])
    assert slugs(["Lofdal"]) == {"here", "there"}


def test_without_an_index_or_certainty_nothing_is_promised(engine):
    make_article("Lofdal is here. ☃")
    assert slugs(["Lofdal"]) is None
    indexing.ensure()
    assert slugs(["Lofdal"]) is not None
    assert slugs(["☃"]) is None


def test_an_index_that_breaks_off_promises_nothing(indexed, monkeypatch):
    def broken(self, ways):
        yield 1
        raise Unavailable("gone")

    monkeypatch.setattr(type(indexed), "containing", broken)
    assert slugs(["Lofdal"]) is None


def test_whatever_articles_have_a_name_are_found(engine):
    dice = random.Random(5)
    texts = {}
    for number in range(60):
        # A stop after each, so that none is taken for a heading or a teaser.
        text = f"The text number {number} begins here. {made_text(dice, 12).strip()} and ends."
        article = make_article(text.replace("\n", " "), slug=f"text-{number}")
        texts[article.pk] = [passage.text for passage in Passage.objects.of_articles([article.pk])]
    indexing.ensure()
    asked = 0
    for _ in range(120):
        name = made_name(dice, dice.choice(dice.choice(list(texts.values()))))
        matcher = Matcher([(name, 1)])
        having = {pk for pk, held in texts.items() if any(map(matcher.find, held))}
        found = holding.articles_with([name])
        asked += bool(having) and found is not None
        assert found is None or having <= found, ascii(name)
    assert asked > 10


def test_a_new_name_is_linked_through_the_index(indexed):
    lofdal = make_entity("Lofdal")
    assert str(linking.link_named(["Lofdal"])) == "Found in 1 article: 1 mention made, 0 removed."
    Name.objects.all().delete()
    outcome = linking.link_named(["Lofdal"], [lofdal.pk])
    assert str(outcome) == "Found in 1 article: 0 mentions made, 1 removed."
    assert not Mention.objects.exists()
