"""The corpus: articles, the bytes they came from, their passages, and collections of them."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from articles import dates
from articles.history import Records
from articles.querysets import ArticleQuerySet, PassageQuerySet, VersionQuerySet


class TitleSource(models.TextChoices):
    TEXT = "text", "the text"
    CURATOR = "curator", "a curator"


class Display(models.TextChoices):
    FULL = "full", "the full text"
    QUOTES = "quotes", "only the quotes"


class PassageKind(models.TextChoices):
    TITLE = "title", "title"
    HEADING = "heading", "heading"
    BODY = "body", "body"
    PROMO = "promo", "promotion"
    TEASER = "teaser", "teaser"
    NOTICE = "notice", "notice"
    LABEL = "label", "label"


# Only these carry mentions and evidence; the rest is kept, but is not the article.
LINKABLE = (PassageKind.TITLE, PassageKind.HEADING, PassageKind.BODY)


def listing(name: str, **narrowed: str) -> models.Index:
    """What a list of articles that readers get is read from, a page at a time."""
    return models.Index(
        fields=["-sort_day", "title", "slug"],
        condition=models.Q(is_public=True, **narrowed),
        name=name,
    )


class Article(models.Model):
    """A text, and what it says of itself. An empty field means: not stated in the text."""

    slug = models.SlugField(max_length=200, unique=True)
    title = models.CharField(max_length=500)
    title_source = models.CharField(
        max_length=10, choices=TitleSource.choices, default=TitleSource.TEXT
    )
    language = models.CharField(
        max_length=35, blank=True, help_text="A language tag such as en or pt-BR."
    )
    genre = models.CharField(max_length=200, blank=True)
    voice = models.CharField(max_length=500, blank=True, help_text="Who speaks in the text.")
    author = models.CharField(max_length=300, blank=True)
    publisher = models.CharField(max_length=300, blank=True)
    published = models.CharField(
        max_length=100,
        blank=True,
        validators=[dates.validate_edtf],
        help_text="An EDTF date, as vague as the text: 2022, 2022-11, 2022-11-08, 2021/2023.",
    )
    published_earliest = models.DateField(null=True, editable=False)
    sort_day = models.DateField(db_index=True, editable=False)
    source_url = models.URLField("address", max_length=2000, blank=True)
    rights = models.CharField(max_length=500, blank=True)
    references_not_held = models.JSONField(default=list, blank=True)
    site_markers = models.JSONField(
        default=list, blank=True, help_text="Traces of the site in the text. Shown in admin only."
    )
    display = models.CharField(
        "readers get", max_length=10, choices=Display.choices, default=Display.FULL
    )
    is_public = models.BooleanField("public", default=True)
    imported_at = models.DateTimeField(default=timezone.now, editable=False)
    # What the last import read from the file: the base against which a curator's edits are seen.
    imported = models.JSONField(default=dict, editable=False)

    objects = ArticleQuerySet.as_manager()
    history = Records(excluded_fields=["imported"])

    class Meta:
        ordering = ["-sort_day", "title", "slug"]
        indexes = [
            # The list of all articles, in its order, and those of what they do not state.
            listing("article_newest_first"),
            listing("article_unpublished", publisher=""),
            listing("article_unsigned", author=""),
            listing("article_undated", published=""),
            listing("article_unlicensed", rights=""),
            models.Index(
                fields=["-published_earliest", "slug"],
                condition=models.Q(is_public=True, published_earliest__isnull=False),
                name="article_dated_newest_first",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, **kwargs):
        self.set_days()
        super().save(**kwargs)

    def get_absolute_url(self):
        # Written out: a page links many, and resolving each address would cost more than it.
        return f"/articles/{self.slug}/"

    def set_days(self):
        """An undated article sorts by the day of its import."""
        self.published_earliest = dates.earliest_day(self.published)
        self.sort_day = self.published_earliest or self.imported_at.date()

    @property
    def shows_full_text(self):
        return self.display == Display.FULL


class CandidateOrigin(models.Model):
    """Where a curator thinks an article may come from. Not part of the text, not confirmed."""

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, related_name="candidate_origin"
    )
    url = models.URLField("address", max_length=2000)
    publisher = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=300)
    method = models.CharField(max_length=300, blank=True)
    caution = models.CharField(max_length=500, blank=True)

    history = Records()

    def __str__(self):
        return self.url


class ArticleVersion(models.Model):
    """The bytes of an article as they were imported. Never changed, never deleted alone."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    sha256 = models.CharField("SHA-256", max_length=64)
    content = models.BinaryField()
    byte_count = models.PositiveIntegerField()
    encoding = models.CharField(max_length=40, default="utf-8")
    file_name = models.CharField(max_length=255)
    imported_at = models.DateTimeField(default=timezone.now)
    is_current = models.BooleanField(default=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["article", "imported_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "sha256"], name="version_kept_once"),
            models.UniqueConstraint(
                fields=["article"],
                condition=models.Q(is_current=True),
                name="article_has_one_current_version",
            ),
        ]

    def __str__(self):
        return f"{self.article.slug} {self.sha256[:12]}"


class Passage(models.Model):
    """A piece of a version's text, exactly as it stands there."""

    version = models.ForeignKey(ArticleVersion, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField(help_text="Counted from 1 within the version.")
    kind = models.CharField(max_length=10, choices=PassageKind.choices)
    proposed_kind = models.CharField(
        max_length=10,
        choices=PassageKind.choices,
        editable=False,
        help_text="What the file or the classifier said; a curator's edit changes only the kind.",
    )
    reason = models.CharField(max_length=300, blank=True, help_text="Why it is of this kind.")
    group = models.SlugField(max_length=100, blank=True, help_text="Which teaser it belongs to.")
    part = models.CharField(max_length=10, blank=True, help_text="Title or body of a teaser.")
    text = models.TextField()
    line = models.PositiveIntegerField(null=True, help_text="First source line, counted from 1.")
    line_end = models.PositiveIntegerField(null=True)

    objects = PassageQuerySet.as_manager()
    # The text never changes; its kind is what a curator gives it.
    history = Records(excluded_fields=["text", "reason", "group", "part"])

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="passage_has_one_place"),
        ]

    def __str__(self):
        return f"p{self.position}: {self.text[:60]}"

    @property
    def anchor(self):
        return f"p{self.position}"

    @property
    def is_linkable(self):
        return self.kind in LINKABLE

    @property
    def has_curated_kind(self):
        return self.kind != self.proposed_kind


