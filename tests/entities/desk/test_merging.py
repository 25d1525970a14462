"""The screens of merging and splitting: what a curator is shown, asked and told."""

import lxml.html
import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from entities.desk.pairing import PairForm
from entities.merging.merge import merge
from entities.models import Entity, Merge, Name
from tests.articles.test_admin import act, url
from tests.makers import make_article, make_entity, make_relationship

pytestmark = pytest.mark.django_db
MERGE, SPLIT = "/admin/desk/merge/", "/admin/desk/split/"


@pytest.fixture
def acme() -> Entity:
    """The smaller record of two for one thing."""
    return make_entity("Acme Mining", description="It digs.")


@pytest.fixture
def acme_group(acme) -> Entity:
    """The bigger one."""
    bigger = make_entity("Acme Group")
    make_relationship(bigger, make_entity("Utopia", kind="country"))
    return bigger


def page_of(response):
    assert response.status_code == 200
    return lxml.html.fromstring(response.content.decode())


def text_at(page, id: str) -> str:
    (element,) = page.xpath(f"//*[@id='{id}']")
    return " ".join(" ".join(element.itertext()).split())


def report(client, **query):
    return page_of(client.get(MERGE, query))


def send(client, page, id: str, **changes):
    """Send a form of the page, as it stands but for `changes`."""
    (form,) = page.xpath(f"//form[@id='{id}']")
    action = form.action or SPLIT
    data = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    return client.post(action, data | changes)


# Merge


def test_the_report_shows_what_moves_and_proposes_the_direction(admin_client, acme, acme_group):
    page = report(admin_client, entity="acme-mining", **{"with": "acme-group"})
    assert text_at(page, "report-title") == "O Acme Mining goes into O Acme Group"
    assert "moves Acme Mining It links by itself." in text_at(page, "group-names")
    assert "description It digs. filled" in text_at(page, "group-fields")
    assert "added acme-mining It redirects for ever." in text_at(page, "group-addresses")
    assert not page.xpath("//input[@name='tick']")
    assert Entity.objects.count() == 3


def test_one_button_merges_and_one_undoes(admin_client, acme, acme_group):
    make_article("Acme Mining and Acme Group are one.")
    page = report(admin_client, entity="acme-mining", **{"with": "acme-group"})
    done = send(admin_client, page, "merge-form")
    made = Merge.objects.get()
    assert (made.made_by, made.entity) == ("admin", acme_group)
    assert done.url == reverse("admin:desk_merge_record", args=[made.pk])
    shown = page_of(admin_client.get(done.url))
    assert "everything returns to the state before" in text_at(shown, "kept-none")
    name = Name.history.filter(text="Acme Mining").latest()
    assert (name.history_user_id, name.entity_id) == ("admin", acme_group.pk)
    undone = admin_client.post(done.url, follow=True)
    assert "by admin" in text_at(page_of(undone), "undone")
    assert Entity.objects.filter(pk=acme.pk).exists()
    assert "undone by admin" in text_at(report(admin_client), "latest")


def test_the_smaller_record_is_kept_only_with_a_tick(admin_client, acme, acme_group):
    query = {"entity": "acme-mining", "with": "acme-group", "keep": "acme-mining"}
    page = report(admin_client, **query)
    assert text_at(page, "report-title") == "O Acme Group goes into O Acme Mining"
    refused = page_of(send(admin_client, page, "merge-form"))
    assert "not done unasked" in text_at(refused, "tick-smaller-error")
    assert not Merge.objects.exists()
    assert send(admin_client, refused, "merge-form", tick=["smaller"]).status_code == 302
    assert list(Merge.objects.values_list("other_slug", flat=True)) == ["acme-group"]


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ({"entity": "acme-mining", "with": "acme-mining"}, "with", "merged with itself"),
        ({"entity": "acme-mining", "with": "Acme mining"}, "with", "merged with itself"),
        ({"entity": "acme-mining", "with": "nobody"}, "with", "No entity has this address"),
        ({"entity": "", "with": "acme-mining"}, "entity", "This field is required"),
        ({"entity": "Utopia Ltd", "with": "acme-mining"}, "entity", "More than one is called"),
    ],
)
def test_bad_input_is_told_at_the_field(admin_client, acme, acme_group, query, field, message):
    for n in (1, 2):
        make_entity("Utopia Ltd", slug=f"utopia-{n}")
    assert message in text_at(report(admin_client, **query), f"id_{field}_error")


