"""Figures: never a bare number, always with unit, basis, status, source and edition."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models

from articles import dates
from articles.history import Records
from entities.figures.measures import label_of, unit_in_words, written
from entities.models.entity import Entity
from entities.models.note import Source
from entities.querysets import ObservationQuerySet
from entities.querysets.figures import HIGHEST


class Status(models.TextChoices):
    AS_PUBLISHED = "as_published", "as published"
    REPORTED = "reported", "reported"
    ESTIMATED = "estimated", "estimated"
    ZERO = "zero", "zero"
    NOT_AVAILABLE = "not_available", "not available"
    LOWER_BOUND = "lower_bound", "at least"
    RANGE = "range", "range"
    PLANNED = "planned", "planned"


# Which amounts go with a status; with any other, a value.
AMOUNTS = {Status.RANGE: ("low", "high"), Status.NOT_AVAILABLE: ()}
MISSING = {
    "value": "Missing; the status not available says so, too.",
    "low": "A range needs low and high.",
    "high": "A range needs low and high.",
}
# SQLite holds decimals as floats, which keep no more, and breaks on reading a longer one.
MOST_DIGITS = 15


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

    objects = ObservationQuerySet.as_manager()
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
        faults = {name: self.fault_in(name) for name in ("value", "low", "high")}
        if not any(faults.values()) and self.status == Status.RANGE and self.low > self.high:
            faults["high"] = "It is less than low."
        if faults := {name: fault for name, fault in faults.items() if fault}:
            raise ValidationError(faults)

    def fault_in(self, name):
        amount, wanted = getattr(self, name), AMOUNTS.get(self.status, ("value",))
        if amount is None:
            return MISSING[name] if name in wanted else ""
        if name not in wanted:
            return "There is one, though the status says there is not."
        highest = HIGHEST.get(self.measure)
        if highest and abs(amount) > highest:
            return f"No {self.measure} goes beyond {highest} degrees."
        if len(amount.normalize().as_tuple().digits) > MOST_DIGITS:
            return f"It has more than {MOST_DIGITS} digits that count."
        return ""

    @property
    def measure_label(self):
        return label_of(self.measure)

    @property
    def unit_in_words(self):
        return unit_in_words(self.unit)

    @property
    def subject_name(self):
        """The name of the entity held, else as the source writes it."""
        return str(self.entity) if self.entity else self.subject

    @property
    def ends(self):
        """From where to where it is drawn; nothing where the source gives no figure."""
        match self.status:
            case Status.NOT_AVAILABLE:
                return None
            case Status.RANGE:
                return self.low, self.high
            case _:
                return Decimal(0), self.value

    @property
    def amount_in_words(self):
        """As exact as the source, and never a number where it gives none."""
        match self.status:
            case Status.NOT_AVAILABLE:
                return "not available"
            case Status.RANGE:
                return f"{written(self.low)} to {written(self.high)}"
            case Status.LOWER_BOUND:
                return f"over {written(self.value)}"
            case _:
                return written(self.value)
