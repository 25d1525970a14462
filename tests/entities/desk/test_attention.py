"""The front page of the desk: every number is the length of the list it opens."""

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from entities import linking, relinking
from entities.concern import Concern
from entities.desk.attention import QUESTIONS
from entities.models import (
    Entity,
    Evidence,
    Mention,
    Relationship,
    SeedConflict,
    SeedRecord,
    UnclaimedName,
)
from tests.makers import make_article, make_entity, make_evidence, make_relationship

MOST_QUERIES = 40


@pytest.fixture
def needing(built):
    """Something of everything that needs a person, and something that does not."""
    Evidence.objects.filter(pk__in=Evidence.objects.values("pk")[:3]).update(state="broken")
    Entity.objects.filter(slug__in=("japan", "zambia")).update(description="")
    doubtful = Relationship.objects.filter(claim="reported", notes=None).first()
    Relationship.objects.filter(pk=doubtful.pk).update(claim="disputed")
    shared = [make_entity(f"Shared {name}", names=["Shared Name"]) for name in ("One", "Two")]
    make_relationship(*shared)
    make_article("Title\n\nThe Shared Name is here. Shared Name again.")
    for name in ("Nippon", "Nihon"):
        UnclaimedName.objects.get_or_create(
            text=name, defaults={"article_count": 2, "mention_count": 3}
        )
    disagree("japan")
    relinking.queue(Concern.of(["Nippon"]), what="Names of Japan: Nippon")
    # One on which both have come to agree is no conflict any more.
    SeedConflict.objects.create(kind="entity", key="zambia", path="name", kept="Sambia")


def disagree(key: str) -> None:
    record = SeedRecord.objects.get(kind="entity", key=key)
    record.content["name"] = "Otherwise"
    record.save()
    SeedConflict.objects.create(kind="entity", key=key, path="name", kept="So")


def front_page(client):
    return lxml.html.fromstring(client.get(reverse("admin:index")).content.decode())


def points(client) -> dict[str, tuple[int, str]]:
    """What needs a person: the count and the address of its list, by its words."""
    items = front_page(client).xpath("//section[@class='attention']//a")
    return {
        " ".join(item.xpath("text()[normalize-space()]")[0].split()): (
            int(item.xpath("b")[0].text), item.get("href"),
        )
        for item in items
    }  # fmt: skip


def test_the_front_page_asks_after_all_that_needs_a_person(needing, admin_client):
    assert list(points(admin_client)) == [question.words for question in QUESTIONS]
    assert all(count for count, _ in points(admin_client).values())


@pytest.mark.parametrize(
    "words",
    [
        "disputed or unverified claims without a note", "relationships with one source",
        "relationships without a quote",
        "entities without a description", "articles without a publisher",
    ],
)  # fmt: skip
def test_a_number_is_that_of_the_rows_in_the_list_it_opens(words, needing, admin_client):
    count, address = points(admin_client)[words]
    response = admin_client.get(address + "&all=")
    rows = lxml.html.fromstring(response.content.decode()).xpath(
        "//table[@id='result_list']/tbody/tr"
    )
    assert len(rows) == count


@pytest.mark.parametrize(
    "words", ["ambiguous names to decide", "mentions and links to review", "names of no entity",
              "quotes whose evidence is not sound"],
)  # fmt: skip
def test_a_number_is_the_one_that_its_screen_shows(words, needing, admin_client):
    count, address = points(admin_client)[words]
    page = lxml.html.fromstring(admin_client.get(address).content.decode())
    assert str(count) in page.get_element_by_id("progress").text_content().split()


def test_the_number_of_conflicts_is_that_of_those_listed(needing, admin_client):
    count, address = points(admin_client)["conflicts with the files"]
    page = lxml.html.fromstring(admin_client.get(address).content.decode())
    assert len(page.xpath("//div[@id='conflicts']/ol/li")) == count


def test_the_numbers_are_what_a_reader_would_count(needing, admin_client):
    counts = {words: count for words, (count, _) in points(admin_client).items()}
    assert counts["quotes whose evidence is not sound"] == 3
    assert counts["disputed or unverified claims without a note"] == 1
    assert counts["entities without a description"] == sum(
        not entity.description for entity in Entity.objects.all()
    )
    assert counts["articles without a publisher"] == sum(
        not article.publisher for article in Article.objects.all()
    )
    assert counts["relationships without a quote"] == 1
    assert counts["relationships with one source"] == sum(
        len({one.article_id for one in relationship.evidence.all()}) == 1
        for relationship in Relationship.objects.all()
    )
    assert counts["ambiguous names to decide"] == 2
    assert counts["conflicts with the files"] == 1


def test_a_second_quote_from_the_same_article_is_no_second_source(db, admin_client):
    article = make_article("Title\n\nOne sentence.\n\nAnother sentence.")
    evidence = make_evidence(article, "One sentence")
    make_evidence(article, "Another sentence", relationship=evidence.relationship)
    assert points(admin_client)["relationships with one source"][0] == 1
    other = make_article("Title\n\nA third sentence.", slug="other")
    make_evidence(other, "A third sentence", relationship=evidence.relationship)
    assert points(admin_client)["relationships with one source"][0] == 0


def test_what_is_done_is_shown_as_done(db, admin_client):
    done = front_page(admin_client).xpath("//section[@class='attention']//li[@class='done']")
    assert len(done) == len(QUESTIONS)
    assert done[0].xpath("span")[0].text == "done"


def test_the_front_page_asks_as_much_of_a_large_corpus_as_of_a_small_one(needing, admin_client):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(reverse("admin:index"))
        return len(queries)

    few = asked()
    mentions = Mention.objects.count()
    for number in range(5):
        make_article(f"Title\n\nNamibia and Japan and Shared Name {number}.", slug=f"n-{number}")
    assert Mention.objects.count() > mentions
    disagree("namibia")
    assert asked() == few <= MOST_QUERIES


def test_each_screen_has_a_key_of_its_own(db, admin_client):
    keys = front_page(admin_client).xpath("//nav[@class='screens']//a/@data-key")
    assert len(keys) == len(set(keys)) == 9


def test_a_name_rejected_in_words_that_stand_no_longer_needs_a_person(admin_client):
    make_entity("Lofdal")
    make_article("The mine of Lofdal was sold.")
    linking.decide_mention(Mention.objects.get(), "rejected")
    assert points(admin_client)["ambiguous names to decide"][0] == 0
    make_article("A mine of Lofdal was sold.")
    assert points(admin_client)["ambiguous names to decide"][0] == 1
    assert points(admin_client)["mentions and links to review"][0] == 1
