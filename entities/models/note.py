"""What curators say beside a claim, and the outside works it rests on."""

from django.db import models

from articles import dates
from articles.history import Records
from articles.models import Article, Passage
from entities.querysets import NoteQuerySet, SourceQuerySet


class Verdict(models.TextChoices):
    SUPPORTED = "supported", "supported"
    NEEDS_CONTEXT = "needs_context", "needs context"
    DISPUTED = "disputed", "disputed"
    UNVERIFIED = "unverified", "not verified"


class Grade(models.TextChoices):
    PRIMARY = "primary", "primary: the body that made the statement or the figure"
    REPRINT = "reprint", "reprint: the primary text on another site"
    COMPANY = "company", "company: a statement by an interested party"
    SECONDARY = "secondary", "secondary"


class Source(models.Model):
    """An outside work that notes and figures rest on."""

    slug = models.SlugField(max_length=200, unique=True)
    title = models.CharField(max_length=500)
    publisher = models.CharField(max_length=300)
    grade = models.CharField(max_length=20, choices=Grade.choices)
    date = models.CharField(max_length=100, blank=True, validators=[dates.validate_edtf])
    date_note = models.CharField(max_length=200, blank=True)
    url = models.URLField("address", max_length=2000)
    doi = models.CharField("DOI", max_length=200, blank=True)
    remark = models.TextField(blank=True)
    seen_as = models.TextField(
        blank=True, help_text="In what form the work was read. Shown in admin only."
    )

    objects = SourceQuerySet.as_manager()
    history = Records()

    class Meta:
        ordering = ["publisher", "title"]

    def __str__(self):
        return f"{self.publisher}: {self.title}"

    def get_absolute_url(self):
        # Written out: a page links many, and resolving each address would cost more than it.
        return f"/sources/{self.slug}/"


class Note(models.Model):
    """A curator's note: it stands beside a claim and never changes the article's words."""

    slug = models.SlugField(max_length=200, unique=True)
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    text = models.TextField(help_text="In the curator's own words.")
    as_of = models.CharField(max_length=100, blank=True, validators=[dates.validate_edtf])
    sources = models.ManyToManyField(Source, through="NoteSource", related_name="notes")

    objects = NoteQuerySet.as_manager()
    history = Records()

    class Meta:
        ordering = ["slug"]

    def __str__(self):
        return self.slug

    def get_absolute_url(self):
        return f"/notes/#{self.slug}"


class NoteSource(models.Model):
    note = models.ForeignKey(Note, on_delete=models.CASCADE)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    position = models.PositiveIntegerField(default=1)

    history = Records()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["note", "source"], name="note_rests_on_source_once"),
        ]

    def __str__(self):
        return f"{self.source} under {self.note.slug}"


class Anchor(models.Model):
    """The passage a note stands beside, or one that says otherwise."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="anchors")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="note_anchors")
    place = models.CharField(
        max_length=12, help_text="A line of the text as imported, such as 11, or a passage: p6."
    )
    passage = models.ForeignKey(
        Passage, null=True, editable=False, on_delete=models.PROTECT, related_name="note_anchors"
    )
    is_contrast = models.BooleanField("says otherwise", default=False)

    history = Records()

    class Meta:
        ordering = ["note", "is_contrast", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["note", "article", "place", "is_contrast"], name="note_anchored_once"
            ),
        ]

    def __str__(self):
        return f"{self.note.slug} at {self.article.slug}, {self.place}"
