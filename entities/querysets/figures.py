"""What can be asked of figures."""

from django.db import models
from django.db.models import Exists, OuterRef

# The degrees of a place: as far as each of its two figures can go, and what they have in common.
HIGHEST = {"latitude": 90, "longitude": 180}
ONE_PLACE = ("entity_id", "subject", "source_id", "edition", "period", "unit", "basis")


class ObservationQuerySet(models.QuerySet):
    def for_list(self):
        """With the subject where it is held, and the source."""
        return self.select_related("entity", "source")

    def located(self):
        """Of each place that is given as a point on the globe, its latitude."""
        beside = self.within("longitude").filter(**{key: OuterRef(key) for key in ONE_PLACE})
        return self.within("latitude").filter(Exists(beside))

    def within(self, measure):
        highest = HIGHEST[measure]
        return self.filter(measure=measure, value__range=(-highest, highest))

    def listings(self):
        """For which periods each edition gives figures on a scale, whoever their subjects are."""
        return (
            self.order_by()
            .values_list(
                "measure", "unit", "basis", "period",
                "source__date", "edition", "source__title", "source__slug", "source__publisher",
            )
            .distinct()
        )  # fmt: skip
