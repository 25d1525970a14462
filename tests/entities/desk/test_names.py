"""Names of no entity: given to one, made one, set aside, and each of it taken back."""

import lxml.html
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from entities import linking, offering
from entities.models import Entity, Mention, Name, NameRule, UnclaimedName
from entities.signals import knowledge_changed
from tests.makers import make_article, make_entity, make_relationship

NAMES = reverse("admin:desk_names")


@pytest.fixture
def windhoek(db) -> Entity:
    """Northern Minerals stands in three articles, and DLA in two."""
    make_article("Then they met Northern Minerals and DLA there.", slug="one")
    make_article("They left Northern Minerals to DLA.", slug="two")
    make_article(
        "It belongs to Northern\nMinerals, they say,\nand always did.\n\nEnd.", slug="three"
    )
    offering.offer_names()
    return make_entity("Windhoek")


def read(response):
    return lxml.html.fromstring(response.content)


def rows(client) -> list[str]:
    return [row.get("data-name") for row in read(client.get(NAMES)).xpath("//tr[@data-row]")]


def press(client, text: str, key: str, **data):
    """The button or link with this key in the row of the name, and what its page answers."""
    html = read(client.get(NAMES))
    (row,) = html.xpath(f"//tr[@data-name='{text}']")
    (button,) = row.xpath(f".//*[@data-key='{key}']")
    if button.tag == "a":
        return client.post(button.get("href"), data, follow=True)
    data = dict(row.xpath(".//form")[0].form_values()) | {button.get("name"): button.get("value")}
    return client.post(NAMES, data, follow=True)


def undo(client):
    return client.post(NAMES, {"do": "undo"}, follow=True)


def surfaces() -> list[str]:
    return sorted(mention.surface for mention in Mention.objects.filter(status="found"))


def test_the_most_frequent_come_first_each_with_a_sentence(windhoek, admin_client):
    html = read(admin_client.get(NAMES))
    assert rows(admin_client) == ["Northern Minerals", "DLA"]
    first = html.xpath("//tr[@data-row]")[0]
    assert first.xpath(".//blockquote")[0].text_content() == (
        "Then they met Northern Minerals and DLA there."
    )
    assert [mark.text for mark in first.xpath(".//mark")] == ["Northern Minerals"]
    assert " ".join(first.xpath("./td")[0].text_content().split()) == "3 (3 times)"


def test_a_name_given_to_an_entity_is_found_in_every_article(windhoek, admin_client):
    press(admin_client, "Northern Minerals", "l", entity=windhoek.pk)
    assert surfaces() == ["Northern\nMinerals", "Northern Minerals", "Northern Minerals"]
    assert rows(admin_client) == ["DLA"]
    name = Name.objects.get(entity=windhoek, text="Northern Minerals")
    assert name.links and name.history.get().history_user_id == "admin"
    undo(admin_client)
    assert surfaces() == []
    assert rows(admin_client) == ["Northern Minerals", "DLA"]


def test_a_new_entity_is_proposed_whole_and_made(windhoek, admin_client):
    pk = UnclaimedName.objects.get(text="Northern Minerals").pk
    form = read(admin_client.get(reverse("admin:desk_name_new", args=[pk]))).xpath(
        "//form[@id='new-entity']"
    )[0]
    fields = dict(form.form_values())
    assert (fields["name"], fields["slug"]) == ("Northern Minerals", "northern-minerals")
    press(admin_client, "Northern Minerals", "n", **fields | {"kind": "project"})
    made = Entity.objects.get(slug="northern-minerals")
    assert (made.kind, made.mentions.count(), made.links.count()) == ("project", 3, 3)
    undo(admin_client)
    assert not Entity.objects.filter(slug="northern-minerals").exists()
    assert not Mention.objects.exists()
    assert rows(admin_client) == ["Northern Minerals", "DLA"]


def test_a_new_entity_called_otherwise_has_both_names(windhoek, admin_client):
    make_article("Delta Logistics of Africa came.", slug="four")
    make_article("Delta Logistics of Africa left.", slug="five")
    offering.offer_names()
    before = set(rows(admin_client))
    said = {"name": "Delta Logistics of Africa", "kind": "organization", "slug": "dla"}
    press(admin_client, "DLA", "n", **said)
    names = Name.objects.filter(entity__slug="dla", links=True)
    assert {name.text for name in names} == {"DLA", "Delta Logistics of Africa"}
    assert surfaces() == ["DLA"] * 2 + ["Delta Logistics of Africa"] * 2
    assert set(rows(admin_client)) == before - {"DLA", "Delta Logistics of Africa"}
    undo(admin_client)
    assert not Entity.objects.filter(slug="dla").exists()
    assert set(rows(admin_client)) == before


