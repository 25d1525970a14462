"""Write out the pages that an edition in the making brings along. Publishing runs it."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.editions import written


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="of the edition")

    def handle(self, *, folder, **options):
        if not settings.READS_EDITIONS:
            raise CommandError("Pages are written by PORTAL_ROLE=public, as it would make them.")
        self.stdout.write(f"Written: {written.write_in(folder.resolve()):,} pages.")
