"""The review queue: what comes next, what each key does, and taking it back."""

from collections import Counter

import lxml.html
import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from entities import linking
from entities.models import Entity, Link, Mention, MentionDecision, Name, NameRule
from entities.signals import knowledge_changed
from tests.dumps import every_row
from tests.makers import make_article, make_entity

QUEUE = reverse("admin:desk_review")
OTHER = reverse("admin:desk_review_other")
TEXT = (
    "Lofdal is a hill. There Lofdal stands.\n\nGeorgia signed the agreement, and Georgia left it."
    "\n\nThe town of Kiel lies at the sea, far from Lofdal and from Bremen."
)


@pytest.fixture
def country(db) -> Entity:
    return make_entity("Georgia", kind="country")


@pytest.fixture
def article(country) -> Article:
    """Two ambiguous places, and five found ones of three names."""
    make_entity("State of Georgia", names=["Georgia"], slug="state")
    for name in ("Lofdal", "Kiel", "Bremen"):
        make_entity(name)
    return make_article(TEXT)


class Desk:
    """A curator at the queue, who sees an item and presses its buttons."""

    def __init__(self, client: Client, **filters):
        self.client, self.filters = client, filters
        self.look()

    def look(self, **query):
        self.response = self.client.get(QUEUE, self.filters | query)
        self.read()

    def read(self):
        self.html = lxml.html.fromstring(self.response.content)
        self.item = next(iter(self.html.xpath(".//*[@id='item']")), None)

    @property
    def shown(self) -> tuple[str, str] | None:
        return self.item is not None and (
            self.item.get("data-surface"), self.item.get("data-entity")
        )  # fmt: skip

    @property
    def messages(self) -> str:
        return " ".join(map(str, self.response.context["messages"]))

    def post(self, **data) -> None:
        (form,) = self.html.xpath(".//*[@id='queue']//form[@method='post']")
        address = form.action if self.item is not None else QUEUE
        data = dict(form.form_values()) | {key: str(value) for key, value in data.items()}
        self.response = self.client.post(address, data, follow=True)
        self.read()

    def press(self, *keys: str) -> None:
        for key in keys:
            (button,) = self.html.xpath(f".//*[@data-key='{key}']")
            self.post(**{button.get("name"): button.get("value")})

    def run(self, key: str = "a") -> list[tuple[str, str]]:
        """All that comes, each item answered with the same key."""
        seen = []
        while self.item is not None and len(seen) < 50:
            seen.append(self.shown)
            self.press(key)
        return seen


@pytest.fixture
def desk(article, admin_client) -> Desk:
    return Desk(admin_client)


def statuses() -> list[tuple[str, str]]:
    found = Mention.objects.order_by("passage__position", "start", "entity")
    return list(found.values_list("entity__slug", "status"))


def open_places() -> int:
    waiting = Mention.objects.filter(status__in=("ambiguous", "found"))
    return len(set(waiting.values_list("passage", "start")))


# What comes, and in which order


def test_ambiguous_names_come_first_then_the_most_frequent(desk):
    assert desk.run() == [
        ("Georgia", "georgia"), ("Georgia", "georgia"),
        ("Lofdal", "lofdal"), ("Lofdal", "lofdal"), ("Lofdal", "lofdal"),
        ("Bremen", "bremen"), ("Kiel", "kiel"),
    ]  # fmt: skip
    assert "No name waits for a curator" in desk.html.text_content()


def test_an_item_shows_the_place_the_candidate_and_what_is_open(desk):
    (passage,) = desk.html.xpath(".//*[contains(@class, 'passage')]")
    assert passage.text_content() == TEXT.split("\n\n")[1]
    assert [mark.text for mark in passage.xpath(".//mark")] == ["Georgia"]
    assert [name.text for name in passage.xpath(".//*[contains(@class, 'other-name')]")] == [
        "Georgia"
    ]
    assert desk.html.xpath(".//*[@id='progress']")[0].text == "Item 1 of 7 open; decided today 0."
    assert "country; 1 article" not in desk.html.xpath(".//*[@id='candidate']")[0].text_content()
    assert (
        desk.html.xpath(".//*[contains(@class, 'source')]//a")[0].get("href")
        == "/articles/text/#p2"
    )
    assert [one.get("data-entity") for one in desk.html.xpath(".//*[@id='rivals']//li")] == [
        "state"
    ]


