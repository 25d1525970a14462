"""Put a backup in the place of the live database: all of it, or nothing where it cannot be used.

Processes that serve the portal may go on meanwhile. The search index is made anew.
"""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal import keeping


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, file, **options):
        try:
            keeping.restore(file)
        except (keeping.CannotKeep, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Restored from {file}.")
        call_command("index_search", stdout=self.stdout._out, stderr=self.stderr._out)
