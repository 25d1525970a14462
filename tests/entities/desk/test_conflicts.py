"""The screen of conflicts: both sides beside each other, decided one by one."""

import lxml.html
import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from entities import linking
from entities.loading import load_seeds
from entities.models import Entity, Mention, Name, Note, Relationship, SeedConflict
from tests.entities.test_loading import cut
from tests.entities.test_validating import LOCATED, E, N, R, alter

pytestmark = pytest.mark.django_db


@pytest.fixture
def clashes(folder) -> None:
    """Three conflicts: of a name, of a whole record, and of a note's words."""
    Entity.objects.filter(slug="dysprosium").update(name="Dysprosium of the curator")
    alter(folder, E, 'name           = "Dysprosium"', 'name = "Dysprosium of the file"')
    Relationship.objects.filter(slug=LOCATED).update(claim="promotional")
    cut(folder, R, f'[[relationship]]\nid       = "{LOCATED}"', "\n[[relationship]]")
    Note.objects.filter(slug="note-lofdal-significance").update(as_of="2020")
    alter(folder, N, 'as_of = "2021"', 'as_of = "2022"')
    load_seeds(folder)


def screen(client, at: str = ""):
    response = client.get(reverse("admin:desk_conflicts") + at)
    assert response.status_code == 200
    return lxml.html.fromstring(response.content.decode())


def items(page) -> list:
    return page.find_class("conflict")


def press(client, item, side: str):
    """Send the form of a conflict by one of its buttons."""
    (form,) = item.forms if hasattr(item, "forms") else item.xpath(".//form")
    return client.post(
        reverse("admin:desk_conflicts"), dict(form.form_values()) | {"side": side}, follow=True
    )


def words(element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_both_sides_stand_beside_each_other_with_what_differs_marked(clashes, admin_client):
    first, note, statement = items(screen(admin_client))
    assert "Dysprosium of the curator, name" in words(first)
    assert [words(side) for side in first.find_class("value")] == [
        "Dysprosium of the curator", "Dysprosium of the file",
    ]  # fmt: skip
    assert [words(mark) for mark in first.xpath(".//mark")] == ["curator", "file"]
    assert [words(mark) for mark in note.xpath(".//mark")] == ["2020", "2022"]
    assert "Nothing: the file does not have it." in words(statement)
    assert 'subject = "lofdal"' in words(statement.find_class("value")[0])


def test_taking_the_file_s_value_goes_on_to_the_next(clashes, admin_client):
    first, note, _ = items(screen(admin_client))
    response = press(admin_client, first, "file")
    assert Entity.objects.get(slug="dysprosium").name == "Dysprosium of the file"
    page = lxml.html.fromstring(response.content.decode())
    assert "The file’s value is taken: entity:dysprosium.name" in words(page)
    assert [item.get("id") for item in page.xpath("//li[@autofocus]")] == [note.get("id")]
    assert len(items(page)) == 2


def test_the_curator_s_value_stays(clashes, admin_client):
    press(admin_client, items(screen(admin_client))[0], "curator")
    assert Entity.objects.get(slug="dysprosium").name == "Dysprosium of the curator"
    assert not SeedConflict.objects.filter(kind="entity").exists()


def test_a_record_that_the_file_took_out_can_go(clashes, admin_client):
    press(admin_client, items(screen(admin_client))[2], "file")
    assert not Relationship.objects.filter(slug=LOCATED).exists()


def test_who_took_the_file_s_value_is_in_the_history(clashes, admin_client):
    press(admin_client, items(screen(admin_client))[0], "file")
    latest = Entity.objects.get(slug="dysprosium").history.first()
    assert (latest.history_user_id, latest.name) == ("admin", "Dysprosium of the file")


def test_links_follow_a_name_that_comes_back(folder, admin_client):
    Name.objects.get(entity__slug="dysprosium", text="dysprosium").delete()
    linking.link_all()
    alter(
        folder, E, 'match          = ["dysprosium"]',
        'match          = [{ text = "dysprosium", used_from = "1886" }]',
    )  # fmt: skip
    load_seeds(folder)
    (item,) = items(screen(admin_client))
    press(admin_client, item, "file")
    assert Mention.objects.filter(entity__slug="dysprosium", surface="dysprosium").exists()


def test_the_second_of_two_curators_is_told(clashes, admin_client):
    first = items(screen(admin_client))[0]
    press(admin_client, first, "curator")
    response = press(admin_client, first, "file")
    assert "That conflict is decided already." in response.content.decode()
    assert Entity.objects.get(slug="dysprosium").name == "Dysprosium of the curator"


def test_what_changed_since_it_was_seen_is_not_decided_unseen(clashes, admin_client):
    first = items(screen(admin_client))[0]
    Entity.objects.filter(slug="dysprosium").update(name="Changed meanwhile")
    response = press(admin_client, first, "file")
    assert "One of the sides has changed meanwhile" in response.content.decode()
    assert Entity.objects.get(slug="dysprosium").name == "Changed meanwhile"


def test_what_cannot_be_written_is_told_and_stays_open(clashes, admin_client):
    Entity.objects.create(slug="dysprosium-2", name="Rival", kind="element")
    Entity.objects.filter(slug="dysprosium").update(symbol="")
    Entity.objects.filter(slug="dysprosium-2").update(symbol="Dy")
    SeedConflict.objects.create(
        kind="entity", key="dysprosium", path="symbol", kept="", file_says="Dy"
    )
    second = items(screen(admin_client))[1]
    response = press(admin_client, second, "file")
    assert "Nothing was decided." in response.content.decode()
    assert SeedConflict.objects.filter(path="symbol").exists()


def test_with_nothing_to_decide_it_says_so(built, admin_client):
    assert "Nothing to decide" in words(screen(admin_client))


def test_nobody_without_the_right_gets_it(clashes, client):
    user = User.objects.create_user("reader", password="x", is_staff=True)
    client.force_login(user)
    assert client.get(reverse("admin:desk_conflicts")).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="change_seedconflict"))
    assert client.get(reverse("admin:desk_conflicts")).status_code == 200