def test_what_is_decided_is_counted(desk):
    desk.press("a", "r")
    assert desk.html.xpath(".//*[@id='progress']")[0].text == "Item 1 of 6 open; decided today 2."
    assert set(MentionDecision.objects.values_list("decided_by", flat=True)) == {"admin"}
    assert set(MentionDecision.history.values_list("history_user_id", flat=True)) == {"admin"}


def test_entities_whose_names_hold_the_name_or_are_close_to_it_are_rivals(desk):
    make_entity("Lofdal Heavy Metals", names=["Lofdal Heavy Metals"])
    make_entity("Lofdahl", names=())
    make_entity("Loftus Hall", names=())
    desk.press("a", "a")
    rivals = desk.html.xpath(".//*[@id='rivals']//li")
    assert [one.get("data-entity") for one in rivals] == ["lofdal-heavy-metals", "lofdahl"]
    assert [one.get("data-key") for one in desk.html.xpath(".//*[@id='rivals']//button")] == [
        "1",
        "2",
    ]


@pytest.mark.parametrize(
    "filters, expected",
    [
        ({"only": "ambiguous"}, {"Georgia": 2}),
        ({"kind": "country"}, {"Georgia": 2}),
        ({"name": "lofdal"}, {"Lofdal": 3}),
        ({"name": "Lofdal", "kind": "country"}, {}),
        (
            {"kind": "no such kind", "article": "0"},
            {"Georgia": 2, "Lofdal": 3, "Kiel": 1, "Bremen": 1},
        ),
    ],
)
def test_filters_narrow_the_queue_and_stay_on_the_way(article, admin_client, filters, expected):
    assert Counter(name for name, _ in Desk(admin_client, **filters).run()) == expected


def test_the_queue_of_one_article(article, admin_client):
    other = make_article("Bremen is a town.", slug="other")
    assert Desk(admin_client, article=other.pk).run() == [("Bremen", "bremen")]


# What each key does


def test_accepting_and_rejecting_decide_the_place(desk):
    desk.press("a", "r")
    assert statuses()[2:6] == [
        ("georgia", "accepted"), ("state", "rejected"),
        ("georgia", "rejected"), ("state", "found"),
    ]  # fmt: skip


def test_a_number_chooses_the_rival_and_rejects_the_candidate(desk):
    desk.press("1")
    assert statuses()[2:4] == [("georgia", "rejected"), ("state", "accepted")]
    verdicts = MentionDecision.objects.values_list("entity__slug", "verdict")
    assert set(verdicts) == {("georgia", "rejected"), ("state", "accepted")}


def test_rejecting_as_a_rule_says_how_many_places_and_rejects_them(desk):
    (button,) = desk.html.xpath(".//*[@data-key='R']")
    assert button.text_content() == (
        "R Never: so it is State of Georgia, here and at 1 other place"
    )
    desk.press("R")
    assert statuses()[2:6] == [("georgia", "rejected"), ("state", "found")] * 2
    one = NameRule.objects.get()
    assert (one.text, one.entity.slug, one.verdict) == ("Georgia", "georgia", "rejected")
    assert one.decided_by == one.history.get().history_user_id == "admin"


def test_who_rejects_the_last_but_one_meaning_is_told_what_is_left(desk):
    buttons = {key: desk.html.xpath(f".//*[@data-key='{key}']")[0].text_content() for key in "rx"}
    assert buttons == {
        "r": "r Reject: so it is State of Georgia",
        "x": "x Not in this article at all: so it is State of Georgia",
    }
    desk.press("r")
    assert "is not Georgia here, so “Georgia” is State of Georgia." in desk.messages
    desk.press("u", "R")
    assert "never is Georgia, so “Georgia” is State of Georgia." in desk.messages


def test_where_several_meanings_are_left_a_rejection_promises_none(desk):
    make_entity("Georgia Street", names=["Georgia"])
    linking.link_all()
    desk.look()
    assert desk.html.xpath(".//*[@data-key='r']")[0].text_content() == "r Reject"
    assert desk.html.xpath(".//*[@data-key='R']")[0].text_content() == (
        "R Never: this and 1 other place"
    )
    desk.press("r")
    assert ", so “" not in desk.messages


