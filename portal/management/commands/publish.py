"""Publish an edition: a snapshot of what readers get, with its search index, in a folder."""

from functools import partial

from django.core.management.base import BaseCommand, CommandError

from articles.progress import progress
from portal.editions import publishing, shelf, starting, wording
from portal.editions.manifest import Manifest
from portal.editions.publishing import NotPublished


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        doing = parser.add_mutually_exclusive_group()
        doing.add_argument(
            "--rollback", action="store_true", help="lead readers back to the edition before"
        )
        doing.add_argument("--list", action="store_true", help="say which editions are kept")
        doing.add_argument("--dry-run", action="store_true", help="say what would change")
        parser.add_argument("--keep", type=int, help="so many of the last editions are kept")

    def handle(self, *, rollback, dry_run, keep, **options):
        try:
            if options["list"]:
                self.list()
            elif dry_run:
                changes = publishing.preview()
                starting.keep_compared(changes)
                self.say_changes(changes)
            elif rollback:
                self.say("Readers get", publishing.roll_back())
            else:
                self.publish(keep)
        except NotPublished as error:
            raise CommandError(str(error)) from None

    def publish(self, keep):
        watch = partial(progress, stream=self.stderr._out)
        made = publishing.publish(keep=keep, watch=watch)
        self.say("Published:", made)
        self.say_changes(made.changes)

    def list(self):
        for one in shelf.kept():
            state = "current" if one.is_current else "taken back" if one.was_taken_back else ""
            self.say(state.rjust(10), one.manifest)

    def say(self, what: str, made: Manifest):
        self.stdout.write(f"{what} edition {made.number} ({made.name}), {made.size:,} bytes.")

    def say_changes(self, changes: dict):
        for sentence in wording.sentences(changes):
            self.stdout.write(str(sentence))
