"""What a query asks a backend for."""

import pytest

from entities.models import Entity
from portal.search import query
from portal.search.contract import InYears, Linked, OfKind, Phrase, PublishedBy, Words
from portal.search.resolving import resolve

pytestmark = pytest.mark.django_db


def asked(text):
    return resolve(query.parse(text).query)


def search(text):
    return asked(text).search


def key(slug):
    return Entity.objects.get(slug=slug).pk


def test_words_are_wanted_stemmed_and_function_words_are_not(built):
    found = search("who mines the mountains of the moon")
    assert found.wanted == ((Words(("mine",)),), (Words(("mountain",)),), (Words(("moon",)),))
    assert found.sequence == ("mine", "mountain", "moon")
    assert not found.required


def test_function_words_alone_are_looked_for(built):
    assert search("to be or not to be").wanted == ((Words(("to",)),), (Words(("be",)),),
        (Words(("or",)),), (Words(("not",)),))  # fmt: skip


def test_a_name_is_its_words_or_a_link_to_the_entity(built):
    found = asked("REE exploration")
    clause = (Words(("ree",)), Linked((key("rare-earth-elements"),)))
    assert found.search.wanted == (clause, (Words(("explor",)),))
    assert [(one.words, [str(e) for e in one.entities]) for one in found.readings] == [
        ("REE", ["Rare earth elements"])
    ]


def test_a_symbol_stands_for_the_element_and_for_no_word(built):
    assert search("Eu").wanted == ((Linked((key("europium"),)),),)
    assert Words(("eu",)) in search("EU").wanted[0]
    assert Linked((key("european-union"),)) in search("EU").wanted[0]


def test_words_written_together_are_a_phrase(built):
    assert search("supply-chain risk").wanted == (
        (Phrase(("suppli", "chain")),), (Words(("risk",)),))  # fmt: skip


def test_a_phrase_must_stand_there_and_is_ranked_by(built):
    found = search('"supply chain" risk')
    assert found.required == ((Phrase(("suppli", "chain")),),)
    assert found.wanted == ((Phrase(("suppli", "chain")),), (Words(("risk",)),))


def test_a_phrase_that_is_a_name_finds_what_is_linked_to_it(built):
    found = search('"Namibia Rare Earths"')
    assert Linked((key("namibia-critical-metals"),)) in found.required[0]


def test_what_is_excluded_is_refused(built):
    found = search("namibia -deal -entity:jogmec")
    assert found.refused == ((Phrase(("deal",)),), (Linked((key("jogmec"),)),))


def test_alternatives_are_one_clause(built):
    (clause,) = search("dysprosium OR terbium").wanted
    assert Linked((key("dysprosium"),)) in clause and Linked((key("terbium"),)) in clause


@pytest.mark.parametrize(
    "text",
    [
        "entity:jogmec",
        "entity:JOGMEC",
        'entity:"Japan Organization for Metals and Energy Security"',
    ],
)
def test_an_entity_is_asked_for_by_slug_or_by_name(built, text):
    assert search(text).required == ((Linked((key("jogmec"),)),),)


def test_a_former_slug_asks_for_the_entity(built):
    assert search("entity:lofdal-project").required == ((Linked((key("lofdal"),)),),)


def test_an_entity_that_is_not_held_is_said_and_finds_nothing(built):
    found = asked("entity:atlantis")
    assert found.search.required == ((Linked(()),),)
    assert found.notes == ["No entity held is called “atlantis”."]


def test_kinds_and_years_are_required(built):
    found = search("kind:element year:2020..2024")
    assert found.required == ((OfKind("element"),), (InYears(2020, 2024),))


def test_a_publisher_is_found_by_words_of_its_name(built):
    from articles.models import Article
    from articles.signals import article_changed
    from portal.search.indexing import catch_up

    article = Article.objects.first()
    Article.objects.filter(pk=article.pk).update(publisher="The Étoile Press, London")
    article_changed.send(sender=Article, article_ids=[article.pk])
    catch_up()
    stated = ((PublishedBy("The Étoile Press, London"),),)
    assert search("publisher:etoile").required == stated
    assert search('publisher:"the etoile press, london"').required == stated
    assert search("publisher:not-stated").required == ((PublishedBy(""),),)
    found = asked("publisher:nobody")
    assert found.search.required == ((),)
    assert found.notes == ["No article held states the publisher “nobody”."]


def test_in_title_holds_for_the_whole(built):
    assert search("in:title deal").in_title


def test_words_that_fold_to_nothing_ask_for_nothing(built):
    assert not search("").wanted