def test_a_rule_says_at_how_many_places_one_meaning_is_left(desk):
    state = Entity.objects.get(slug="state")
    at = Mention.objects.filter(entity=state).order_by("start").last()
    linking.decide_mention(at, "rejected")
    desk.look()
    assert desk.html.xpath(".//*[@data-key='R']")[0].text_content() == (
        "R Never: so it is State of Georgia, here and at 0 of 1 other place"
    )


def test_a_meaning_that_waits_alone_says_that_it_was_rejected_in_other_words(article, client):
    rejected = Mention.objects.get(surface="Kiel")
    linking.decide_mention(rejected, "rejected")
    make_article(TEXT.replace("The town", "A town"))
    desk = Desk(log_in(client), name="Kiel")
    assert desk.item.get("data-ambiguous") == "yes"
    assert "Rejected before, in words that stand no longer" in desk.item.text_content()
    assert desk.html.xpath(".//*[@id='progress']")[0].text.startswith("Item 1 of 1 open")
    desk.press("r")
    assert desk.item is None


def test_what_was_rejected_in_other_words_is_not_promised_as_what_is_left(article, client):
    for mention in Mention.objects.filter(entity__slug="state"):
        linking.decide_mention(mention, "rejected")
    make_article(TEXT.replace("signed the", "made the").replace("left it", "left them"))
    desk = Desk(log_in(client), name="Georgia")
    assert desk.shown == ("Georgia", "georgia")
    assert desk.html.xpath(".//*[@data-key='r']")[0].text_content() == "r Reject"
    desk.press("r")
    assert ("state", "ambiguous") in statuses() and ("state", "found") not in statuses()


def log_in(client: Client) -> Client:
    client.force_login(User.objects.create(username="ann", is_staff=True, is_superuser=True))
    return client


def test_accepting_as_a_rule_decides_the_name_in_every_article(desk):
    make_article("Georgia came back.", slug="other")
    desk.press("A")
    assert Counter(statuses())["georgia", "accepted"] == 3
    assert Counter(statuses())["state", "rejected"] == 3
    assert desk.shown == ("Lofdal", "lofdal")


def test_of_two_rules_that_contradict_each_other_the_last_word_stands(desk):
    for one in Entity.objects.filter(names__text="Georgia"):
        NameRule.objects.create(text="georgia", entity=one, verdict="accepted")
    linking.link_all()
    desk.press("A")
    assert [one.entity.slug for one in NameRule.objects.all()] == ["georgia"]
    assert Counter(statuses())["georgia", "accepted"] == 2
    desk.press("u")
    assert NameRule.objects.count() == 2
    assert Counter(statuses())["georgia", "ambiguous"] == 2


def test_rejecting_the_link_rejects_every_mention_in_the_article_and_no_other(desk):
    make_article("Georgia came back.", slug="other")
    desk.press("x")
    assert Counter(statuses())["georgia", "rejected"] == 2
    assert Counter(statuses())["georgia", "ambiguous"] == 1
    link = Link.objects.get(article__slug="text", entity__slug="georgia")
    assert link.decision == "rejected"
    assert link.history.first().history_user_id == "admin"
    desk.press("u")
    link.refresh_from_db()
    assert link.decision == ""
    assert Counter(statuses())["georgia", "ambiguous"] == 3


def test_a_skipped_place_comes_again_after_all_others(desk):
    desk.press("s")
    assert desk.html.xpath(".//*[@id='progress']")[0].text == "Item 2 of 7 open; decided today 0."
    seen = desk.run()
    assert len(seen) == 7
    assert seen[-1] == ("Georgia", "georgia")


def test_skipping_without_end_goes_round(desk):
    desk.filters = {"name": "Lofdal"}
    desk.look()
    places = []
    for _ in range(6):
        places.append(desk.item.get("data-place"))
        desk.press("s")
    assert places[:3] == places[3:]
    assert len(set(places)) == 3


# Another entity


def other(desk: Desk, entity: str, **data):
    """Choose it in the picker."""
    (link,) = desk.html.xpath(".//*[@data-key='o']")
    desk.response = desk.client.get(link.get("href"))
    html = lxml.html.fromstring(desk.response.content)
    fields = dict(html.xpath(".//*[@id='picker']//form[@method='post']")[0].form_values())
    fields["entity"] = Entity.objects.get(slug=entity).pk
    desk.response = desk.client.post(OTHER, {**fields, **data}, follow=True)
    desk.read()


