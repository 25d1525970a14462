"""Publish in a process of its own, which outlives the request that asked for it."""

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from portal.disk import replace_file
from portal.editions import shelf

LOG, COMPARED = "publishing.log", "compared.json"
# Seconds that a request waits: a small portal is published by then.
PATIENCE = 20.0


def publish() -> str:
    return run("publish")


def compare() -> str:
    return run("publish", "--dry-run")


def run(*command: str) -> str:
    """Start the command and wait a while; why it failed, if it has by then."""
    shelf.folder().mkdir(parents=True, exist_ok=True)
    log = shelf.folder() / LOG
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, settings.BASE_DIR / "manage.py", *command],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    with suppress(subprocess.TimeoutExpired):
        return last_line(log) if process.wait(PATIENCE) else ""
    return ""


def last_line(log: Path) -> str:
    return (log.read_text(encoding="utf-8", errors="replace").splitlines() or [""])[-1]


def keep_compared(changes: dict) -> None:
    """So that the desk can show what was found."""
    replace_file(shelf.folder() / COMPARED, json.dumps(changes))


def compared() -> dict | None:
    try:
        return json.loads((shelf.folder() / COMPARED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
