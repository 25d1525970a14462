"""An edition made from PostgreSQL is a SQLite file as any other, with an index of its own."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from articles.models import Article, Passage
from entities.models import Entity, Observation
from portal.editions import publishing, verifying
from portal.editions.connecting import connection_to, reading_by
from portal.editions.contents import PUBLIC
from portal.editions.publishing import publish
from portal.search.backends import opened
from portal.search.contract import Sort
from tests.pages import page
from tests.portal.editions.test_contents import without_edition

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL alone"),
]
# Pages that ask no search engine: PostgreSQL's own ranks otherwise.
ADDRESSES = [
    "/",
    "/entities/jogmec/",
    "/relationships/",
    "/figures/",
    "/timeline/",
    "/notes/",
    "/map/",
]


def counted() -> dict[str, int]:
    """All of the seeds is for readers."""
    return {model._meta.db_table: model.objects.count() for model in PUBLIC}


def values() -> list[list]:
    """Decimals, dates, truth, times and lists, as the models give them."""
    articles = Article.objects.order_by("pk").values_list(
        "sort_day", "imported_at", "is_public", "references_not_held"
    )
    return [list(Observation.objects.order_by("pk").values()), list(articles)]


def test_rows_values_index_and_pages_come_over_whole(seeds, shelf, settings, capsys):
    call_command("build", seeds)
    introduction = Article.objects.filter(slug__startswith="rare").get()
    Article.objects.filter(pk=introduction.pk).update(display="quotes")
    made = publish()
    edition = publishing.shelf.edition(made.name)
    assert verifying.faults_of(edition) == []
    assert made.counts == counted()
    held = values()
    live = {address: page(Client(), address) for address in ADDRESSES}
    settings.READS_EDITIONS, settings.SEARCH_BACKEND = True, "tantivy"
    with reading_by(connection_to(edition.database)):
        assert values() == held
        texts = Passage.objects.filter(version__article=introduction).values_list("text", flat=True)
        assert set(texts) == {""}
        published = {address: page(Client(), address) for address in ADDRESSES}
    for address in ADDRESSES:
        assert without_edition(published[address]) == without_edition(live[address]), address
    engine = opened("tantivy", edition.search)
    assert engine.sizes() == {Sort.ARTICLE: 2, Sort.ENTITY: 55, Sort.STATEMENT: 60}
    settings.READS_EDITIONS, settings.SEARCH_BACKEND = False, "postgres"
    Entity.objects.create(slug="newcomer", name="Newcomer", kind="organization")
    call_command("publish")
    assert "1 entity was added: Newcomer.\n" in capsys.readouterr().out
