"""Link anew the articles that queued changes of names concern. Killed, it goes on the next time."""

from django.core.management.base import BaseCommand

from articles.batching import SIZE
from articles.progress import progress
from entities import relinking
from entities.models import Relinking


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        for job in relinking.work_off(self.watch):
            self.stdout.write(f"{job}: {job.result}")

    def watch(self, batches, jobs: list[Relinking]):
        total = sum(-(-(job.left or 0) // SIZE) for job in jobs)
        return progress(batches, "Linking", total=total, stream=self.stderr._out)
