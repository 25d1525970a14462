"""What is answered where the data are away, and what where the fault is ours."""

import logging
import random
import sqlite3
import sys

import psycopg
import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.urls import path

import portal.urls
from portal.editions import serving
from portal.editions.serving import NoEdition
from portal.faults import answering
from portal.faults.telling import Once
from portal.search.contract import Unavailable
from tests.portal.faults import damaging
from tests.portal.faults.processes import copied

PINNING = ["portal.guard.pinning.PinningMiddleware"]
RAISED = {
    "locked": OperationalError("database is locked"),
    "closed": InterfaceError("connection already closed"),
    "sqlite": sqlite3.DatabaseError("database disk image is malformed"),
    "sqlite-interface": sqlite3.InterfaceError("bad parameter or other API misuse"),
    "psycopg": psycopg.OperationalError("the connection is lost"),
    "edition": NoEdition("No edition has been published."),
    "index": Unavailable("There is no search index yet."),
}


def raising(request, what):
    raise RAISED[what]


def fault_of_ours(request):
    return HttpResponse(b"\xff".decode())


def missing(request):
    return HttpResponse({}["a kind that there is not"])


def rendering(request):
    from django.template import engines
    from django.template.response import TemplateResponse

    def rows():
        raise sqlite3.DatabaseError("file is not a database")

    template = engines["django"].from_string("{% for row in rows %}{{ row }}{% endfor %}")
    return TemplateResponse(request, template, {"rows": rows})


urlpatterns = [
    path("raising/<what>/", raising),
    path("ours/", fault_of_ours),
    path("rendering/", rendering),
    path("missing/", missing),
    *portal.urls.urlpatterns,
]
handler500 = answering.server_error


class BrokenMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        raise OperationalError("server closed the connection unexpectedly")


@pytest.fixture
def asked(client, settings):
    """Asks these views, as readers do: what goes wrong is answered and not raised."""
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    return client


def assert_not_now(response):
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "Not just now" in response.content.decode()


@pytest.mark.parametrize("what", RAISED)
def test_data_that_are_away_give_503_by_any_name(asked, what):
    assert_not_now(asked.get(f"/raising/{what}/"))


def test_rows_that_fail_while_a_template_is_rendered_give_503(asked):
    assert_not_now(asked.get("/rendering/"))


def test_a_middleware_that_fails_gives_503(asked, settings):
    settings.MIDDLEWARE = [f"{__name__}.BrokenMiddleware"]
    assert_not_now(asked.get("/ours/"))


def test_what_our_own_code_cannot_decode_stays_a_fault_of_ours(asked):
    response = asked.get("/ours/")
    assert response.status_code == 500
    assert "A fault of ours" in response.content.decode()


def test_the_page_needs_no_database_and_no_index(asked, django_db_blocker):
    with django_db_blocker.block():
        assert_not_now(asked.get("/raising/locked/"))


def test_a_curator_is_told_to_look_at_what_was_saved(asked, settings):
    settings.MIDDLEWARE = []
    said = asked.post("/raising/locked/").content.decode()
    assert "Perhaps none of it was saved, perhaps a part." in said
    assert "saved" not in asked.get("/raising/locked/").content.decode()


def test_what_fails_in_a_sound_edition_is_a_fault_of_ours_and_in_a_damaged_one_its_own(
    asked, settings, made, tmp_path
):
    """Bytes that changed need not be seen by SQLite: it is our code that finds no such kind."""
    settings.EDITIONS_DIR = copied(made, tmp_path) / "editions"
    settings.READS_EDITIONS, settings.MIDDLEWARE = True, PINNING
    assert asked.get("/missing/").status_code == 500
    damaging.flip_bits(serving.current().database, random.Random(1))
    assert_not_now(asked.get("/missing/"))


def record_of(error: Exception) -> logging.LogRecord:
    """As Django logs what it could not answer."""
    try:
        raise error
    except Exception:
        raised = sys.exc_info()
    return logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "Service Unavailable: %s", ("/x/",), raised
    )


def test_a_fault_is_told_in_one_line_and_not_again_at_once():
    once = Once()
    told = [record_of(OperationalError("database is locked")) for _ in range(5)]
    assert [one for one in told if once.filter(one)] == told[:1]
    assert "OperationalError: database is locked" in told[0].getMessage()
    assert told[0].exc_info is None
    ours = record_of(KeyError("a kind that there is not"))
    assert once.filter(ours) and ours.exc_info
