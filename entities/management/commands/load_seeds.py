"""Load the curation files: entities, relationships, notes, sources and figures."""

import json
import shlex
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from entities import checking, relinking
from entities.conflicts import UnknownConflicts, name_of
from entities.linking import Outcome
from entities.loading import BadSeeds, Report, load_seeds
from entities.models import SeedConflict
from entities.wording import Wording


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        default = settings.BASE_DIR / "seeds"
        parser.add_argument(
            "folder", nargs="?", type=Path, default=default, metavar="DIR",
            help="holds entities.toml and its like (default: seeds)",
        )  # fmt: skip
        parser.add_argument(
            "--theirs", nargs="+", action="extend", default=[], metavar="NAME",
            help="take the file’s value in these conflicts, named as reported; all: in every one",
        )  # fmt: skip
        parser.add_argument(
            "--ours", nargs="+", action="extend", default=[], metavar="NAME",
            help="keep the curator’s value in these conflicts, until the file changes again",
        )  # fmt: skip

    def handle(self, *, folder, theirs=(), ours=(), **options):
        if both := sorted(set(theirs) & set(ours)):
            raise CommandError(f"Decided both ways: {', '.join(both)}. Nothing was loaded.")
        try:
            report = self.load(folder, theirs, ours)
        except BadSeeds as error:
            for problem in error.problems:
                self.stderr.write(self.style.ERROR(f"{folder}/{problem}"))
            raise CommandError(
                f"{len(error.problems)} problems; nothing was loaded. Correct them and load again."
            ) from None
        except UnknownConflicts as error:
            raise CommandError(f"{error}; nothing was loaded. {listed(error.open_names)}") from None
        self.tell(report)
        call_command("relink", stdout=self.stdout._out, stderr=self.stderr._out)

    # Together, so that a kill in between cannot leave names that nobody links, and quotes
    # unchecked. What takes long is only queued, and worked off after it.
    @transaction.atomic
    def load(self, folder: Path, theirs: Iterable[str], ours: Iterable[str]) -> Report:
        before = Wording.now()
        report = load_seeds(folder, theirs=theirs, ours=ours)
        if report.has_changes:
            changes = Wording.now().changes_since(before)
            done = relinking.link_or_queue(changes, what=f"Curation files in {folder.name}")
            if isinstance(done, Outcome) and done.articles:
                self.stdout.write(str(done))
            checking.check_all()
        return report

    def tell(self, report: Report) -> None:
        for conflict in report.conflicts:
            self.stderr.write(self.style.WARNING(in_words(conflict)))
        if report.conflicts:
            name = shlex.quote(name_of(report.conflicts[0]))
            self.stderr.write(
                "The curator’s word stands. Decide by --theirs NAME… or --ours NAME…, "
                f"for instance: load_seeds --theirs {name}"
            )
        self.stdout.write(
            f"{len(report.created)} records created, {len(report.updated)} updated, "
            f"{len(report.removed)} removed, {len(report.conflicts)} conflicts."
        )


def in_words(conflict: SeedConflict) -> str:
    """The name as a shell takes it, and what each side says."""
    return (
        f"Conflict: {shlex.quote(name_of(conflict))}\n"
        f"  the curator’s: {side(conflict.kept)}\n"
        f"  the file’s:    {side(conflict.file_says)}"
    )


def side(value) -> str:
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False)


def listed(names: list[str]) -> str:
    return "Open are: " + " ".join(map(shlex.quote, names)) if names else "None is open."
