"""The quotes that statements rest on, with the selectors that find them again."""

from django.db import models

from articles.history import Records
from articles.models import Article, Passage
from articles.whitespace import fold
from entities.anchoring import CONTEXT
from entities.marking import text_fragment
from entities.models.relationship import Relationship
from entities.querysets import EvidenceQuerySet


class Support(models.TextChoices):
    EXPLICIT = "explicit", "explicit: it names both"
    COREFERENCE = "coreference", "by reference: it says “the country”, “this deposit”"
    IMPLIED = "implied", "implied: by its grammar or its neighbour"


class EvidenceState(models.TextChoices):
    OK = "ok", "found in its context"
    NEEDS_PERSON = "needs_person", "needs a person"
    BROKEN = "broken", "no longer found"


class Evidence(models.Model):
    """A quote in one passage, with up to 32 characters before and after it within the passage.

    The passage is the one in which the quote was last found in its context, in whichever version
    of the article that was: a quote that is lost still shows where it stood. `end` is exclusive.
    Source: W3C Web Annotation Data Model, TextQuoteSelector and TextPositionSelector.
    """

    relationship = models.ForeignKey(
        Relationship, on_delete=models.CASCADE, related_name="evidence"
    )
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="evidence")
    passage = models.ForeignKey(
        Passage, null=True, editable=False, on_delete=models.PROTECT, related_name="evidence"
    )
    quote = models.TextField(help_text="Copied from the article, character for character.")
    before = models.CharField(max_length=CONTEXT, blank=True, editable=False)
    after = models.CharField(max_length=CONTEXT, blank=True, editable=False)
    start = models.PositiveIntegerField(default=0, editable=False)
    end = models.PositiveIntegerField(default=0, editable=False)
    version_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    is_repeated = models.BooleanField(
        default=False, editable=False, help_text="The same words stand elsewhere in the article."
    )
    support = models.CharField(max_length=20, choices=Support.choices)
    reads_as = models.CharField(
        max_length=300, blank=True, help_text="How a quote that does not name both is to be read."
    )
    state = models.CharField(
        max_length=20, choices=EvidenceState.choices, default=EvidenceState.BROKEN, editable=False
    )

    objects = EvidenceQuerySet.as_manager()
    history = Records()

    class Meta:
        ordering = ["relationship", "pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(
                fields=["relationship", "article", "quote"], name="quote_given_once"
            ),
        ]

    def __str__(self):
        return self.quote[:80]

    def repeats_another(self) -> bool:
        """Whether the statement has these words already, however they are wrapped: files know a
        quote of a statement by its words alone."""
        same = Evidence.objects.filter(relationship=self.relationship_id, article=self.article_id)
        quotes = same.exclude(pk=self.pk).values_list("quote", flat=True)
        return fold(self.quote).text in {fold(quote).text for quote in quotes}

    @property
    def is_sound(self):
        return self.state == EvidenceState.OK

    @property
    def source_url(self):
        """The article at the quote, found and marked by the browser; without it once it is lost."""
        url = self.article.get_absolute_url()
        if not self.is_sound or not self.passage or not self.article.shows_full_text:
            return url
        context = (self.before, self.after) if self.is_repeated else ()
        return f"{url}#{self.passage.anchor}{text_fragment(self.quote, *context)}"
