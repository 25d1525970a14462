"""Where articles name entities, and what curators decided about it."""

from django.db import models
from django.utils import timezone

from articles.history import Records
from articles.models import Article, Passage
from entities.models.entity import Entity
from entities.querysets import LinkQuerySet, MentionQuerySet


class LinkRecords(Records):
    """The history of what curators did: links found come and go by the thousand."""

    def create_historical_record(self, instance, history_type, using=None):
        if instance.by_curator or instance.decision or history_type == "~":
            super().create_historical_record(instance, history_type, using)


class MentionStatus(models.TextChoices):
    FOUND = "found", "found"
    ACCEPTED = "accepted", "accepted by a curator"
    AMBIGUOUS = "ambiguous", "ambiguous: waits for a curator"
    REJECTED = "rejected", "rejected by a curator"


class Decision(models.TextChoices):
    NONE = "", "none"
    ACCEPTED = "accepted", "accepted"
    REJECTED = "rejected", "rejected"


class Mention(models.Model):
    """A stretch of a passage that names an entity; `end` is exclusive."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="mentions")
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="mentions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    surface = models.CharField(max_length=400)
    status = models.CharField(
        max_length=10, choices=MentionStatus.choices, default=MentionStatus.FOUND
    )

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering = ["passage", "start"]
        indexes = [
            # The review queue counts open mentions by name, and takes those of one in order.
            models.Index(fields=["status", "surface", "passage", "start"], name="mention_waits"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["passage", "start", "entity"], name="mention_found_once"
            ),
        ]

    def __str__(self):
        return self.surface


class MentionDecision(models.Model):
    """A curator's word on one mention, known again by its surface form and its context."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    surface = models.CharField(max_length=400)
    before = models.CharField(max_length=32, blank=True)
    after = models.CharField(max_length=32, blank=True)
    verdict = models.CharField(
        max_length=10, choices=[choice for choice in Decision.choices if choice[0]]
    )
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.CharField(max_length=150, blank=True, editable=False)

    history = Records()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "entity", "surface", "before", "after"],
                name="mention_decided_once",
            ),
        ]

    def __str__(self):
        return f"{self.verdict}: {self.surface}"


class NameRule(models.Model):
    """A curator's word on a name in every article; one on a single mention goes before it.

    Accepted: the name always means this entity and no other. Rejected: it never means it.
    Rejected without an entity: it names nothing that is to be held, and is not offered again.
    """

    text = models.CharField("name", max_length=400, help_text="As articles write it.")
    entity = models.ForeignKey(
        Entity, null=True, blank=True, on_delete=models.CASCADE, related_name="name_rules"
    )
    verdict = models.CharField(
        max_length=10, choices=[choice for choice in Decision.choices if choice[0]]
    )
    decided_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.CharField(max_length=150, blank=True, editable=False)

    history = Records()

    class Meta:
        ordering = ["text", "entity"]
        constraints = [
            models.UniqueConstraint(fields=["text", "entity"], name="name_ruled_once"),
            models.UniqueConstraint(
                fields=["text"], condition=models.Q(entity=None), name="name_set_aside_once"
            ),
            models.CheckConstraint(
                condition=models.Q(entity__isnull=False) | models.Q(verdict="rejected"),
                name="name_means_something_held",
                violation_error_message="Say which entity the name always means.",
            ),
        ]

    def __str__(self):
        return f"{self.verdict}: {self.text}"


class UnclaimedName(models.Model):
    """What articles seem to name and no entity is called: offered to curators.

    A count kept by machine (see `proposing`), made anew whenever names are looked for.
    """

    text = models.CharField(max_length=300, unique=True)
    article_count = models.PositiveIntegerField()
    mention_count = models.PositiveIntegerField()
    passage = models.ForeignKey(
        Passage, null=True, on_delete=models.SET_NULL, related_name="+",
        help_text="One in which it stands.",
    )  # fmt: skip

    class Meta:
        ordering = ["-article_count", "-mention_count", "text"]

    def __str__(self):
        return self.text


class Link(models.Model):
    """An article and an entity that belong together: found by its names, or made by a curator."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="links")
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="links")
    mention_count = models.PositiveIntegerField(default=0, editable=False)
    by_curator = models.BooleanField("made by a curator", default=False)
    decision = models.CharField(
        max_length=10, blank=True, choices=Decision.choices, default=Decision.NONE,
        help_text="Rejecting a link rejects all its mentions, for good.",
    )  # fmt: skip

    # Of the article, by its number, where readers get the link: kept with the counts, so that the
    # newest articles of an entity are found without sorting all.
    day = models.PositiveIntegerField(null=True, editable=False)

    objects = LinkQuerySet.as_manager()
    history = LinkRecords(excluded_fields=["day"])

    class Meta:
        ordering = ["article", "-mention_count", "entity__name"]
        indexes = [
            models.Index(
                fields=["entity", "-day", "-article"],
                condition=models.Q(day__isnull=False),
                name="link_newest_first",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article", "entity"], name="linked_once"),
        ]

    def __str__(self):
        return f"{self.article} – {self.entity}"