def test_what_is_merged_already_is_told_at_the_field(admin_client, acme, acme_group):
    page = report(admin_client, entity="acme-mining", **{"with": "acme-group"})
    assert send(admin_client, page, "merge-form").status_code == 302
    again = page_of(send(admin_client, page, "merge-form"))
    told = "“Acme Mining” was merged into “Acme Group” by admin already."
    assert text_at(again, "id_entity_error") == told
    assert Merge.objects.count() == 1


def test_who_merges_at_the_same_moment_is_told_at_the_field(
    admin_client, acme, acme_group, monkeypatch
):
    """The other curator is done after the form was read, and before the rows were locked."""
    page = report(admin_client, entity="acme-mining", **{"with": "acme-group"})
    ends = PairForm.ends

    def late(pair):
        found = ends(pair)
        if not Merge.objects.exists():
            merge(acme, acme_group, by="lee")
        return found

    monkeypatch.setattr(PairForm, "ends", late)
    told = page_of(send(admin_client, page, "merge-form"))
    assert "merged into “Acme Group” by lee" in text_at(told, "id_entity_error")
    assert not told.xpath("//*[@id='report']")


def test_a_report_that_is_no_longer_true_is_shown_anew(admin_client, acme, acme_group):
    page = report(admin_client, entity="acme-mining", **{"with": "acme-group"})
    acme.names.create(text="Acme Ltd")
    again = page_of(send(admin_client, page, "merge-form"))
    assert "changed since this report was made" in text_at(again, "refused")
    assert "Acme Ltd" in text_at(again, "group-names")
    assert send(admin_client, again, "merge-form").status_code == 302


def test_what_cannot_be_done_is_listed_and_has_no_button(admin_client, acme_group):
    make_entity("Acme pit", kind="project", names=["Acme", "pit"])
    make_entity("Acme works", country=make_entity("Acmeland", kind="country"))
    page = report(admin_client, entity="acme-group", **{"with": "acme-pit", "keep": "acme-pit"})
    assert "Acme pit is of the kind project" in text_at(page, "refusals")
    assert not page.xpath("//button[@id='merge']")


def test_an_undo_that_would_not_restore_all_says_so_before(admin_client, acme, acme_group):
    page = report(admin_client, entity="acme-mining", **{"with": "acme-group"})
    done = send(admin_client, page, "merge-form")
    acme_group.names.filter(text="Acme Mining").delete()
    shown = page_of(admin_client.get(done.url))
    assert "name “Acme Mining”: was taken away since" in text_at(shown, "kept")
    assert not Entity.objects.filter(pk=acme.pk).exists()
    undone = admin_client.post(done.url, follow=True)
    assert "was taken away since" in undone.content.decode()


@pytest.mark.parametrize("shown", [{}, {"shown": ""}])
def test_without_a_report_nothing_is_merged_or_split(admin_client, acme, acme_group, shown):
    pair = {"entity": "acme-mining", "with": "acme-group"}
    page = page_of(admin_client.post(MERGE, pair | shown))
    assert text_at(page, "report-title") == "O Acme Mining goes into O Acme Group"
    chosen = {"name": "Acme Bank", "kind": "organization", "names": [acme.names.get().pk]}
    split = {"entity": "acme-mining", "split": "1"} | chosen
    page = page_of(admin_client.post(SPLIT, split | shown))
    assert text_at(page, "report-title") == "What will move to Acme Bank"
    assert not Merge.objects.exists()


def test_two_entities_chosen_in_the_list_come_to_the_report(admin_client, acme, acme_group):
    response = act(admin_client, Entity, "merge_two", [acme, acme_group])
    assert "report-title" in response.content.decode()
    response = act(admin_client, Entity, "merge_two", [acme])
    assert "Choose two entities" in response.content.decode()


