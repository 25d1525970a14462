"""Write out the pages that an edition brings along; in a process of its own, in the public role."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve, reverse

from articles.models import Article, Collection
from entities.models import Entity
from portal.editions import pages
from portal.editions.serving import PINNED, Edition
from portal.roles import Role

log = logging.getLogger(__name__)

OF_THE_PORTAL = (
    "home", "articles", "entities", "elements", "relationships", "map", "timeline", "figures",
    "gaps", "evidence", "notes", "sources", "connections", "about",
)  # fmt: skip
# What would have the process read, or answer, otherwise than a public one that reads an edition.
NOT_INHERITED = ("DATABASE_URL", "SEARCH_BACKEND")


def write_beside(folder: Path) -> None:
    """Have the pages of an edition written out in its folder, if any are wanted.

    Without them the edition is as good, and slower: statics that were not collected, say, are no
    reason to keep readers from what is new.
    """
    if not settings.WRITTEN_PAGES:
        return
    inherited = {k: v for k, v in os.environ.items() if k not in NOT_INHERITED}
    done = subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "write_pages", folder],
        env=inherited | {"PORTAL_ROLE": Role.PUBLIC.value},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        (folder / pages.FILE).unlink(missing_ok=True)
        last = (done.stderr.strip().splitlines() or ["no reason was given"])[-1]
        log.warning("The edition has no pages written out: %s", last)


def write_in(folder: Path) -> int:
    """Write out the pages of the edition in this folder; their number."""
    PINNED.edition = Edition(folder.name, folder)
    # This process answers nobody: its requests are its own.
    settings.ALLOWED_HOSTS = [pages.HOST]
    made = ((path, content) for path in paths() if (content := page_at(path)) is not None)
    return pages.write(folder / pages.FILE, made)


def paths() -> Iterator[str]:
    """Their addresses: half of the room for entities, half for articles."""
    yield from map(reverse, OF_THE_PORTAL)
    for one in chain(Collection.objects.all(), most_stated(), most_quoted()):
        yield one.get_absolute_url()


def most_stated():
    entities = Entity.objects.with_counts().filter(relationship_count__gt=0)
    return entities.order_by("-relationship_count", "pk")[: settings.WRITTEN_PAGES // 2]


def most_quoted():
    quoted = Article.objects.published().alias(quotes=Count("evidence")).filter(quotes__gt=0)
    return quoted.order_by("-quotes", "pk")[: settings.WRITTEN_PAGES // 2]


def page_at(path: str) -> bytes | None:
    """The page as the public role makes it; nothing where it makes no page."""
    try:
        response = answer(path)
    except DatabaseError as error:
        # It takes longer than readers are made to wait: they are told so by the page itself.
        log.warning("%s was not written out: %s", path, error)
        return None
    return response.content if response.status_code == 200 else None


def answer(path: str) -> HttpResponse:
    request = RequestFactory(headers={"host": pages.HOST}).get(path)
    request.resolver_match = match = resolve(path)
    response = match.func(request, *match.args, **match.kwargs)
    return response.render() if hasattr(response, "render") else response
