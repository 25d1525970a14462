"""Read the edition that a request is pinned to, over a connection that can do nothing else."""

from django.db.backends.sqlite3 import base

from portal.editions.serving import pinned
from portal.guard.layers import GUARDS, address
from portal.guard.refusing.base import ReadOnly
from portal.guard.timing import TimedConnection

PRAGMAS = (
    # Kept for each connection. What is read twice comes from here, and all else from the memory in
    # which the system keeps the file for all processes.
    "cache_size = -16384",
    # A mapped file that is cut short kills the process, where reading it is an error that can be
    # answered; and what is mapped counts as memory of every worker.
    "mmap_size = 0",
    # Large sorts need no folder that could be full or closed to us; a second bounds them.
    "temp_store = MEMORY",
    # What is damaged shows where it is read, and its schema calls no function that has effects.
    "cell_size_check = ON",
    "trusted_schema = OFF",
)
# A page's statements differ by the length of their lists; preparing one anew costs more than it.
STATEMENTS = 512


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection a thread stays open from request to request, as long as the edition does."""

    edition: str | None = None

    def get_connection_params(self):
        return {
            **super().get_connection_params(),
            "database": address(pinned().database),
            "factory": TimedConnection,
            "cached_statements": STATEMENTS,
        }

    def get_new_connection(self, conn_params):
        connection = super().get_new_connection(conn_params)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        for guard in GUARDS:
            guard(connection)
        self.edition = pinned().name
        return connection

    def ensure_connection(self):
        """A request is pinned to one edition, so that this changes over at its first query."""
        if self.connection is not None and self.edition != pinned().name:
            self.close()
        super().ensure_connection()

    def create_cursor(self, name=None):
        return self.connection.cursor()

    def prepare_database(self):
        raise ReadOnly("An edition is never changed, nor migrated; publish another.")
