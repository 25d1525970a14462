"""Back up and restore by PostgreSQL's own programs, in the format that pg_restore reads."""

import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from portal.keeping.checking import (
    FOREIGN,
    CannotKeep,
    Migration,
    check_migrations,
    check_tables,
    next_number,
    replaced,
)

TABLE_DATA = " TABLE DATA "
MIGRATIONS = "django_migrations"


def backup(path: Path) -> None:
    with replaced(path) as draft:
        run("pg_dump", "--format=custom", "--no-owner", f"--file={draft}", dsn())
        check(path, draft)


def restore(path: Path) -> None:
    check(path, path)
    number = next_number()
    tables = ", ".join(f'"{table}"' for table in connection.introspection.table_names())
    dump = start("pg_restore", "--data-only", "--file=-", str(path), stdout=subprocess.PIPE)
    load = start(
        "psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--output=/dev/null",
        f"--dbname={dsn()}", stdin=subprocess.PIPE,
    )  # fmt: skip
    with dump, load:
        send(load, f"BEGIN; TRUNCATE {tables};")
        passed_on = pass_on(dump, load)
        # Only what came to its end is committed: else it is as if nothing had been.
        if dump.wait() == 0 and passed_on:
            send(load, f"{begin_anew(number)} COMMIT;")
        close(load)
        said = (dump.stderr.read() + load.stderr.read()).decode(errors="replace").strip()
    if dump.returncode or load.returncode or not passed_on:
        raise CannotKeep(f"Nothing was restored from {path}. PostgreSQL says: {said}")


def begin_anew(number: int) -> str:
    """Let no page or index of the database that was there pass for one of this."""
    counter = (
        # The dump looks tables up by their schema.
        "RESET search_path; DELETE FROM portal_changecount;"
        f" INSERT INTO portal_changecount (number) VALUES ({number});"
    )
    if settings.SEARCH_BACKEND == "postgres":
        return counter  # the index came with it
    return f"{counter} UPDATE portal_indexstate SET database = '{uuid.uuid4()}';"


# --- checking


def check(path: Path, file: Path) -> None:
    """Read all of it once: what is damaged is found before anything is changed."""
    try:
        listed = run("pg_restore", "--list", str(file))
        check_tables(path, tables_in(listed))
        run("pg_restore", "--data-only", "--file=/dev/null", str(file))
        check_migrations(path, migrations_in(file))
    except subprocess.CalledProcessError as error:
        said = error.stderr.strip()
        raise CannotKeep(f"{FOREIGN.format(path)} PostgreSQL says: {said}") from None


def tables_in(listed: str) -> Iterator[str]:
    for line in listed.splitlines():
        if TABLE_DATA in line:
            yield line.partition(TABLE_DATA)[2].split()[1]


def migrations_in(file: Path) -> Iterator[Migration]:
    rows = run("pg_restore", "--data-only", f"--table={MIGRATIONS}", "--file=-", str(file))
    copied = rows.partition("FROM stdin;\n")[2].partition("\\.\n")[0]
    for line in copied.splitlines():
        _, app, name, _ = line.split("\t")
        yield app, name


# --- programs


def dsn() -> str:
    """Where the database is, without the password: others see the arguments of a process."""
    connection.ensure_connection()
    return connection.connection.info.dsn


def environment() -> dict[str, str]:
    connection.ensure_connection()
    return {**os.environ, "PGPASSWORD": connection.connection.info.password}


def program(name: str) -> str:
    found = shutil.which(name, path=settings.POSTGRES_PROGRAMS or None)
    if not found:
        raise CannotKeep(
            f"{name} was not found. Install PostgreSQL’s client programs, or name their folder in "
            "PORTAL_POSTGRES_PROGRAMS."
        )
    return found


def start(name: str, *arguments: str, **streams) -> subprocess.Popen:
    return subprocess.Popen(
        [program(name), *arguments], env=environment(), stderr=subprocess.PIPE, **streams
    )


def run(name: str, *arguments: str) -> str:
    try:
        return subprocess.run(
            [program(name), *arguments],
            env=environment(), capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    except subprocess.CalledProcessError as error:
        if name == "pg_dump":
            raise CannotKeep(f"Nothing was kept. PostgreSQL says: {error.stderr.strip()}") from None
        raise


def send(load: subprocess.Popen, statement: str) -> None:
    load.stdin.write(statement.encode() + b"\n")


def pass_on(dump: subprocess.Popen, load: subprocess.Popen) -> bool:
    """Whether all could be sent; psql goes away at the first error."""
    try:
        shutil.copyfileobj(dump.stdout, load.stdin)
    except BrokenPipeError:
        dump.kill()
        return False
    return True


def close(load: subprocess.Popen) -> None:
    try:
        load.stdin.close()
    except BrokenPipeError:
        load.kill()
