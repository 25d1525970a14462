"""Import the articles, load the curation, link names, anchor evidence and index, in that order.

Running it again changes nothing; killed at any point, it goes on where it stopped.
"""

from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from articles.progress import progress
from entities import checking, linking
from entities.counting import keeping
from entities.models import Evidence
from portal.pages import stored


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", nargs="?", type=Path, default=settings.BASE_DIR / "seeds", metavar="DIR",
            help="holds the curation files, and the texts in articles/ (default: seeds)",
        )  # fmt: skip

    def handle(self, *, folder, **options):
        all_imported = self.run("Articles:", "import_articles", str(folder / "articles"))
        self.run("Curation:", "load_seeds", folder)
        outcome = linking.link_all(self.watch("Linking"))
        self.stdout.write(
            f"Links: {outcome.created} created, {outcome.changed} changed, "
            f"{outcome.removed} removed."
        )
        call_command("propose_names", stdout=self.stdout._out, stderr=self.stderr._out)
        changed = checking.check_all(self.watch("Anchoring"))
        lost = Evidence.objects.exclude(state="ok").count()
        self.stdout.write(f"Evidence: {changed} moved or changed, {lost} to be looked at.")
        keeping.count_uncounted(self.watch("Counting"))
        self.run("Search:", "index_search")
        stored.render_missing(partial(progress, stream=self.stderr._out))
        analyze()
        # A text that fails must not keep the others from readers, but it must be heard of.
        if not all_imported:
            raise SystemExit(1)

    def run(self, title: str, command: str, *paths: Path | str) -> bool:
        """Run another command; whether it ended well."""
        # On a line of its own: a bar would wipe out what stands before it.
        self.stdout.write(title)
        try:
            # The streams themselves: a wrapper in a wrapper would break the lines of a bar.
            call_command(command, *paths, stdout=self.stdout._out, stderr=self.stderr._out)
        except SystemExit as stopped:
            return not stopped.code
        return True

    def watch(self, what: str):
        return lambda batches: progress(batches, what, total=len(batches), stream=self.stderr._out)


def analyze() -> None:
    """Let the database know how much of what it holds by now, by which it chooses its indexes.

    PostgreSQL would find out some minutes later, SQLite never.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # So many rows of each index tell enough, and all of a million articles take minutes.
            cursor.execute("PRAGMA analysis_limit = 1000")
        cursor.execute("ANALYZE")
