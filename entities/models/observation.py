"""Figures: never a bare number, always with unit, basis, status, source and edition."""

from django.core.exceptions import ValidationError
from django.db import models

from articles import dates
from articles.history import Records
from entities.models.entity import Entity
from entities.models.note import Source


class Status(models.TextChoices):
    AS_PUBLISHED = "as_published", "as published"
    REPORTED = "reported", "reported"
    ESTIMATED = "estimated", "estimated"
    ZERO = "zero", "zero"
    NOT_AVAILABLE = "not_available", "not available"
    LOWER_BOUND = "lower_bound", "at least"
    RANGE = "range", "range"
    PLANNED = "planned", "planned"


class Observation(models.Model):
    """One figure of one subject in one edition of one source."""

    measure = models.CharField(max_length=60)
    subject = models.CharField(max_length=200, help_text="As the source writes it.")
    entity = models.ForeignKey(
        Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="observations"
    )
    # Namibia's alpha-2 code is NA, which many tools read as missing: codes are text throughout.
    iso3 = models.CharField("ISO 3166-1 alpha-3", max_length=3, blank=True)
    period = models.CharField(max_length=100, blank=True, validators=[dates.validate_edtf])
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    low = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    unit = models.CharField(max_length=200)
    basis = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="observations")
    edition = models.CharField(max_length=100, blank=True)
    remark = models.CharField(max_length=500, blank=True)

    history = Records()

    class Meta:
        ordering = ["measure", "subject", "period", "edition", "basis"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "subject", "period", "unit", "basis", "source", "edition"],
                name="figure_given_once_an_edition",
            ),
        ]

    def __str__(self):
        return f"{self.measure_label}, {self.subject}, {self.period}"

    def clean(self):
        """A status says whether there is a value, a range or neither."""
        has_value, has_range = self.value is not None, None not in (self.low, self.high)
        match self.status:
            case Status.NOT_AVAILABLE if has_value or self.low is not None:
                raise ValidationError(
                    {"value": "There is one, though the status says there is not."}
                )
            case Status.RANGE if not has_range:
                raise ValidationError({"low": "A range needs low and high."})
            case Status.RANGE | Status.NOT_AVAILABLE:
                return
            case _ if not has_value:
                raise ValidationError({"value": "Missing; the status not available says so, too."})

    @property
    def measure_label(self):
        return self.measure.replace("_", " ").capitalize()
