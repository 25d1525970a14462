"""The things that articles name, and what they are called."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from articles import dates
from articles.history import Records
from entities import identifiers, kinds
from entities.querysets import EntityQuerySet, NameQuerySet

# Subtags as in BCP 47, well-formed; whether they are registered is not looked up.
LANGUAGE_TAG = RegexValidator(
    r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z", "Write a language tag, such as en, ja or pt-BR."
)


# The elements that have a name and a place in the periodic table.
NUMBERS = range(1, 119)


class ElementClass(models.TextChoices):
    LIGHT = "light", "light"
    MIDDLE = "middle", "middle"
    HEAVY = "heavy", "heavy"
    SEPARATE = "separate", "separate"
    OUTSIDE = "outside", "not counted among them"
    NOT_ASSESSED = "not_assessed", "not assessed"


def class_field(convention: str) -> models.CharField:
    return models.CharField(
        f"class ({convention})", max_length=20, blank=True, choices=ElementClass.choices
    )


class Entity(models.Model):
    """Anything an article can name. Which of the fields apply, its kind says."""

    slug = models.SlugField(max_length=200, unique=True)
    kind = models.CharField(max_length=30, choices=kinds.choices)
    subtype = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=100, blank=True)
    description = models.TextField(blank=True, help_text="The curator's words, shown as such.")
    curator_hint = models.TextField(blank=True, help_text="Shown in admin only.")
    country = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="based_here",
        limit_choices_to={"kind": "country"},
    )  # fmt: skip
    parent_group = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="group_members",
        limit_choices_to={"kind": "element_group"},
    )  # fmt: skip
    family_name = models.CharField(max_length=200, blank=True)
    date = models.CharField(
        max_length=100, blank=True, validators=[dates.validate_edtf], help_text="An EDTF date."
    )
    date_note = models.CharField(max_length=300, blank=True)
    symbol = models.CharField(max_length=3, blank=True)
    atomic_number = models.PositiveSmallIntegerField(null=True, blank=True)
    class_usgs = class_field("USGS")
    class_eu = class_field("EU")
    class_geo3 = class_field("geochemical")
    class_seeds = class_field("as the articles say")
    members_total = models.PositiveIntegerField(null=True, blank=True)
    uses = models.JSONField(default=list, blank=True, help_text="The curator's words.")

    objects = EntityQuerySet.as_manager()
    history = Records()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "entities"
        indexes = [
            # The order of the list of all, and what its kinds are counted by.
            models.Index(fields=["kind", "name"], name="entity_by_kind"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["symbol"], condition=~models.Q(symbol=""), name="symbol_means_one_element"
            ),
        ]

    def __str__(self):
        return self.short_name or self.name

    def get_absolute_url(self):
        # Written out: a page links many, and resolving each address would cost more than it.
        return f"/entities/{self.slug}/"

    def clean(self):
        if FormerSlug.objects.filter(slug=self.slug).exclude(entity=self.pk).exists():
            raise ValidationError({"slug": "This address leads to another entity already."})
        if statement := self.statement_against_its_kind():
            raise ValidationError(
                {"kind": f"“{statement}” does not take this kind: change or delete it first."}
            )
        if self.is_numbered and self.atomic_number not in NUMBERS:
            raise ValidationError({"atomic_number": "The known elements are numbered 1 to 118."})

    def validate_constraints(self, exclude=None):
        """Of two elements with one number, the periodic table could show but one."""
        super().validate_constraints(exclude)
        numbered = Entity.objects.elements().filter(atomic_number=self.atomic_number)
        if self.is_numbered and (other := numbered.exclude(pk=self.pk).first()):
            message = f"{self.atomic_number} is the number of {other} already."
            raise ValidationError({"atomic_number": message})

    @property
    def is_numbered(self):
        return self.kind == "element" and self.atomic_number is not None

    def statement_against_its_kind(self):
        """A relationship whose type does not take the kind that the entity is given."""
        if not type(self).objects.filter(pk=self.pk).exclude(kind=self.kind).exists():
            return None
        ends = {"subject_kinds": self.relations_from, "object_kinds": self.relations_to}
        return next(
            (
                statement
                for allowed, statements in ends.items()
                for statement in statements.select_related("subject", "type", "object")
                if self.kind not in getattr(statement.type, allowed)
            ),
            None,
        )

    @property
    def in_sentence(self):
        """The name as it stands within a sentence: dysprosium, but Japan."""
        name = str(self)
        return name[:1].lower() + name[1:] if self.kind_info.is_common else name

    @property
    def called(self) -> list[str]:
        """All that it is called, its own name first."""
        texts = [self.name, self.short_name, *(name.text for name in self.names.all())]
        return [text for text in texts if text]

    @property
    def kind_info(self):
        return kinds.kind_of(self.kind)


class FormerSlug(models.Model):
    """An address that an entity once had, or is looked for at: it redirects for ever."""

    slug = models.SlugField(max_length=200, unique=True)
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="former_slugs")

    history = Records()

    class Meta:
        ordering = ["slug"]

    def __str__(self):
        return self.slug

    def clean(self):
        if Entity.objects.filter(slug=self.slug).exists():
            raise ValidationError({"slug": "An entity has this address now."})


class Name(models.Model):
    """What an entity is called: a name that links by itself, or one for search only."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=300)
    language = models.CharField(max_length=35, default="en", validators=[LANGUAGE_TAG])
    links = models.BooleanField(
        "links by itself", default=False, help_text="Off: the name only serves search."
    )
    used_from = models.CharField(max_length=100, blank=True, validators=[dates.validate_edtf])
    used_until = models.CharField(max_length=100, blank=True, validators=[dates.validate_edtf])

    objects = NameQuerySet.as_manager()
    history = Records()

    class Meta:
        ordering = ["entity", "-links", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "text"], name="name_given_once"),
        ]

    def __str__(self):
        return self.text

    def clean(self):
        self.text = " ".join(self.text.split())
        symbol = self.entity.symbol if self.entity_id else ""
        # In no case: the first letter of a name is found in either.
        if self.links and symbol and self.text.lower() == symbol.lower():
            raise ValidationError(
                {"links": f"The symbol {self.text} never links: it stands in too many words."}
            )


class Identifier(models.Model):
    """What another catalogue calls the entity."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=40, choices=identifiers.choices)
    value = models.CharField(max_length=100)
    checks = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Independent sources that gave it. Shown in admin only."
    )

    history = Records()

    class Meta:
        ordering = ["scheme"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "scheme"], name="identified_once_a_scheme"),
        ]

    def __str__(self):
        return f"{self.get_scheme_display()} {self.value}"

    def clean(self):
        fault = identifiers.fault_of(self.scheme, self.value)
        if fault:
            raise ValidationError({"value": fault})

    @property
    def url(self):
        return identifiers.url_of(self.scheme, self.value)
