"""Tell a database that is locked, gone or damaged from a fault of our own code."""

import sqlite3
import traceback
from collections.abc import Iterator

import psycopg
from django.db import Error

from portal.search.contract import Unavailable

# Django wraps what its own cursors raise; what a driver's cursor raises may come as it is.
AWAY = (Error, sqlite3.Error, psycopg.Error, Unavailable)
OURS = ("portal.", "entities.", "articles.")
# Those of ours work within a cursor.
DRIVERS = ("portal.guard.", "django.db.backends.", "django.db.utils", "sqlite3", "psycopg")
# Where Django makes values of what a row holds, by each field's own functions.
CONVERTING = ("django.db.models.sql.compiler", "apply_converters")


def is_away(error: BaseException) -> bool:
    """Whether the data could not be read (or written), and not what is done with them failed."""
    if isinstance(error, AWAY):
        return True
    if isinstance(error, ValueError):
        beyond = list(beyond_ours(error))
        # Damaged text comes out of a driver as a UnicodeDecodeError, which looks like any other:
        # it counts where the driver was the last to be called.
        return is_raised_by_driver(error, beyond) or CONVERTING in beyond
    return False


def beyond_ours(error: BaseException) -> Iterator[tuple[str, str]]:
    """Module and function of each frame after the last of our own, the innermost first."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    for frame in reversed(frames):
        module = frame.f_globals.get("__name__", "")
        if module.startswith(OURS) and not module.startswith(DRIVERS):
            return
        yield module, frame.f_code.co_name


def place_of(error: BaseException) -> str:
    """The last line of our own that was under way, else the last of all."""
    frames = traceback.extract_tb(error.__traceback__)
    modules = [
        frame.f_globals.get("__name__", "") for frame, _ in traceback.walk_tb(error.__traceback__)
    ]
    ours = [frame for frame, module in zip(frames, modules, strict=True) if module.startswith(OURS)]
    last = [*frames, *ours][-1:]
    return "".join(f"{frame.filename}:{frame.lineno}" for frame in last)


def is_raised_by_driver(error: ValueError, beyond: list[tuple[str, str]]) -> bool:
    return isinstance(error, UnicodeDecodeError) and any(
        module.startswith(DRIVERS) for module, _ in beyond[:1]
    )
