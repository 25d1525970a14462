"""Django's command, for those roles that may change a database."""

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate


class Command(migrate.Command):
    def execute(self, *args, **options):
        # Before the checks, which would already ask the database.
        if not settings.IS_CURATED:
            raise CommandError(
                "The public role changes no database. Migrate with PORTAL_ROLE=curation or all, "
                "then publish an edition, or run make_reader again."
            )
        return super().execute(*args, **options)