def test_the_page_of_an_entity_leads_to_both_screens(admin_client, acme):
    page = page_of(admin_client.get(url(acme, "change")))
    links = page.xpath("//a/@href")
    assert f"{MERGE}?entity=acme-mining" in links
    assert f"{SPLIT}?entity=acme-mining" in links
    assert page_of(admin_client.get(f"{MERGE}?entity=acme-mining")).xpath(
        "//input[@name='entity']/@value"
    ) == ["acme-mining"]


# Split


def test_a_split_is_shown_first_and_then_done_and_undone(admin_client, acme):
    article_name = acme.names.create(text="Acme Bank", links=True)
    page = page_of(admin_client.get(SPLIT, {"entity": "acme-mining"}))
    chosen = {"name": "Acme Bank", "names": [str(article_name.pk)]}
    shown = page_of(send(admin_client, page, "split-form", **chosen))
    assert text_at(shown, "report-title") == "What will move to Acme Bank"
    assert "moves Acme Bank" in text_at(shown, "group-names")
    assert Entity.objects.count() == 1
    done = send(admin_client, shown, "split-form", split="1")
    assert Entity.objects.get(slug="acme-bank").names.get() == article_name
    assert "Acme Bank” split off “Acme Mining" in admin_client.get(done.url).content.decode()
    admin_client.post(done.url)
    assert list(Entity.objects.all()) == [acme]


def test_a_split_that_is_no_longer_as_shown_is_shown_anew(admin_client, acme):
    names = [str(acme.names.get().pk)]
    page = page_of(admin_client.get(SPLIT, {"entity": "acme-mining"}))
    shown = page_of(send(admin_client, page, "split-form", name="Acme Bank", names=names))
    other = send(admin_client, shown, "split-form", split="1", name="Acme Ltd")
    again = page_of(other)
    assert "changed since this report was made" in text_at(again, "refused")
    assert text_at(again, "report-title") == "What will move to Acme Ltd"
    assert list(Entity.objects.all()) == [acme]
    assert send(admin_client, again, "split-form", split="1").status_code == 302


def test_a_split_with_a_bad_field_is_told_there_and_loses_nothing(admin_client, acme, acme_group):
    name = acme.names.get()
    page = page_of(admin_client.get(SPLIT, {"entity": "acme-mining"}))
    for given, field in (
        ({"name": "Acme Group"}, "slug"),
        ({"name": ""}, "name"),
        ({"name": "New", "into": "nobody"}, "into"),
    ):
        again = page_of(send(admin_client, page, "split-form", names=[str(name.pk)], **given))
        assert text_at(again, f"id_{field}_error")
        assert again.xpath("//input[@name='names' and @checked]/@value") == [str(name.pk)]
    empty = page_of(send(admin_client, page, "split-form", name="New"))
    assert "Choose what goes" in text_at(empty, "refusals")
    assert not empty.xpath("//button[@id='split']")


@pytest.mark.parametrize("key", ["²", "x", "-1", "99999999999999999999999"])
def test_a_row_that_is_no_row_is_not_split_off(admin_client, acme, key):
    page = page_of(admin_client.get(SPLIT, {"entity": "acme-mining"}))
    page = page_of(send(admin_client, page, "split-form", name="Acme Bank", names=[key]))
    assert "Choose what goes" in text_at(page, "refusals")


def test_an_entity_to_split_is_picked_first(admin_client, acme):
    assert page_of(admin_client.get(SPLIT)).xpath("//form[@id='source-form']")
    page = page_of(admin_client.get(SPLIT, {"entity": "nobody"}))
    assert "No entity has this address" in text_at(page, "id_entity_error")


# Roles


def test_only_those_who_may_merge_see_the_screens(client, acme, acme_group):
    made = Merge.objects.create(kind="merge", entity=acme, entity_slug="a", other_slug="b")
    record = reverse("admin:desk_merge_record", args=[made.pk])
    user = User.objects.create_user("lee", password="x", is_staff=True)
    user.groups.set(Group.objects.filter(name="Reviewers"))
    client.force_login(user)
    for address in (MERGE, SPLIT, record):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403
    assert held_open(made)
    user.groups.set(Group.objects.filter(name="Curators"))
    for address in (MERGE, SPLIT, record):
        assert client.get(address).status_code == 200


def held_open(merge: Merge) -> bool:
    merge.refresh_from_db()
    return merge.undone_at is None
