"""Count anew what pages show counts of, and tell each count that is kept wrongly."""

from django.core.management.base import BaseCommand

from entities.counting.recounting import recount


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "--mend", action="store_true", help="write the right counts in place of wrong ones"
        )

    def handle(self, *, mend, **options):
        number = 0
        for wrong in recount(mend):
            self.stdout.write(str(wrong))
            number += 1
        if not number:
            self.stdout.write("All counts are right.")
        elif mend:
            self.stdout.write(f"Mended: {number:,}.")
        else:
            self.stdout.write(f"Wrong: {number:,}. To mend them: manage.py check_counts --mend")
            raise SystemExit(1)
