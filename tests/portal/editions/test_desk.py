"""The curators' screen for publishing."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from entities.models import Entity
from portal.editions import publishing
from portal.editions.publishing import publish

DESK = "/admin/desk/editions/"


def client_of(group: str) -> Client:
    user = User.objects.create_user(group, password="x", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def curator(live):
    return client_of("Curators")


def page(client) -> str:
    return client.get(DESK).content.decode()


def test_curators_publish_and_reviewers_do_not(curator):
    assert curator.get(DESK).status_code == 200
    assert DESK in curator.get("/admin/").content.decode()
    reviewer = client_of("Reviewers")
    assert reviewer.get(DESK).status_code == 403
    assert reviewer.post(DESK, {"action": "publish"}).status_code == 403
    assert DESK not in reviewer.get("/admin/").content.decode()
    assert Client().get(DESK).status_code == 302


def test_it_says_what_will_change_before_anything_is_published(curator):
    assert "It will be the first edition." in page(curator)
    assert "Nothing has been published yet." in page(curator)
    publish()
    assert "Nothing changed that readers get." in page(curator)
    Entity.objects.create(slug="newcomer", name="Newcomer", kind="organization")
    assert "1 entity was added: Newcomer." in page(curator)


def test_going_back_asks_and_goes_from_the_edition_that_was_seen(curator):
    first, second = publish(), publish()
    html = page(curator)
    assert f'name="from" value="{second.name}"' in html
    curator.post(DESK, {"action": "rollback", "from": first.name})
    assert publishing.shelf.current().name == second.name
    assert "Readers get another edition meanwhile: look again." in page(curator)
    curator.post(DESK, {"action": "rollback", "from": second.name})
    assert publishing.shelf.current().name == first.name
    html = page(curator)
    assert "Readers get edition 1 again." in html and "taken back" in html
    assert 'value="rollback"' not in html


def test_it_says_how_far_a_publishing_is_and_that_one_was_stopped(curator, shelf):
    publish()
    report = shelf / "publishing.json"
    report.write_text('{"began": "2026-11-22T10:00:00+00:00", "step": "Tables"}')
    with publishing.alone():
        html = page(curator)
        assert "Being published since 10:00:00: tables" in html
        assert 'value="publish"' not in html
    assert "was stopped on its way (tables)" in " ".join(page(curator).split())


@pytest.mark.own_database
def test_the_button_publishes_in_a_process_of_its_own(site):
    post = (
        "from django.contrib.auth.models import User; from django.test import Client\n"
        "from django.conf import settings; settings.ALLOWED_HOSTS = ['testserver']\n"
        "c = Client(); c.force_login(User.objects.create_superuser('c', password='x'))\n"
        f"print(c.post('{DESK}', {{'action': 'publish'}}, follow=True).content.decode())"
    )
    html = site.manage("shell", "-v0", "-c", post)
    assert "Edition 1" in html and "failed" not in html
    assert (site.editions / "current").read_text().startswith("1-")
