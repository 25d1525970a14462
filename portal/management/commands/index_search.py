"""Bring the search index up to date; make it anew where it is missing, damaged or outdated."""

from functools import partial

from django.core.management.base import BaseCommand, CommandError

from articles.progress import progress
from portal.search import indexing
from portal.search.backends import backend
from portal.search.contract import Unavailable
from portal.search.indexing import PLURALS, Done


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--rebuild", action="store_true", help="make it anew whatever it holds")

    def handle(self, *, rebuild, **options):
        watch = partial(progress, stream=self.stderr._out)
        try:
            done = indexing.ensure(is_asked=rebuild, watch=watch, say=self.stdout.write)
            self.stdout.write(summary(done))
        except (OSError, Unavailable) as error:
            raise CommandError(f"The search index cannot be used: {error}") from None


def summary(done: Done) -> str:
    sizes = backend().sizes()
    held = ", ".join(f"{sizes[sort]:,} {plural}" for sort, plural in PLURALS.items())
    if done.reason:
        return f"Indexed: {held}."
    if done.changed:
        return f"Brought up to date with {done.changed:,} changed rows: {held}."
    return f"Up to date: {held}."
