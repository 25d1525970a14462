"""What programs are told of a process."""

import json

import pytest


def told(client, **headers):
    response = client.get("/readyz", headers=headers)
    return response.status_code, json.loads(response.content)


def test_the_process_lives_whatever_becomes_of_the_database(client):
    # This test asks for no database, so that it may not be spoken to.
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.content == b"The process lives.\n"


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_it_is_asked_by_any_name_without_https_and_kept_nowhere(built, client, settings, address):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get(address, headers={"host": "10.1.2.3"})
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert client.post(address, headers={"host": "localhost"}).status_code in (301, 405)


def test_a_portal_that_is_built_is_ready(built, client):
    assert told(client) == (200, {"ready": True, "role": "all", "edition": None, "faults": []})


def test_a_missing_index_is_said(db, client):
    status, said = told(client)
    assert status == 503
    assert said["faults"] == ["The search index cannot be opened: There is no search index yet."]
