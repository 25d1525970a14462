"""Say in a sentence why a command could not go on, where disk or database are at fault."""

import errno
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError

# No room, or no right.
WANTING = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM}
# The search engine gives the system's number in its words only.
NUMBERED = re.compile(r"\bos error (\d+)|\bcode: (\d+)")
ADVICE = "What was finished stays; run the command again once that is mended."


@contextmanager
def said_plainly() -> Iterator[None]:
    """With --traceback, Django's own option, the whole error is shown as ever."""
    try:
        yield
    except Exception as error:
        if "--traceback" in sys.argv or not is_outer(error):
            raise
        sys.exit(f"{str(error).strip().rstrip('.')}. {ADVICE}")


def is_outer(error: Exception) -> bool:
    """Whether what is around us is at fault: no room, no right, a lock, a server that is away."""
    if isinstance(error, OperationalError | sqlite3.OperationalError):
        return True
    return number_of(error) in WANTING


def number_of(error: Exception) -> int | None:
    """The system's number of an error, whoever met with it."""
    if isinstance(error, OSError):
        return error.errno
    found = NUMBERED.search(str(error)) if isinstance(error, ValueError) else None
    return int(found[1] or found[2]) if found else None
