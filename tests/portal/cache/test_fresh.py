"""No page that was kept outlives a change, whoever makes it."""

import re
import shutil
import threading

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from articles.models import Article, Collection
from entities.merging.merge import merge
from entities.merging.rewriting import undo
from entities.models import (
    Entity,
    Evidence,
    Mention,
    Name,
    Note,
    Observation,
    Relationship,
    RelationType,
    Source,
)
from portal.pages import stored
from portal.pages.models import StoredText
from tests.articles.test_admin import NEWS, errors_in, submit, url
from tests.makers import make_entity, write_files
from tests.soaking import times

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cached")]

ARTICLE = f"/articles/{NEWS}/"
INTRODUCTION = "/articles/rare-earths-special-focus-introduction/"
JOGMEC, LOFDAL = "/entities/jogmec/", "/entities/lofdal/"
STATEMENT = "/relationships/jogmec--participates-in--lofdal/"
SEARCH = "/search/?q=jogmec"


class Reader:
    """Somebody who comes back to pages that the browser has kept."""

    def __init__(self, client: Client):
        self.client, self.tags = client, {}

    def read(self, addresses) -> dict[str, str]:
        return {address: self.content(address) for address in addresses}

    def content(self, address: str) -> str:
        """What the page says, as the browser finds out: none if it is told that it has it."""
        response = self.client.get(address, headers={"If-None-Match": self.tags.get(address, "")})
        self.tags[address] = response["ETag"]
        return response.content.decode()

    def sees(self, change, *addresses: str) -> None:
        """All these pages say something else after the change, and nothing from before it."""
        self.tags.clear()
        before = self.read(addresses)
        assert not any(self.read(addresses).values()), "the browser has them already"
        change()
        after = self.read(addresses)
        for address in addresses:
            assert after[address] and after[address] != before[address], address
        self.check_texts([one for one in addresses if one.startswith("/articles/")], after)

    def check_texts(self, addresses, after: dict[str, str]) -> None:
        """These pages are what they would be if no text were stored either."""
        self.tags.clear()
        cache.clear()
        StoredText.objects.all().delete()
        for address, content in self.read(addresses).items():
            assert after[address] == content
        stored.render_missing()


@pytest.fixture
def reader(built, client) -> Reader:
    return Reader(client)


def saved(client, row, **changes):
    return lambda: done(submit(client, url(row, "change"), changes))


def added(client, model, **values):
    return lambda: done(submit(client, url(model, "add"), values))


def deleted(client, row):
    return lambda: done(client.post(url(row, "delete"), {"post": "yes"}))


def done(response) -> None:
    assert response.status_code == 302, errors_in(response)


def test_what_is_saved_in_admin_is_seen_at_once(reader, admin_client):
    jogmec = Entity.objects.get(slug="jogmec")
    stated = Relationship.objects.get(slug="jogmec--participates-in--lofdal")
    quote = Evidence.objects.filter(relationship=stated).first()
    news = Article.objects.get(slug=NEWS)
    origin = {"candidate_origin-0-publisher": "Another publisher"}
    for row, changes, shown_on in [
        (news, {"title": "A new title"}, ["/articles/", SEARCH, ARTICLE]),
        (news, origin, [ARTICLE]),
        (jogmec, {"description": "A new description"}, [JOGMEC]),
        (jogmec, {"name": "JOGMEC again", "short_name": "JA"}, [ARTICLE, JOGMEC]),
        (Name.objects.get(text="JOGMEC"), {"text": "involved"}, [ARTICLE, JOGMEC]),
        (stated.type, {"label": "has a part in"}, [STATEMENT, ARTICLE]),
        (stated, {"claim": "disputed"}, [STATEMENT, ARTICLE]),
        (quote, {"support": "implied"}, [STATEMENT]),
        (Note.objects.first(), {"text": "Other words"}, ["/notes/"]),
        (Source.objects.first(), {"title": "Other title"}, ["/sources/"]),
        (Collection.objects.first(), {"title": "Other focus"}, [INTRODUCTION]),
        (Observation.objects.first(), {"unit": "lots"}, ["/figures/"]),
    ]:
        reader.sees(saved(admin_client, row, **changes), *shown_on)


