"""Make the files of an edition in a folder: the snapshot, checked, and the index beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Model, QuerySet

from articles.models import Passage
from portal.disk import sync
from portal.editions import copying, searching, tables
from portal.editions.changes import COMPARED
from portal.editions.connecting import UNGUARDED, connection_to, one_moment, reading_by
from portal.editions.contents import PUBLIC
from portal.editions.serving import DATABASE, SEARCH
from portal.search.indexing import Watch
from portal.search.models import IndexState


class Unsound(Exception):
    """What was made is not as it must be: the live database is damaged, or the disk is."""


@dataclass(frozen=True)
class Facts:
    """What a snapshot holds, and whether another can be compared with it."""

    counts: dict[str, int]
    database: str
    schema: str


def draft(folder: Path, watch: Watch) -> Facts:
    """The snapshot and the index, whole and checked, but not yet safe on the disk."""
    file, search = folder / DATABASE, folder / SEARCH
    IndexState.objects.get_or_create(pk=1)
    indexes = tables.create(file, PUBLIC)
    with searching.moment_with_index(file, search) as (live, is_copied):
        copying.copy_rows(live, file, queries(watch))
    with reading_by(connection_to(file, commands=UNGUARDED)) as snapshot:
        with snapshot.cursor() as cursor:
            for statement in watch([*indexes, "ANALYZE"], "Indexes of tables", total=len(indexes)):
                cursor.execute(statement)
        searching.complete(search, is_copied, watch)
        with snapshot.cursor() as cursor:
            check(cursor)
            return facts_of(cursor)


def queries(watch: Watch) -> Iterator[tuple[type[Model], QuerySet]]:
    for model in watch(PUBLIC, "Tables", total=len(PUBLIC)):
        yield model, copying.selected(model)


def outline(folder: Path) -> Facts:
    """A snapshot of only what is compared; its file is thrown away after."""
    file = folder / DATABASE
    tables.create(file, PUBLIC)
    wanted = {*COMPARED, IndexState}
    models = [model for model in PUBLIC if model in wanted]
    with one_moment(file) as live:
        copying.copy_rows(
            live, file, [(model, copying.selected(model, left_out(model))) for model in models]
        )
    with reading_by(connection_to(file)) as snapshot, snapshot.cursor() as cursor:
        return facts_of(cursor)


def left_out(model: type[Model]) -> Sequence[str]:
    return ["text"] if model is Passage else []


def check(cursor) -> None:
    """SQLite's own checks: of the file, and of where its rows point."""
    cursor.execute("PRAGMA integrity_check(3)")
    faults = [row[0] for row in cursor if row[0] != "ok"]
    cursor.execute("PRAGMA foreign_key_check")
    faults += [f"{table}, row {row}: there is no such {other}" for table, row, other, _ in cursor]
    if faults:
        raise Unsound("The snapshot is not sound: " + "; ".join(faults[:3]) + ".")


def facts_of(cursor) -> Facts:
    counts = {}
    for model in PUBLIC:
        cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')
        counts[model._meta.db_table] = cursor.fetchone()[0]
    return Facts(counts, str(IndexState.objects.get(pk=1)), tables.schema_of(cursor, COMPARED))


def make_safe(folder: Path) -> None:
    """Have every file and every folder on the disk for good, for whoever may read the snapshot:
    the search engine keeps some of its files to the user who made them."""
    rights = (folder / DATABASE).stat().st_mode
    for path in [*folder.rglob("*"), folder]:
        if path.is_file():
            path.chmod(rights)
        sync(path)