def test_a_name_has_the_language_of_the_article_in_which_it_was_found(windhoek, admin_client):
    Article.objects.update(language="de")
    press(admin_client, "DLA", "l", entity=windhoek.pk)
    assert Name.objects.get(text="DLA").language == "de"


def test_a_name_that_is_held_keeps_its_language(windhoek, admin_client):
    Article.objects.update(language="de")
    Name.objects.create(entity=windhoek, text="DLA", language="fr", links=False)
    press(admin_client, "DLA", "l", entity=windhoek.pk)
    held = Name.objects.get(text="DLA")
    assert (held.language, held.links) == ("fr", True)
    undo(admin_client)
    held.refresh_from_db()
    assert (held.language, held.links) == ("fr", False)


@pytest.mark.parametrize(
    "written", [{"description": "A carrier."}, {"subtype": "company"}, {"date": "1999"}]
)
def test_a_new_entity_that_somebody_wrote_on_is_not_taken_away(windhoek, admin_client, written):
    press(admin_client, "DLA", "n", name="DLA", kind="organization", slug="dla")
    made = Entity.objects.get(slug="dla")
    for name, value in written.items():
        setattr(made, name, value)
    made.save()
    assert "Not taken back" in read(undo(admin_client)).text_content()
    assert Entity.objects.filter(slug="dla", names__text="DLA", **written).exists()


def test_a_new_name_that_somebody_dated_is_not_taken_away(windhoek, admin_client):
    press(admin_client, "DLA", "l", entity=windhoek.pk)
    Name.objects.filter(text="DLA").update(used_from="1999")
    assert "Not taken back" in read(undo(admin_client)).text_content()
    assert Name.objects.get(text="DLA").used_from == "1999"


def test_a_new_entity_whose_address_is_taken_is_refused_at_the_field(windhoek, admin_client):
    answer = press(admin_client, "DLA", "n", name="DLA", kind="organization", slug="windhoek")
    assert "already exists" in read(answer).xpath("//form[@id='new-entity']")[0].text_content()
    assert rows(admin_client) == ["Northern Minerals", "DLA"]


def test_a_new_entity_that_is_in_use_by_now_is_not_taken_away(windhoek, admin_client):
    press(admin_client, "DLA", "n", name="DLA", kind="organization", slug="dla")
    make_relationship(Entity.objects.get(slug="dla"), windhoek)
    assert "Not taken back" in read(undo(admin_client)).text_content()
    assert Entity.objects.filter(slug="dla", names__text="DLA").exists()


def test_a_name_set_aside_is_not_offered_again(windhoek, admin_client):
    press(admin_client, "DLA", "x")
    rule = NameRule.objects.get()
    assert (rule.text, rule.entity, rule.decided_by) == ("DLA", None, "admin")
    admin_client.post(NAMES, {"do": "refresh"})
    assert rows(admin_client) == ["Northern Minerals"]
    undo(admin_client)
    assert not NameRule.objects.exists()
    assert rows(admin_client) == ["Northern Minerals", "DLA"]


@pytest.mark.parametrize("again", ["same bytes", "other bytes", "link", "build"])
def test_what_was_set_aside_or_named_outlives_everything(windhoek, admin_client, again, capsys):
    press(admin_client, "DLA", "x")
    press(admin_client, "Northern Minerals", "l", entity=windhoek.pk)
    if again == "build":
        call_command("build")
    elif again == "link":
        linking.link_all()
    else:
        more = "\n\nMore of it." if again == "other bytes" else ""
        make_article(f"They left Northern Minerals to DLA.{more}", slug="two")
    offering.offer_names()
    assert rows(admin_client) == []
    assert Mention.objects.filter(entity=windhoek, status="found").count() == 3


def test_looking_again_finds_what_came_since(windhoek, admin_client):
    for slug in ("four", "five"):
        make_article("They all went to Rundu then, to Rundu.", slug=slug)
    admin_client.post(NAMES, {"do": "refresh"})
    assert rows(admin_client) == ["Northern Minerals", "Rundu", "DLA"]


