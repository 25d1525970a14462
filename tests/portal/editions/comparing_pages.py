"""Run in the public role: `python -m tests.portal.editions.comparing_pages`.

Prints, for each page that the edition brings along, whether it was used, and whether it is the page
that would be made now, at two addresses of the portal.
"""

import json
import os
import sqlite3

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client, override_settings  # noqa: E402

from portal.editions import pages, serving  # noqa: E402

WRITTEN = "portal.editions.pages.WrittenPagesMiddleware"
HOSTS = ({"host": "localhost:8765"}, {"host": "127.0.0.1", "x-forwarded-proto": "https"})


def paths() -> list[str]:
    file = sqlite3.connect(serving.current().folder / pages.FILE)
    return [path for (path,) in file.execute("SELECT path FROM page ORDER BY path")]


def answers(path: str, **extra) -> list[bytes]:
    return [Client(headers=host).get(path, **extra).content for host in HOSTS]


def main() -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    held = {path: answers(path) for path in paths()}
    # What is asked for with parameters is never a page that was written out.
    assert all(answers(path, query_params={"of": "no use"}) for path in list(held)[:1])
    rest = [one for one in settings.MIDDLEWARE if one != WRITTEN]
    with override_settings(MIDDLEWARE=rest):
        made = {path: answers(path) for path in held}
    print(json.dumps({path: held[path] == made[path] for path in held}))


if __name__ == "__main__":
    main()
