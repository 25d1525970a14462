"""What each role may open and do: curators everything but users, reviewers the queue and notes."""

from importlib import import_module

import lxml.html
import pytest
from django.apps import apps
from django.contrib.admin import site
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.urls import reverse

from articles.models import Article
from entities.models import (
    Decision,
    Entity,
    Link,
    Mention,
    MentionDecision,
    NameRule,
    Note,
    Relationship,
)
from tests.articles.test_admin import act, submit, url

roles = import_module("entities.migrations.0003_roles")
publishing = import_module("portal.migrations.0004_publishing")

# What a reviewer may do to the rows of each model; none of it where a model is not named.
REVIEWERS = {
    "mention": "change", "link": "change",
    "mentiondecision": "add change delete", "namerule": "add change delete",
    "note": "add change", "notesource": "add change delete", "anchor": "add change delete",
    "relationshipnote": "add change",
    "article": "", "articleversion": "", "candidateorigin": "", "collection": "", "passage": "",
    "entity": "", "name": "", "identifier": "", "formerslug": "", "evidence": "", "source": "",
    "relationship": "", "relationtype": "", "qualifier": "", "relinking": "",
}  # fmt: skip
SCREENS = {
    # screen: may a reviewer open it?
    "admin:desk_review": True, "admin:desk_names": False, "admin:desk_evidence": False,
    "admin:desk_conflicts": False, "admin:desk_merge": False, "admin:desk_split": False,
    "admin:articles_article_add": False, "admin:recent_changes": True, "admin:index": True,
}  # fmt: skip
OURS = [model for model in site._registry if model._meta.app_label in ("articles", "entities")]
SYSTEM = [model for model in site._registry if model not in OURS]


def client_of(role: str = "", *, is_staff: bool = True) -> Client:
    user = User.objects.create_user(role or "reader", is_staff=is_staff)
    if role:
        user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def curator(db) -> Client:
    return client_of("Curators")


@pytest.fixture
def reviewer(db) -> Client:
    return client_of("Reviewers")


def page_of(client, address: str) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(client.get(address).content.decode())


def address_of(client, address: str, link: str) -> str:
    (found,) = page_of(client, address).xpath(link)
    return found.get("href")


def status(client, address: str) -> int:
    return client.get(address).status_code


# The groups


def test_the_migration_can_be_run_again_and_taken_back(db):
    before = set(Group.objects.values_list("name", "permissions__codename"))
    editor = connection.schema_editor()
    roles.make_roles(apps, editor)
    assert set(Group.objects.values_list("name", "permissions__codename")) == before
    roles.take_roles_away(apps, editor)
    assert not Group.objects.exists()
    roles.make_roles(apps, editor)
    publishing.let_curators_publish(apps, editor)
    assert set(Group.objects.values_list("name", "permissions__codename")) == before


def test_the_migration_makes_the_permissions_it_needs(db):
    Permission.objects.filter(content_type__app_label__in=roles.APPS).delete()
    roles.make_roles(apps, connection.schema_editor())
    assert Group.objects.get(name="Curators").permissions.filter(codename="add_entity").exists()


def test_curators_have_every_permission_on_both_apps_and_publish_and_no_other(db):
    held = Group.objects.get(name="Curators").permissions.all()
    ours = Permission.objects.filter(content_type__app_label__in=("articles", "entities"))
    assert set(held) == {*ours, Permission.objects.get(codename="publish_edition")}


def test_nothing_that_reviewers_are_given_is_missing(db):
    held = Group.objects.get(name="Reviewers").permissions.values_list("codename", flat=True)
    given = {
        f"{action}_{model}"
        for models in roles.REVIEWED.values()
        for model, actions in models.items()
        for action in actions
    }
    assert set(held) == given


# Every page


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_curator_opens_every_list_and_a_reviewer_those_of_the_queue(model, curator, reviewer):
    name = model._meta.model_name
    assert status(curator, url(model, "changelist")) == 200
    assert status(reviewer, url(model, "changelist")) == (200 if name in REVIEWERS else 403)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_reviewer_adds_only_what_is_theirs(model, curator, reviewer):
    may_add = site._registry[model].has_add_permission
    request = curator.get(url(model, "changelist")).wsgi_request
    assert status(curator, url(model, "add")) == (200 if may_add(request) else 403)
    is_theirs = "add" in REVIEWERS.get(model._meta.model_name, "") and may_add(request)
    assert status(reviewer, url(model, "add")) == (200 if is_theirs else 403)


@pytest.mark.parametrize("screen", SCREENS)
def test_each_screen_of_the_desk_opens_for_those_with_the_right(screen, curator, reviewer):
    assert status(curator, reverse(screen)) == 200
    assert status(reviewer, reverse(screen)) == (200 if SCREENS[screen] else 403)


@pytest.mark.parametrize("model", SYSTEM, ids=lambda model: model.__name__)
def test_users_and_groups_are_for_superusers(model, curator, reviewer, admin_client):
    assert status(curator, url(model, "changelist")) == 403
    assert status(reviewer, url(model, "changelist")) == 403
    assert status(admin_client, url(model, "changelist")) == 200


