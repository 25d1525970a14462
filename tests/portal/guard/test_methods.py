"""The public pages can only be read."""

import subprocess
import sys
from secrets import token_urlsafe

import pytest
from django.conf import settings

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PUBLIC = ["/", "/articles/", "/entities/jogmec/", "/about/", "/nothing-here/"]


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "NONSENSE"]
)
def test_every_method_but_get_and_head_is_refused(client, address, method):
    response = client.generic(method, address)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


def test_head_answers_as_get_does_without_a_body(built, client):
    response = client.head("/entities/jogmec/")
    assert response.status_code == 200
    assert response.content == b""


@pytest.mark.parametrize("address", ["/", "/articles/", "/entities/jogmec/", "/notes/", "/nope/"])
def test_no_public_page_sets_a_cookie_or_varies_by_one(built, client, address):
    response = client.get(address)
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()


@pytest.mark.parametrize("address", ["/", "/admin/login/"])
def test_nothing_but_the_portals_own_files_may_be_loaded(client, address):
    policy = client.get(address)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "address",
    [
        "/articles/?title=%00",
        "/articles/?entity=%00&entity=%F0%9F%92%A9",
        "/articles/?page=-1&page=x",
        "/articles/?publisher=%00",
        "/entities/?q=%00&letter=%00&kind=%00",
        "/entities/?letter=%FF%FE",
        "/relationships/?type=%00&entity=%00&article=%00&claim=%00",
        "/relationships/?page=99999999999999999999999",
        "/entities/jogmec/?anything=%00",
        "/notes/?" + "a=1&" * 900,
    ],
)
def test_no_parameter_gives_a_fault_of_ours(built, client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/articles/?publisher=%00",
        "/entities/?q=a%00b",
        "/relationships/?type=%00",
        "/search/?q=%00",
    ],
)
def test_nul_in_an_address_is_passed_over(built, client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address", ["/articles/%00/", "/entities/É/", "/sources/x/", "/x//", "/a" * 900]
)
def test_an_address_that_leads_nowhere_is_a_404_of_our_own(db, client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "There is no page at this address" in response.content.decode()


def run_manage(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("role, silenced", [("all", 0), ("public", 1)])
def test_the_deployment_check_is_clean_under_production_settings(role, silenced):
    ran = run_manage(
        "check", "--deploy", "--fail-level", "WARNING", PORTAL_ROLE=role,
        PORTAL_SECRET_KEY=token_urlsafe(60),
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert f"no issues ({silenced} silenced)" in ran.stdout


@pytest.mark.parametrize(
    "variables, said",
    [
        ({"PORTAL_ROLE": "reader"}, "PORTAL_ROLE is all, curation or public"),
        ({"PORTAL_ROLE": "public", "SEARCH_BACKEND": "postgres"}, "an edition brings its own"),
        ({"SEARCH_BACKEND": "postgres"}, "needs a PostgreSQL DATABASE_URL"),
        ({"DATABASE_URL": "mysql://ada@host/name"}, "DATABASE_URL begins with"),
    ],
)
def test_no_process_starts_on_what_contradicts_itself(variables, said):
    ran = run_manage("check", PORTAL_DEBUG="1", **variables)
    assert ran.returncode != 0
    assert said in ran.stderr


def test_production_refuses_to_start_without_a_secret():
    ran = run_manage("check")
    assert ran.returncode != 0
    assert "PORTAL_SECRET_KEY is not set" in ran.stderr
