"""The files of the looks, as they are in service: compressed beforehand, and kept for ever."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.own_database  # a process with the settings of service

ASKING = """
import json
import django
django.setup()
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import Client

call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin", "import_*"])
address = staticfiles_storage.url("css/base.css")
answers = [
    Client().get(where, headers={"Accept-Encoding": accepted})
    for where in (address, "/static/css/base.css") for accepted in ("gzip, br", "gzip", "")
]
print(json.dumps([
    [answer.status_code, {**answer.headers}, len(b"".join(answer))] for answer in answers
]))
"""


def test_they_are_compressed_beforehand_and_kept_for_ever_under_the_name_of_their_content(tmp_path):
    answers = answered(tmp_path)
    assert {status for status, _, _ in answers} == {200}
    codings = [headers.get("Content-Encoding") for _, headers, _ in answers]
    assert codings == ["br", "gzip", None] * 2
    named, plain = answers[:3], answers[3:]
    brotli, gzip, whole = (size for _, _, size in named)
    assert brotli < gzip < whole / 2
    for _, headers, _ in named:
        assert headers["Cache-Control"] == "max-age=315360000, public, immutable"
        assert headers["Vary"] == "Accept-Encoding" and "ETag" in headers
    assert not [1 for _, headers, _ in plain if "immutable" in headers["Cache-Control"]]


def answered(folder) -> list:
    variables = {
        "PORTAL_DEBUG": "0", "PORTAL_HTTPS": "0", "PORTAL_SECRET_KEY": "of tests",
        "PORTAL_HOSTS": "testserver", "PORTAL_DATA": str(folder), "PORTAL_ROLE": "public",
        "DATABASE_URL": "", "SEARCH_BACKEND": "tantivy", "PORTAL_CACHE_URL": "",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", ASKING], cwd=settings.BASE_DIR, env=os.environ | variables,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)
