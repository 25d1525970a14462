"""Write the curation back as the files that load_seeds reads."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from entities.dumping.dump import Dump, NothingHeld, dump_seeds
from entities.loading import BadSeeds


class Command(BaseCommand):
    help = __doc__ + " Files that are there are edited in place: what is unchanged stays as it is."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR", help="holds the files, or will")
        parser.add_argument(
            "--check", action="store_true",
            help="write nothing; print the difference, and fail if there is one",
        )  # fmt: skip

    def handle(self, *, folder, check=False, **options):
        if folder.exists() and not folder.is_dir():
            raise CommandError(f"{folder} is a file; name a folder.")
        dump = self.dump(folder)
        for problem in dump.warnings:
            self.stderr.write(
                self.style.WARNING(f"load_seeds will refuse this: {folder}/{problem}")
            )
        for problem in dump.lacking:
            self.stderr.write(
                self.style.WARNING(f"load_seeds will refuse this on a new build: {problem}")
            )
        if check:
            self.tell_difference(dump)
            return
        try:
            dump.write()
        except OSError as error:
            raise CommandError(f"Cannot write to {folder}: {error}") from None
        self.stdout.write(f"Written: {', '.join(dump.changed) or 'nothing, all is as it was'}.")

    # One moment of the database, whoever writes to it meanwhile.
    @transaction.atomic
    def dump(self, folder: Path) -> Dump:
        try:
            return dump_seeds(folder)
        except NothingHeld:
            raise CommandError(
                "The database holds no curation; nothing was written. "
                "Run load_seeds first, or delete the files by hand if they are to go."
            ) from None
        except BadSeeds as error:
            for problem in error.problems:
                self.stderr.write(self.style.ERROR(f"{folder}/{problem}"))
            raise CommandError(f"{len(error.problems)} problems; nothing was written.") from None

    def tell_difference(self, dump: Dump) -> None:
        for line in dump.diff():
            self.stdout.write(line, ending="" if line.endswith("\n") else "\n")
        if dump.changed:
            sys.exit(1)