def test_the_picker_finds_entities_by_anything_they_are_called(desk):
    (link,) = desk.html.xpath(".//*[@data-key='o']")
    make_entity("Kingdom of Norway", short_name="Norge", names=["Norway"])
    for query in ("norg", "king nor", "NORWAY"):
        html = lxml.html.fromstring(desk.client.get(link.get("href") + f"&q={query}").content)
        found = [one.get("data-entity") for one in html.xpath(".//*[@id='found']//button")]
        assert found[:1] == ["kingdom-of-norway"]


def test_an_entity_that_has_the_name_is_chosen_at_once(desk):
    other(desk, "state")
    assert statuses()[2:4] == [("georgia", "rejected"), ("state", "accepted")]
    assert not NameRule.objects.exists()


def test_an_entity_without_the_name_is_asked_about_first(desk):
    before = every_row(connection)
    other(desk, "kiel")
    assert "is not a name of Kiel yet" in desk.html.text_content()
    assert Name.objects.count() == len(before["entities_name"])
    assert not MentionDecision.objects.exists()


def test_the_name_is_added_and_meant_only_here(desk):
    make_article("Georgia came back.", slug="other")
    other(desk, "kiel", how="here")
    found = Mention.objects.filter(entity__slug="kiel", surface="Georgia")
    in_order = found.order_by("passage_id", "start")
    assert [one.status for one in in_order] == ["accepted", "rejected", "rejected"]
    assert Counter(statuses())["georgia", "ambiguous"] == 2
    assert Name.objects.get(entity__slug="kiel", text="Georgia").links


def test_the_name_is_added_and_waits_wherever_it_stands(desk):
    other(desk, "kiel", how="everywhere")
    found = Mention.objects.filter(entity__slug="kiel", surface="Georgia").order_by("start")
    assert [one.status for one in found] == ["accepted", "ambiguous"]
    assert not NameRule.objects.exists()


def test_adding_a_name_tells_the_index_and_is_undone_whole(desk):
    heard = Counter()

    def hear(sender, entity_ids, article_ids, **kwargs):
        heard.update(entities=len(entity_ids), articles=len(article_ids))

    before = (statuses(), Name.objects.count())
    knowledge_changed.connect(hear)
    try:
        other(desk, "kiel", how="here")
        assert heard["entities"] and heard["articles"]
        heard.clear()
        desk.press("u")
        assert heard["entities"] and heard["articles"]
    finally:
        knowledge_changed.disconnect(hear)
    assert (statuses(), Name.objects.count()) == before
    assert not NameRule.objects.exists() and not MentionDecision.objects.exists()


def test_a_name_added_has_the_language_of_the_article(desk):
    Article.objects.update(language="de")
    other(desk, "kiel", how="here")
    assert Name.objects.get(entity__slug="kiel", text="Georgia").language == "de"


@pytest.mark.parametrize("query", ["word " * 3000, "w" * 60_000, "nul\0 byte"])
def test_no_query_is_too_long_for_the_picker(desk, query):
    assert (
        desk.client.get(OTHER, {"at": desk.item.get("data-place"), "q": query}).status_code == 200
    )


def test_a_symbol_never_becomes_a_name_that_links(desk):
    make_entity("Georgium", kind="element", symbol="Gg", names=())
    Entity.objects.filter(slug="georgium").update(symbol="geo")
    Mention.objects.update(surface="Geo")
    desk.look()
    other(desk, "georgium", how="here")
    assert "never links" in desk.messages


# Undo


def test_every_step_is_taken_back_in_turn(desk):
    before, count = statuses(), open_places()
    desk.press("1", "s", "a", "R", "x", "a")
    assert statuses() != before
    desk.press("u", "u", "u", "u", "u", "u")
    assert (statuses(), open_places()) == (before, count)
    assert not MentionDecision.objects.exists()
    assert not NameRule.objects.exists()
    assert not Link.objects.exclude(decision="").exists()
    assert desk.shown == ("Georgia", "georgia")
    assert desk.html.xpath(".//*[@id='undo']")[0].get("disabled") is not None


def test_undo_outlives_the_page_and_shows_the_place_again(desk, admin_client):
    place = desk.item.get("data-place")
    desk.press("r")
    again = Desk(admin_client)
    again.press("u")
    assert again.item.get("data-place") == place
    assert "Taken back: rejected: “Georgia” is not Georgia here" in again.messages


