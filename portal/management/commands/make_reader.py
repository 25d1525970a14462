"""Make the role by which public processes read PostgreSQL; again after a migration or a change.

Run as the owner of the database. The password comes from READER_PASSWORD or is asked for.
"""

import os
from getpass import getpass

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from portal.guard.reader import exists, make_reader


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("name", help="of the role, as in postgres://NAME:password@host/name")

    def handle(self, *, name, **options):
        if not (settings.IS_CURATED and settings.IS_POSTGRES):
            raise CommandError(
                "Readers are made with PORTAL_ROLE=curation or all, on the PostgreSQL that "
                "DATABASE_URL names."
            )
        try:
            self.make(name)
        except DatabaseError as error:
            raise CommandError(f"PostgreSQL refused: {error}") from None

    def make(self, name):
        connection.ensure_connection()
        if name == connection.connection.info.user:
            raise CommandError(f"{name} is who writes; a reader is another.")
        remaining = make_reader(name, self.password(name))
        if remaining:
            raise CommandError(
                f"{name} may read, and may still do what a superuser must take away: "
                + ", ".join(remaining)
            )
        self.stdout.write(f"{name} may read what readers get, and nothing else.")

    def password(self, name) -> str:
        given = os.environ.get("READER_PASSWORD", "")
        if given or exists(name):
            return given
        typed = getpass(f"Password of {name}: ")
        if not typed:
            raise CommandError("A reader needs a password.")
        return typed
