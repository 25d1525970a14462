"""Load the curation files: entities, relationships, notes, sources and figures."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from entities import checking, linking
from entities.loading import BadSeeds, Report, load_seeds


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
            report = self.load(folder)
        except BadSeeds as error:
            for problem in error.problems:
                self.stderr.write(self.style.ERROR(f"{folder}/{problem}"))
            raise CommandError(
                f"{len(error.problems)} problems; nothing was loaded. Correct them and load again."
            ) from None
        for conflict in report.conflicts:
            self.stderr.write(self.style.WARNING(f"Conflict: {conflict}"))
        self.stdout.write(
            f"{len(report.created)} records created, {len(report.updated)} updated, "
            f"{len(report.removed)} removed, {len(report.conflicts)} conflicts."
        )

    # Together, so that a kill in between cannot leave names unlinked and quotes unchecked.
    @transaction.atomic
    def load(self, folder: Path) -> Report:
        report = load_seeds(folder)
        if report.has_changes:
            linking.link_all()
            checking.check_all()
        return report