def test_undo_works_when_nothing_is_left(desk):
    desk.run()
    desk.press("u")
    assert desk.shown == ("Kiel", "kiel")


def test_a_decision_that_took_the_place_of_another_gives_it_back(desk):
    desk.press("a")
    MentionDecision.objects.update(decided_by="ann")
    linking.decide_mention(Mention.objects.get(status="accepted"), "")
    desk.look()
    assert desk.shown == ("Georgia", "georgia")


def test_what_somebody_else_changed_since_is_not_taken_back(desk):
    desk.press("a")
    MentionDecision.objects.update(verdict="rejected", decided_by="ann")
    desk.press("u")
    assert "Not taken back, since it was changed meanwhile" in desk.messages
    assert MentionDecision.objects.get().decided_by == "ann"


# Two curators at once


def test_what_was_decided_meanwhile_is_told_and_not_overwritten(desk, client):
    ann = User.objects.create(username="ann", is_staff=True, is_superuser=True)
    client.force_login(ann)
    Desk(client).press("r")
    desk.press("a")
    assert "“Georgia” was decided meanwhile by ann. Nothing was done to it." in desk.messages
    one = MentionDecision.objects.get()
    assert (one.decided_by, one.verdict) == ("ann", "rejected")


def test_a_text_that_changed_meanwhile_is_told(desk):
    make_article("Nothing is left of it.")
    desk.press("a")
    assert "The text has changed meanwhile" in desk.messages
    assert not MentionDecision.objects.exists()


@pytest.mark.parametrize("at", ["", "no place", "1-", "99999999999999999999999-1", "0-0"])
def test_a_place_that_is_none_is_no_error(desk, at):
    assert desk.client.get(QUEUE, {"at": at}).status_code == 200
    assert desk.client.get(OTHER, {"at": at}, follow=True).status_code == 200
    assert desk.client.post(QUEUE, {"at": at, "do": "accept"}, follow=True).status_code == 200


@pytest.mark.parametrize("forged", ["abc", "²", "-1", "9" * 5000])
def test_a_forged_entity_is_no_error(desk, forged):
    at = desk.item.get("data-place")
    assert desk.client.get(OTHER, {"at": at, "entity": forged}).status_code == 200
    assert desk.client.post(OTHER, {"at": at, "entity": forged}).status_code == 404
    assert desk.client.post(QUEUE, {"at": at, "rival": forged}).status_code == 404


# Who may, and what it costs


def test_only_who_may_change_mentions_gets_the_queue(article, client):
    user = User.objects.create(username="bob", is_staff=True)
    client.force_login(user)
    assert client.get(QUEUE).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="change_mention"))
    assert client.get(QUEUE).status_code == 200


def test_who_may_not_add_names_cannot_do_it_from_here(article, client):
    user = User.objects.create(username="bob", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_mention"))
    client.force_login(user)
    desk = Desk(client)
    other(desk, "kiel", how="here")
    assert "which your role does not allow" in desk.messages
    assert not MentionDecision.objects.exists()


def test_a_page_asks_as_little_of_many_mentions_as_of_few(desk, admin_client):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(QUEUE).status_code == 200
        return len(queries)

    few = asked()
    for number in range(5):
        make_entity(f"Place {number}", names=["Georgia", "Lofdal", f"Place {number}"])
    linking.link_all()
    for number in range(5):
        make_article("Georgia and Lofdal and Place 1. " * 20, slug=f"text-{number}")
    assert asked() <= few + 2 <= 25


# Nothing is lost


@pytest.mark.parametrize("again", ["same bytes", "other bytes", "link"])
def test_what_was_decided_in_the_queue_outlives_everything(desk, again):
    desk.press("1", "s", "a", "a", "R", "x")
    before = (statuses(), NameRule.objects.count(), MentionDecision.objects.count())
    if again == "link":
        linking.link_all()
    else:
        if again == "other bytes":
            make_article("Other words.\n\n" + TEXT.replace("hill", "very high hill"))
        make_article(TEXT)
    mentions = Mention.objects.filter(passage__version__article__slug="text")
    in_order = mentions.order_by("passage__position", "start", "entity")
    after = list(in_order.values_list("entity__slug", "status"))
    assert (after, NameRule.objects.count(), MentionDecision.objects.count()) == before
