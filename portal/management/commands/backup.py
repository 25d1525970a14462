"""Write all of the live database to one file, while curators work on it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal import keeping


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--force", action="store_true", help="replace FILE if it is there")

    def handle(self, *, file, force, **options):
        try:
            keeping.backup(file, may_replace=force)
        except (keeping.CannotKeep, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Kept in {file}: {file.stat().st_size:,} bytes, checked.")
