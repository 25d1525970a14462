"""Publish an edition, and go back to the one before. One process does so at a time."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import Error

from portal.editions import changes, drafting, manifest, reporting, shelf, written
from portal.editions.drafting import Facts, Unsound
from portal.editions.manifest import BadManifest, Manifest
from portal.editions.serving import DATABASE
from portal.pages import stored
from portal.search.contract import Unavailable
from portal.search.indexing import Watch, unwatched
from portal.search.locking import locked

LOCK = "publishing.lock"


class NotPublished(Exception):
    """Why nothing was published; readers get what they got before."""


@contextmanager
def alone() -> Iterator[None]:
    """For the one process that publishes. The lock goes with the process, however that ends."""
    if not settings.IS_CURATED:
        raise NotPublished("Editions are published where curators work, not in the public role.")
    try:
        shelf.folder().mkdir(parents=True, exist_ok=True)
        with locked(shelf.folder() / LOCK, wait=0) as is_ours:
            if not is_ours:
                raise NotPublished("Another process is publishing; wait until it is done.")
            yield
    except (OSError, Error, Unavailable, Unsound, BadManifest, ValueError) as error:
        raise NotPublished(f"Nothing was published: {first_of(error)}") from error


def first_of(error: Exception) -> Exception:
    """What failed first: on a full disk SQLite then finds a file without a journal malformed."""
    while isinstance(error.__context__, Error | sqlite3.Error):
        error = error.__context__
    return error


def is_publishing() -> bool:
    """Whether a process is at it now."""
    path = shelf.folder() / LOCK
    if not path.exists():
        return False
    with locked(path, wait=0) as is_ours:
        return not is_ours


def publish(*, keep: int | None = None, watch: Watch = unwatched) -> Manifest:
    """Make an edition of what the live database holds now, and lead readers to it."""
    with alone(), reporting.told() as report:
        watch = report.watching(watch)
        shelf.clear_away()
        stored.render_missing(watch)
        former = shelf.current_manifest()
        now, number = datetime.now(UTC), shelf.next_number()
        name = f"{number}-{now:%Y%m%dT%H%M%SZ}"
        folder = shelf.folder() / f"{shelf.DRAFT}{name}"
        folder.mkdir()
        try:
            made = filled(folder, name, now, former, watch)
            shelf.put_up(folder, name)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        shelf.lead_to(name)
        report.name = name
        shelf.keep(settings.EDITIONS_KEPT if keep is None else keep)
        return made


def filled(
    folder: Path, name: str, now: datetime, former: Manifest | None, watch: Watch
) -> Manifest:
    """Make all files of the edition, have them on the disk, and say what they are."""
    facts = drafting.draft(folder, watch)
    made = Manifest(
        name=name,
        number=shelf.number_of(name),
        published=now.isoformat(timespec="seconds"),
        previous=former.name if former else "",
        database=facts.database,
        schema=facts.schema,
        counts=facts.counts,
        things={thing.key: facts.counts[thing.model._meta.db_table] for thing in changes.THINGS},
        changes=changed(folder / DATABASE, facts, former),
        files={},
    )
    # Every page says which edition it is of: they come after its manifest, and before its sums.
    made.write(folder)
    written.write_beside(folder)
    files = list(manifest.files_in(folder))
    sums = manifest.sums_of(folder, watch(files, "Sums of files", total=len(files)))
    made = replace(made, files=sums)
    made.write(folder)
    drafting.make_safe(folder)
    return made


def changed(database: Path, facts: Facts, former: Manifest | None) -> dict:
    """What is new against the edition before, where the two can be compared."""
    if not former:
        return {"since": "", "is_compared": False, "things": []}
    is_compared = (facts.database, facts.schema) == (former.database, former.schema)
    before = shelf.edition(former.name).database
    things = changes.compare(database, before) if is_compared else []
    return {"since": former.name, "is_compared": is_compared, "things": things}


def preview() -> dict:
    """What publishing now would change; nothing is written but a file that is thrown away."""
    former = shelf.current_manifest()
    with TemporaryDirectory(dir=settings.DATA_DIR, prefix="comparing-") as folder:
        facts = drafting.outline(Path(folder))
        found = changed(Path(folder) / DATABASE, facts, former)
    return {**found, "counts": facts.counts}


def roll_back() -> Manifest:
    """Lead readers back to the edition before the current one."""
    with alone():
        held = shelf.current()
        name = shelf.before(held) if held else ""
        if not name:
            raise NotPublished("There is no edition to go back to.")
        former = shelf.edition(name)
        if not former.folder.is_dir():
            raise NotPublished(f"Edition {former.name}, the one before, is not kept any more.")
        made = manifest.read(former)
        shelf.take_back(held.name)
        shelf.lead_to(former.name)
        return made