@pytest.mark.parametrize("screen", SCREENS)
def test_whoever_is_no_curator_is_asked_to_log_in(screen, db):
    for client in (Client(), client_of(is_staff=False)):
        response = client.get(reverse(screen))
        assert (response.status_code, response.url.split("?")[0]) == (302, reverse("admin:login"))
        User.objects.all().delete()


def test_staff_without_a_role_see_an_empty_desk(db):
    client = client_of()
    page = client.get(reverse("admin:index")).content.decode()
    assert "What needs a person" not in page
    assert status(client, reverse("admin:desk_review")) == 403
    assert status(client, url(Entity, "changelist")) == 403


# What a reviewer may do


def test_a_reviewer_decides_on_links_and_mentions(built, reviewer):
    mention = Mention.objects.filter(status="found").first()
    act(reviewer, Mention, "reject", [mention])
    assert MentionDecision.objects.get().verdict == Decision.REJECTED
    link = Link.objects.first()
    act(reviewer, Link, "accept", [link])
    link.refresh_from_db()
    assert link.decision == Decision.ACCEPTED
    assert link.history.first().history_user_id == "Reviewers"


def test_a_reviewer_makes_rules_and_notes(built, reviewer):
    assert submit(reviewer, url(NameRule, "add"),
                  {"text": "Nippon", "verdict": "rejected"}).status_code == 302  # fmt: skip
    note = Note.objects.first()
    assert submit(reviewer, url(note, "change"), {"text": "In other words."}).status_code == 302
    note.refresh_from_db()
    assert note.text == "In other words."


def test_a_reviewer_finds_a_claim_that_needs_a_note_and_sets_one_beside_it(built, reviewer):
    claim = Relationship.objects.filter(claim="reported", notes=None).first()
    Relationship.objects.filter(pk=claim.pk).update(claim="disputed")
    page = page_of(reviewer, reverse("admin:index"))
    (point,) = page.xpath("//section[@class='attention']//a[contains(., 'without a note')]")
    assert point.xpath("b")[0].text == "1"
    assert url(claim, "change") in address_of(reviewer, point.get("href"), "//tbody//th/a")
    setting = address_of(reviewer, url(claim, "change"), "//a[text()='Set a note beside it']")
    note, other = Note.objects.all()[:2]
    assert submit(reviewer, setting, {"note": note.pk}).status_code == 302
    set_beside = claim.relationshipnote_set.get()
    assert (set_beside.note, set_beside.position) == (note, 1)
    assert set_beside.history.get().history_user_id == "Reviewers"
    assert not Relationship.objects.lacking_note().exists()
    # Another may stand there instead, but none at all may not.
    assert submit(reviewer, url(set_beside, "change"), {"note": other.pk}).status_code == 302
    assert list(claim.notes.all()) == [other]
    assert status(reviewer, url(set_beside, "delete")) == 403


@pytest.mark.parametrize("model", [Article, Entity, Relationship])
def test_a_reviewer_changes_nothing_else(model, built, reviewer):
    row = model.objects.first()
    assert status(reviewer, url(row, "change")) == 200
    assert reviewer.post(url(row, "change"), {"title": "x", "name": "x"}).status_code == 403
    assert reviewer.post(url(row, "delete"), {"post": "yes"}).status_code == 403
    act(reviewer, model, "delete_selected", [row], post="yes")
    assert model.objects.filter(pk=row.pk).exists()


def test_a_reviewer_marks_no_passages(built, reviewer):
    passage = Article.objects.first().versions.get().passages.first()
    act(reviewer, type(passage), "mark_promo", [passage])
    kind = passage.kind
    passage.refresh_from_db()
    assert passage.kind == kind


def test_a_reviewer_reads_history_and_takes_nothing_back(built, reviewer, admin_client):
    entity = Entity.objects.get(slug="namibia")
    submit(admin_client, url(entity, "change"), {"description": "Other words."})
    page = reviewer.get(url(entity, "history")).content.decode()
    assert "Other words." in page
    assert "Go back to this" not in page
    at = entity.history.last().history_date.isoformat().replace("+", "%2B")
    back = reverse("admin:entities_entity_return", args=[entity.pk])
    assert status(reviewer, f"{back}?at={at}") == 403
    assert status(admin_client, f"{back}?at={at}") == 200


def test_recent_changes_show_a_reviewer_only_what_they_may_see(built, reviewer, admin_client):
    group = Group.objects.get(name="Reviewers")
    group.permissions.remove(*group.permissions.filter(codename="view_entity"))
    submit(admin_client, url(Entity.objects.first(), "change"), {"description": "Other words."})
    assert "Other words." in admin_client.get(reverse("admin:recent_changes")).content.decode()
    assert "Other words." not in reviewer.get(reverse("admin:recent_changes")).content.decode()
