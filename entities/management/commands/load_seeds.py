"""Load the curation files: entities, relationships, notes, sources and figures."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from entities import checking, linking
from entities.loading import BadSeeds, load_seeds


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        default = settings.BASE_DIR / "seeds"
        parser.add_argument(
            "folder", nargs="?", type=Path, default=default, metavar="DIR",
            help="holds entities.toml and its like (default: seeds)",
        )  # fmt: skip

    def handle(self, *, folder, **options):
        try:
            report = load_seeds(folder)
        except BadSeeds as error:
            for problem in error.problems:
                self.stderr.write(self.style.ERROR(f"{folder}/{problem}"))
            raise CommandError(
                f"{len(error.problems)} problems; nothing was loaded. Correct them and load again."
            ) from None
        for conflict in report.conflicts:
            self.stderr.write(self.style.WARNING(f"Conflict: {conflict}"))
        if report.has_changes:
            linking.link_all()
            checking.check_all()
        self.stdout.write(
            f"{len(report.created)} records created, {len(report.updated)} updated, "
            f"{len(report.removed)} removed, {len(report.conflicts)} conflicts."
        )
