"""Hash every file of editions, and say exactly which is missing, truncated, altered or surplus."""

from django.core.management.base import BaseCommand, CommandError

from portal.editions import shelf, verifying


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("names", nargs="*", metavar="NAME", help="editions (default: all)")

    def handle(self, *, names, **options):
        editions = list(map(shelf.edition, names)) or list(shelf.editions())
        if not editions:
            raise CommandError("There is no edition; manage.py publish makes one.")
        found = {edition.name: verifying.faults_of(edition) for edition in editions}
        for name, faults in found.items():
            self.stdout.write(f"{name}: {'sound.' if not faults else ''}".rstrip())
            for fault in faults:
                self.stdout.write(f"  {fault}")
        pointing = [] if names else verifying.faults_of_pointer()
        for fault in pointing:
            self.stdout.write(fault)
        if pointing or any(found.values()):
            raise SystemExit(1)