class Collection(models.Model):
    """A special focus: its introduction, its articles, and what it announces but does not hold."""

    slug = models.SlugField(max_length=200, unique=True)
    title = models.CharField(max_length=300)
    title_source = models.CharField(
        max_length=10, choices=TitleSource.choices, default=TitleSource.CURATOR
    )
    introduction = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.PROTECT, related_name="introduces"
    )
    members = models.ManyToManyField(Article, through="Membership", related_name="collections")
    imported = models.JSONField(default=dict, editable=False)

    history = Records()

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("collection", args=[self.slug])


class Membership(models.Model):
    """An article in its place in a collection."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE)
    article = models.ForeignKey(Article, on_delete=models.PROTECT)
    position = models.PositiveIntegerField()

    history = Records()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "article"], name="member_once"),
        ]

    def __str__(self):
        return f"{self.position}. {self.article}"


class AnnouncedPiece(models.Model):
    """A piece that a collection's introduction announces and the portal does not hold."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="announced")
    position = models.PositiveIntegerField()
    line = models.PositiveIntegerField(help_text="Line of the introduction that announces it.")
    about = models.CharField(max_length=300)
    words = models.CharField(max_length=300, help_text="The introduction's own words for it.")

    history = Records()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "position"], name="announced_in_order"),
        ]

    def __str__(self):
        return self.words
