"""Which database a process works on: what Django wants of DATABASES, from DATABASE_URL.

A PostgreSQL address is libpq's own, so that it may name several hosts and every option of libpq:
postgres://user:password@one:5432,two:5433/name?target_session_attrs=prefer-standby
"""

from pathlib import Path

import environ
import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from portal.roles import Role

POSTGRES = ("postgres://", "postgresql://")
SQLITE = "sqlite://"
# Where the public role's router leads what would write.
REFUSED = {"ENGINE": "portal.guard.refusing", "NAME": ":memory:"}
# A fresh connection for each request would cost about a millisecond.
KEPT_OPEN = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
# libpq looks at these when it connects, which is too late for a slip of the pen.
KNOWN = {
    "target_session_attrs": (
        "any", "read-write", "read-only", "primary", "standby", "prefer-standby",
    ),
    "load_balance_hosts": ("disable", "random"),
}  # fmt: skip
WRITABLE = ("read-write", "primary")
# A server that went away is waited for about three seconds, whether one is connected to it or
# not. Each host of several may take as long to connect to.
CONNECTS_SOON = {"connect_timeout": "2"}
NOTICES_SOON = {
    "keepalives_idle": "1",
    "keepalives_interval": "1",
    "keepalives_count": "2",
    "tcp_user_timeout": "3000",
}
# The role made by `make_reader` has these too; here they hold whoever the address names.
READS_BRIEFLY = (
    "-c default_transaction_read_only=on -c statement_timeout=1s -c lock_timeout=1s"
    " -c idle_in_transaction_session_timeout=10s"
)


def of_role(role: Role, url: str, folder: Path) -> dict[str, dict]:
    """What a process of this role reads, and writes unless it is public."""
    if role is Role.PUBLIC:
        return {"default": read(url, folder), "refused": REFUSED}
    return {"default": written(url, folder)}


def read(url: str, folder: Path) -> dict:
    return readers(postgres(url)) if is_postgres(url) else edition(folder)


def written(url: str, folder: Path) -> dict:
    return curators(postgres(url)) if is_postgres(url) else sqlite(url, folder)


def is_postgres(url: str) -> bool:
    if url and not url.startswith((SQLITE, *POSTGRES)):
        raise ImproperlyConfigured(f"DATABASE_URL begins with {SQLITE}/ or {POSTGRES[0]}.")
    return url.startswith(POSTGRES)


def edition(folder: Path) -> dict:
    """The published edition that a request is pinned to, wherever it was made from."""
    return {"ENGINE": "portal.guard.editions", "NAME": folder / "editions", **KEPT_OPEN}


def sqlite(url: str, folder: Path) -> dict:
    named = environ.Env.db_url_config(url) if url else {"NAME": folder / "lodestone.sqlite3"}
    return {
        **named,
        "ENGINE": "django.db.backends.sqlite3",
        "OPTIONS": {
            # A writer takes its lock at once and waits for it: a read turned into a write half-way
            # through a transaction would fail with "database is locked" without waiting.
            "transaction_mode": "IMMEDIATE",
            # For a lock, while a connection is made; then portal.faults.patience says how long.
            "timeout": 3,
            # WAL lets readers go on beside a writer; FULL keeps a commit through a power cut. No
            # mmap_size: it saves 10 to 30 µs a page, and kills the process where the file is cut
            # short. No cache_size: a larger one gains nothing over the system's own.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
        },
        "TEST": {"NAME": folder / "test.sqlite3"},
        **KEPT_OPEN,
    }


def postgres(url: str) -> dict:
    """Django's fields, and among OPTIONS whatever else libpq takes."""
    fields = parsed(url)
    check(fields)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": fields.pop("dbname", ""),
        "USER": fields.pop("user", ""),
        "PASSWORD": fields.pop("password", ""),
        "HOST": fields.pop("host", ""),
        "PORT": fields.pop("port", ""),
        "OPTIONS": {**CONNECTS_SOON, **fields},
        **KEPT_OPEN,
    }


def parsed(url: str) -> dict:
    try:
        return conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        # What libpq quotes of the address may be the password.
        said = str(error).replace(url, "…").strip()
        if "percent-encoded" in said:
            said = "a % that begins no percent-encoded character; write %25"
    raise ImproperlyConfigured(f"DATABASE_URL: {said}")


def check(fields: dict) -> None:
    for field, known in KNOWN.items():
        if fields.get(field, known[0]) not in known:
            refuse(field, f"is {fields[field]}; it is one of {', '.join(known)}.")
    if not (fields.get("dbname") or fields.get("service")):
        refuse("dbname", "is missing; the address ends with /name.")
    hosts, ports = (fields.get(field, "").split(",") for field in ("host", "port"))
    if len(ports) not in (1, len(hosts)):
        refuse("port", f"has {len(ports)} numbers for {len(hosts)} hosts.")
    # What stands where a port belongs may be half a password, and is not repeated.
    if not all(port.isdecimal() and 0 < int(port) < 65536 for port in filter(None, ports)):
        refuse("port", "is no number from 1 to 65535; write / @ : in a password as %2F %40 %3A.")


def refuse(field: str, what: str) -> None:
    raise ImproperlyConfigured(f"DATABASE_URL: {field} {what}")


def readers(database: dict) -> dict:
    if database["OPTIONS"].get("target_session_attrs") == "read-write":
        refuse("target_session_attrs", "is read-write, and the sessions of readers never are.")
    options = {**NOTICES_SOON, "options": READS_BRIEFLY, **database["OPTIONS"]}
    return {**database, "OPTIONS": options}


def curators(database: dict) -> dict:
    """They must not be led to a replica."""
    attributes = database["OPTIONS"].get("target_session_attrs")
    if "," in database["HOST"] and attributes not in WRITABLE:
        refuse(
            "target_session_attrs",
            f"is {' or '.join(WRITABLE)} where curators work and several hosts are named.",
        )
    return database