def test_what_is_added_and_deleted_in_admin_is_seen_at_once(reader, admin_client):
    news = Article.objects.get(slug=NEWS)
    ends = {"subject": "lofdal", "object": "japan"}
    quote = "JOGMEC is already involved in a partnership"
    statement = {
        "type": RelationType.objects.get(slug="located_in").pk,
        **{end: Entity.objects.get(slug=slug).pk for end, slug in ends.items()},
        "evidence-0-article": news.pk, "evidence-0-quote": quote, "evidence-0-support": "explicit",
    }  # fmt: skip
    at_its_ends = "/", LOFDAL, ARTICLE
    reader.sees(added(admin_client, Relationship, **statement), *at_its_ends)
    made = Relationship.objects.latest("pk")
    evidence = {
        "relationship": made.pk, "article": news.pk, "support": "explicit",
        "quote": "supply chain", "passage_number": "2",
    }  # fmt: skip
    shown_on = made.get_absolute_url(), ARTICLE
    reader.sees(added(admin_client, Evidence, **evidence), *shown_on)
    reader.sees(deleted(admin_client, made.evidence.get(quote="supply chain")), *shown_on)
    reader.sees(deleted(admin_client, made), *at_its_ends)
    figure = Observation.objects.filter(value__isnull=False, entity__isnull=False).first()
    shown_on = f"/figures/?measure={figure.measure}", f"/sources/{figure.source.slug}/"
    values = {
        name: getattr(figure, name) or ""
        for name in ("measure", "iso3", "value", "low", "high", "unit", "basis", "status")
    }
    more = {"subject": "Elsewhere", "period": "1901", "source": figure.source_id}
    reader.sees(added(admin_client, Observation, **values, **more), *shown_on)
    made = Observation.objects.get(subject="Elsewhere")
    reader.sees(deleted(admin_client, made), *shown_on)


def test_what_the_shell_writes_is_seen_at_once(reader):
    rows = Entity.objects.filter(slug="jogmec")
    reader.sees(lambda: rows.update(description="By hand"), JOGMEC)
    reader.sees(lambda: Observation.objects.update(unit="lots"), "/figures/")


def test_a_merge_and_its_undoing_are_seen_at_once(reader):
    other = make_entity("Metals Office of Japan")
    jogmec = Entity.objects.get(slug="jogmec")
    made = []
    reader.sees(lambda: made.append(merge(other, jogmec, by="kim")), JOGMEC, "/entities/")
    reader.sees(lambda: undo(made[0], by="kim"), JOGMEC, "/entities/")


def test_a_decision_on_a_mention_is_seen_at_once(reader, admin_client):
    mention = Mention.objects.filter(entity__slug="jogmec").first()
    reader.sees(saved(admin_client, mention, decision="rejected"), ARTICLE, JOGMEC)


def test_what_commands_write_is_seen_at_once(reader, tmp_path, seeds, capsys):
    text = {"later.txt": "Lofdal and JOGMEC\n\nThey are named here."}
    folder = write_files(tmp_path / "texts", text)
    reader.sees(lambda: call_command("import_articles", str(folder)), "/articles/", JOGMEC)
    Mention.objects.filter(entity__slug="jogmec").delete()
    reader.sees(lambda: call_command("build"), JOGMEC, SEARCH)
    curation = shutil.copytree(seeds, tmp_path / "seeds")
    file = curation / "entities.toml"
    file.write_text(file.read_text().replace("Japanese government agency", "Agency of Japan"))
    reader.sees(lambda: call_command("load_seeds", str(curation)), JOGMEC)


COMMITS = times(30, 2_000)


@pytest.mark.django_db(transaction=True)
def test_after_each_commit_no_reader_is_given_an_older_page(cached):
    """A writer counts up a title; readers never see less than was committed when they asked."""
    entity = make_entity("Acme", names=())
    stop, done, stale = threading.Event(), [0], []

    def write() -> None:
        for number in range(1, COMMITS + 1):
            with transaction.atomic():
                Entity.objects.filter(pk=entity.pk).update(description=f"Number {number}.")
            done.append(number)
        stop.set()
        connection.close()

    def read() -> None:
        client, tag = Client(), {}
        seen = 0
        while not stop.is_set():
            least = done[-1]
            response = client.get("/entities/acme/", headers=tag)
            if response.status_code == 200:
                seen = int((re.findall(r"Number (\d+)\.", response.content.decode()) or [0])[0])
                tag = {"If-None-Match": response["ETag"]}
            if seen < least:
                stale.append((seen, least))
        connection.close()

    threads = [threading.Thread(target=one) for one in (write, read, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done[-1] == COMMITS
    assert not stale
