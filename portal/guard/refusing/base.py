"""The database to which the public role's router leads all writes: it takes none."""

from django.db import NotSupportedError
from django.db.backends.sqlite3 import base


class ReadOnly(NotSupportedError):
    """The public role was asked to write."""


class DatabaseWrapper(base.DatabaseWrapper):
    def ensure_connection(self):
        raise ReadOnly(
            "The public role only reads. What writes is run with PORTAL_ROLE=curation or all."
        )
