"""Changes of names that concern too many articles to link them anew while a curator waits."""

from django.db import models
from django.utils import timezone

from entities.concern import Concern
from entities.outcome import Outcome


class RelinkingQuerySet(models.QuerySet):
    def unfinished(self):
        return self.filter(finished_at=None)


class Relinking(models.Model):
    """A change of names, written in its transaction, and how far its articles are linked anew.

    The articles are taken in the order of their keys, a batch a transaction; `last` is the key of
    the last one done.
    """

    what = models.CharField("what changed", max_length=500)
    asked_by = models.CharField("by", max_length=150, blank=True)
    asked_at = models.DateTimeField("when", default=timezone.now)
    finished_at = models.DateTimeField("finished", null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="A later change of the same names, which does what was left to do.",
    )  # fmt: skip

    names = models.JSONField(default=list)
    entities = models.JSONField(default=list, help_text="Primary keys.")
    articles = models.JSONField(default=list, help_text="Primary keys of some of the articles.")
    gone = models.JSONField(default=list, help_text="Names of entities that are no more.")
    is_rule = models.BooleanField(default=False)
    is_all = models.BooleanField(default=False)

    last = models.PositiveBigIntegerField(default=0)
    done = models.PositiveIntegerField("articles done", default=0)
    total = models.PositiveIntegerField("articles", null=True, help_text="Not known at first.")
    found_in = models.PositiveIntegerField("articles altered", default=0)
    made = models.PositiveIntegerField("mentions made", default=0)
    lost = models.PositiveIntegerField("mentions removed", default=0)

    objects = RelinkingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(finished_at=None), name="relinking_waits"
            ),
        ]
        verbose_name = "change of names worked off"
        verbose_name_plural = "changes of names worked off"

    def __str__(self):
        return self.what

    @property
    def concern(self) -> Concern:
        return Concern.of(
            self.names, self.entities, self.articles, self.gone,
            is_rule=self.is_rule, is_all=self.is_all,
        )  # fmt: skip

    @concern.setter
    def concern(self, concern: Concern) -> None:
        for name in ("names", "entities", "articles", "gone"):
            setattr(self, name, sorted(getattr(concern, name)))
        self.is_rule, self.is_all = concern.is_rule, concern.is_all

    @property
    def state(self) -> str:
        if self.superseded_by_id:
            return "taken over"
        if self.finished_at:
            return "done"
        return f"{self.done:,} articles done" if self.done else "waiting"

    @property
    def result(self) -> str:
        if self.superseded_by_id:
            return f"A later change does what was left: {self.superseded_by}"
        return str(Outcome(articles=self.found_in, made=self.made, lost=self.lost))

    @property
    def left(self) -> int | None:
        """How many articles are still to be linked anew; None where that is not known yet."""
        if self.finished_at:
            return 0
        return None if self.total is None else max(self.total - self.done, 0)