def test_the_index_hears_of_a_new_name_and_of_its_undoing(windhoek, admin_client):
    heard = []

    def hear(sender, entity_ids, article_ids, **kwargs):
        heard.extend([*entity_ids, *(("article", pk) for pk in article_ids)])

    knowledge_changed.connect(hear)
    try:
        press(admin_client, "DLA", "l", entity=windhoek.pk)
        assert windhoek.pk in heard and len(set(heard)) == 3
        heard.clear()
        undo(admin_client)
        assert windhoek.pk in heard and len(set(heard)) == 3
    finally:
        knowledge_changed.disconnect(hear)


def test_a_name_decided_meanwhile_is_told(windhoek, admin_client):
    pk = UnclaimedName.objects.get(text="DLA").pk
    UnclaimedName.objects.all().delete()
    answer = admin_client.get(reverse("admin:desk_name_link", args=[pk]), follow=True)
    assert "decided meanwhile" in answer.content.decode()


def test_a_name_set_aside_by_two_curators_at_once_is_told_to_the_second(windhoek, admin_client):
    data = {"do": "set_aside", "name": UnclaimedName.objects.get(text="DLA").pk}
    for _ in range(2):
        answer = admin_client.post(NAMES, data, follow=True)
    assert "decided meanwhile" in answer.content.decode()
    assert NameRule.objects.count() == 1
    undo(admin_client)
    assert rows(admin_client) == ["Northern Minerals", "DLA"]


def test_after_the_last_name_of_the_last_page_comes_the_page_before(windhoek, admin_client):
    UnclaimedName.objects.bulk_create(
        UnclaimedName(text=f"Name {n}", article_count=1, mention_count=1) for n in range(49)
    )
    last = UnclaimedName.objects.last()
    data = {"do": "set_aside", "name": last.pk}
    answer = admin_client.post(f"{NAMES}?page=2&row=0", data, follow=True)
    assert answer.status_code == 200
    assert len(read(answer).xpath("//tr[@data-row]")) == 50


@pytest.mark.parametrize("forged", ["abc", "²", "-1", "9" * 5000])
def test_a_forged_key_is_no_error(windhoek, admin_client, forged):
    pk = UnclaimedName.objects.get(text="DLA").pk
    assert admin_client.get(NAMES, {"row": forged, "page": forged}).status_code == 200
    answer = admin_client.post(NAMES, {"do": "set_aside", "name": forged}, follow=True)
    assert "decided meanwhile" in answer.content.decode()
    link = reverse("admin:desk_name_link", args=[pk])
    assert admin_client.post(link, {"entity": forged}).status_code == 404
    assert rows(admin_client) == ["Northern Minerals", "DLA"]


def test_only_who_may_add_names_gets_the_list(windhoek, client, django_user_model):
    user = django_user_model.objects.create(username="bob", is_staff=True)
    client.force_login(user)
    assert client.get(NAMES).status_code == 403


def test_the_list_asks_the_same_however_long_it_is(windhoek, admin_client):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(NAMES).status_code == 200
        return len(queries)

    few = asked()
    passage = UnclaimedName.objects.first().passage
    UnclaimedName.objects.bulk_create(
        UnclaimedName(text=f"Name {n}", article_count=2, mention_count=2, passage=passage)
        for n in range(120)
    )
    assert asked() == few < 12


# Rules, in their own list


def add_rule(client, text: str, entity: Entity, verdict: str):
    data = {"text": text, "entity": entity.pk, "verdict": verdict}
    return client.post(reverse("admin:entities_namerule_add"), data)


def test_a_rule_made_in_its_list_is_signed_and_obeyed(windhoek, admin_client):
    make_article("Windhoek is a town.", slug="four")
    add_rule(admin_client, "windhoek", windhoek, "rejected")
    assert NameRule.objects.get().decided_by == "admin"
    assert Mention.objects.get(entity=windhoek).status == "rejected"


def test_a_name_has_one_rule_for_an_entity_and_means_always_but_one(windhoek, admin_client):
    other = make_entity("Other town", names=["Windhoek"])
    add_rule(admin_client, "Windhoek", windhoek, "accepted")
    same = add_rule(admin_client, "windhoek", windhoek, "rejected").context["adminform"].errors
    assert "There is a rule for this name already" in str(same["text"])
    second = add_rule(admin_client, "Windhoek", other, "accepted").context["adminform"].errors
    assert "always means Windhoek" in str(second["entity"])
    assert NameRule.objects.count() == 1
