"""Lead what reads to the database of readers, and what writes to none.

To refuse at once would be too early: Django asks for the database of writes, too, where an object
that is never saved is given another.
"""

from django.db import DEFAULT_DB_ALIAS


class ReadersRouter:
    def db_for_read(self, model, **hints):
        return DEFAULT_DB_ALIAS

    def db_for_write(self, model, **hints):
        return "refused"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return False
