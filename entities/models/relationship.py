"""Statements that join two entities, each resting on quotes from articles."""

from django.core.exceptions import ValidationError
from django.db import models

from articles import dates
from articles.history import Records
from entities import kinds, qualifying
from entities.models.entity import Entity
from entities.models.note import Note
from entities.querysets import RelationshipQuerySet


class Claim(models.TextChoices):
    REPORTED = "reported", "reported"
    PROMOTIONAL = "promotional", "promotional"
    DISPUTED = "disputed", "disputed"
    UNVERIFIED = "unverified", "not verified"


# A claim that says others disagree, or that nothing was found, owes the reader the reason.
NEEDS_NOTE = (Claim.DISPUTED, Claim.UNVERIFIED)


def validate_kinds(value):
    if not value or not isinstance(value, list) or set(value) - set(kinds.KINDS):
        raise ValidationError(f"A list of one or more of {', '.join(kinds.KINDS)}.")


class RelationType(models.Model):
    """A way in which two entities can be related, worded from both sides."""

    slug = models.SlugField(max_length=100, unique=True)
    label = models.CharField(max_length=200, help_text="From the subject: takes part in.")
    inverse = models.CharField(max_length=200, help_text="From the object: has the participant.")
    subject_kinds = models.JSONField(validators=[validate_kinds], help_text="Kinds of the subject.")
    object_kinds = models.JSONField(validators=[validate_kinds], help_text="Kinds of the object.")
    symmetric = models.BooleanField(default=False)
    aligned = models.JSONField(
        default=list, blank=True, help_text="Near equivalents elsewhere; ~ means only similar."
    )

    history = Records()

    class Meta:
        ordering = ["label"]

    def __str__(self):
        return self.label


class Relationship(models.Model):
    """Subject, type, object: stated once, whoever says it."""

    slug = models.SlugField(max_length=300, unique=True)
    subject = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="relations_from")
    type = models.ForeignKey(RelationType, on_delete=models.PROTECT, related_name="relationships")
    object = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="relations_to")
    claim = models.CharField(max_length=20, choices=Claim.choices, default=Claim.REPORTED)
    notes = models.ManyToManyField(Note, through="RelationshipNote", related_name="relationships")

    objects = RelationshipQuerySet.as_manager()
    history = Records()

    class Meta:
        ordering = ["slug"]
        indexes = [models.Index(fields=["claim"], name="relationship_by_claim")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "type", "object"],
                name="relationship_stated_once",
                violation_error_message="This statement is held already.",
            ),
            models.CheckConstraint(
                condition=~models.Q(subject=models.F("object")),
                name="relationship_joins_two_entities",
                violation_error_message="An entity cannot be related to itself.",
            ),
        ]

    def __str__(self):
        return f"{self.subject} {self.type} {self.object}"

    def get_absolute_url(self):
        # Written out: a page links many, and resolving each address would cost more than it.
        return f"/relationships/{self.slug}/"

    def clean(self):
        """Check the kinds at both ends, and that a symmetric statement is not turned round."""
        errors = {}
        if self.type_id and self.subject_id and self.subject.kind not in self.type.subject_kinds:
            errors["subject"] = wrong_kind(self.subject, self.type.subject_kinds)
        if self.type_id and self.object_id and self.object.kind not in self.type.object_kinds:
            errors["object"] = wrong_kind(self.object, self.type.object_kinds)
        if self.type_id and self.type.symmetric and self.is_turned_round():
            errors["object"] = "This statement is held already, the other way round."
        if self._state.adding and FormerStatement.objects.filter(slug=self.slug).exists():
            errors["slug"] = "This address leads to another statement already."
        if errors:
            raise ValidationError(errors)

    def is_turned_round(self):
        return (
            type(self)
            .objects.filter(subject=self.object_id, type=self.type_id, object=self.subject_id)
            .exists()
        )


def wrong_kind(entity: Entity, allowed: list[str]) -> str:
    labels = ", ".join(kinds.kind_of(kind).label for kind in allowed)
    return f"{entity} is of the kind {entity.kind_info.label}; this type takes: {labels}."


class FormerStatement(models.Model):
    """The address of a statement that became one with another: it redirects for ever."""

    slug = models.SlugField(max_length=300, unique=True)
    relationship = models.ForeignKey(
        Relationship, on_delete=models.CASCADE, related_name="former_slugs"
    )

    history = Records()

    class Meta:
        ordering = ["slug"]

    def __str__(self):
        return self.slug


class RelationshipNote(models.Model):
    relationship = models.ForeignKey(Relationship, on_delete=models.CASCADE)
    note = models.ForeignKey(Note, on_delete=models.PROTECT)
    position = models.PositiveIntegerField(default=1)

    history = Records()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["relationship", "note"], name="note_attached_once"),
        ]

    def __str__(self):
        return f"{self.note} beside {self.relationship.slug}"


class Qualifier(models.Model):
    """What narrows a statement: a date, an office, a share. All empty: not stated in the text."""

    relationship = models.ForeignKey(
        Relationship, on_delete=models.CASCADE, related_name="qualifiers"
    )
    key = models.CharField(max_length=30, choices=qualifying.choices)
    value = models.CharField(max_length=300, blank=True)
    date = models.CharField(max_length=100, blank=True, validators=[dates.validate_edtf])
    entity = models.ForeignKey(
        Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="qualifies"
    )
    remark = models.CharField(max_length=300, blank=True, help_text="Stands beside the date.")

    history = Records()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["relationship", "key"], name="qualified_once_a_key"),
        ]

    def __str__(self):
        return f"{self.get_key_display()}: {self.value or self.date or self.entity or 'not stated'}"

    def clean(self):
        if self.key not in qualifying.KEYS:
            return
        for name in ("value", "date", "entity"):
            if getattr(self, name) and name != qualifying.KEYS[self.key].holds:
                raise ValidationError(
                    {name: f"“{self.get_key_display()}” takes {qualifying.KEYS[self.key].asks}."}
                )
