"""Changes of names: done at once where little is concerned, else queued and worked off."""

import pytest
from django.core.management import call_command
from django.db import transaction

from entities import linking, relinking
from entities.concern import Concern
from entities.models import Link, Mention, Name, Relinking
from tests.makers import make_article, make_entity

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles() -> list:
    return [make_article(f"Lofdal is number {number}.", slug=f"n-{number}") for number in range(7)]


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """What is many, and a batch, are small enough to be made."""
    monkeypatch.setattr(relinking, "MOST_AT_ONCE", 3)
    monkeypatch.setattr(relinking, "SIZE", 2)


def change(*names: str, entities=(), **rest):
    return relinking.link_or_queue(Concern.of(names, entities, **rest), what="A name", by="ann")


def linked() -> list[str]:
    return list(Link.objects.order_by("article").values_list("article__slug", flat=True))


def test_what_concerns_few_is_done_at_once():
    make_article("Lofdal is here.")
    make_entity("Lofdal")
    assert str(change("Lofdal")) == "Found in 1 article: 1 mention made, 0 removed."
    assert not Relinking.objects.exists()


def test_what_concerns_many_is_queued_and_shows_the_old_links_until_then(articles):
    make_entity("Lofdal")
    job = change("Lofdal")
    assert (job.asked_by, job.total, job.left, job.state) == ("ann", 7, 7, "waiting")
    assert "7 articles may be concerned" in relinking.in_words(job)
    assert linked() == []


def test_the_queue_goes_with_the_change_or_not_at_all(articles):
    make_entity("Lofdal")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        change("Lofdal")
        raise ZeroDivisionError
    assert not Relinking.objects.exists()


def test_a_batch_and_how_far_it_came_are_written_together(articles, monkeypatch):
    make_entity("Lofdal")
    change("Lofdal")
    worker = relinking.Worker()
    assert worker.step().state == "2 articles done"
    assert linked() == ["n-0", "n-1"]

    def fail(*args, **kwargs):
        raise ZeroDivisionError

    with monkeypatch.context() as patched, pytest.raises(ZeroDivisionError):
        patched.setattr(relinking, "note", fail)
        worker.step()
    assert linked() == ["n-0", "n-1"]
    # As another process goes on where this one was killed.
    assert relinking.Worker().step().done == 4
    assert linked() == ["n-0", "n-1", "n-2", "n-3"]


def test_two_workers_never_do_the_same_batch(articles):
    make_entity("Lofdal")
    change("Lofdal")
    one, other = relinking.Worker(), relinking.Worker()
    done = [worker.step().done for worker in (one, other, one, other)]
    assert done == [2, 4, 6, 7]
    assert one.step() is other.step() is None
    assert len(linked()) == 7


def test_the_command_works_the_queue_off_and_says_what_came_of_it(articles, capsys):
    make_entity("Lofdal")
    change("Lofdal")
    call_command("relink")
    assert "A name: Found in 7 articles: 7 mentions made, 0 removed." in capsys.readouterr().out
    job = Relinking.objects.get()
    assert (job.state, job.left, job.done, job.made) == ("done", 0, 7, 7)
    call_command("relink")
    assert capsys.readouterr().out == ""


def test_a_name_taken_away_is_found_by_its_mentions_alone(articles, monkeypatch):
    lofdal = make_entity("Lofdal")
    linking.link_all()
    Name.objects.all().delete()
    monkeypatch.setattr("entities.finding.read", None)
    monkeypatch.setattr("entities.finding.Index.finder", None)
    assert change("Lofdal", entities=[lofdal.pk]).total == 7
    relinking.work_off()
    assert not Mention.objects.exists()
    assert Relinking.objects.get().result == "Found in 7 articles: 0 mentions made, 7 removed."


def test_a_later_change_of_the_same_names_takes_over_what_is_left(articles):
    lofdal = make_entity("Lofdal")
    earlier = change("Lofdal", entities=[lofdal.pk])
    relinking.Worker().step()
    Name.objects.update(text="number")
    later = change("Lofdal", "number", entities=[lofdal.pk])
    earlier.refresh_from_db()
    assert (earlier.state, earlier.superseded_by) == ("taken over", later)
    relinking.work_off()
    assert len(linked()) == 7
    assert set(Mention.objects.values_list("surface", flat=True)) == {"number"}


def test_changes_of_other_names_stand_beside_each_other(articles):
    make_entity("Lofdal")
    make_entity("Number")
    change("Lofdal")
    change("Number")
    assert Relinking.objects.unfinished().count() == 2
    assert [job.made for job in relinking.work_off()] == [14, 0]


def test_names_of_entities_that_are_no_more_are_looked_for_in_the_texts(articles):
    make_entity("number")
    make_entity("Lofdal is number", slug="longer")
    linking.link_all()
    Name.objects.filter(entity__slug="longer").delete()
    change(gone=["Lofdal is number"])
    relinking.work_off()
    assert set(Mention.objects.values_list("surface", flat=True)) == {"number"}


def test_the_desk_lists_what_is_queued(articles, admin_client):
    make_entity("Lofdal")
    change("Lofdal")
    assert "changes of names that are being worked off" in admin_client.get("/admin/").text
    page = admin_client.get("/admin/entities/relinking/?finished_at__isempty=1").text
    assert all(words in page for words in ("A name", "ann", "waiting", "7"))
    relinking.work_off()
    assert "Found in 7 articles" in admin_client.get("/admin/entities/relinking/").text


def test_a_name_given_in_admin_that_many_articles_have_is_queued(articles, admin_client):
    entity = make_entity("Hill", names=())
    told = admin_client.post(
        "/admin/entities/name/add/",
        {"entity": entity.pk, "text": "Lofdal", "links": "on", "language": "en"},
        follow=True,
    ).text
    assert "7 articles may be concerned" in told
    assert Relinking.objects.get().what == "name “Lofdal”"
    assert linked() == []
