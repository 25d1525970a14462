"""Compare each stored text of an article with what would be written out now, and tell those that
are wrong; with --mend, write out those and all that are missing."""

from functools import partial

from django.core.management.base import BaseCommand

from articles.progress import progress
from portal.pages import stored
from portal.pages.checking import check


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "--mend", action="store_true", help="write out what is wrong or missing"
        )

    def handle(self, *, mend, **options):
        watch, number = partial(progress, stream=self.stderr._out), 0
        for slug in check(mend, watch):
            self.stdout.write(f"Not what readers would get now: {slug}")
            number += 1
        if mend:
            written = stored.render_missing(watch)
            self.stdout.write(f"Wrong: {number:,}. Written out: {written:,}.")
        elif number:
            self.stdout.write(f"Wrong: {number:,}. To mend them: manage.py check_texts --mend")
            raise SystemExit(1)
        else:
            self.stdout.write("All stored texts are right.")
