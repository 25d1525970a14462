"""Offer curators the names that stand in several articles and belong to no entity."""

from django.core.management.base import BaseCommand

from articles.progress import progress
from entities import offering
from entities.models import UnclaimedName


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        outcome = offering.offer_names(
            lambda rows, total: progress(rows, "Names", total=total, stream=self.stderr._out)
        )
        self.stdout.write(
            f"Names of no entity: {UnclaimedName.objects.count()} offered; {outcome.created} new, "
            f"{outcome.changed} changed, {outcome.removed} gone."
        )
