"""What the admin pages share that decide what articles mention."""

from collections.abc import Iterable

from django.contrib import admin, messages
from django.db import transaction

from entities import relinking
from entities.concern import Concern
from entities.linking import Outcome
from entities.models import Decision, Relinking


class LinksAnew:
    """For rows that decide what articles mention: taking one away links the articles anew."""

    def concern_without(self, queryset) -> Concern:
        """What is to be linked anew once these rows are gone; asked while they are still there."""
        raise NotImplementedError

    def delete_model(self, request, obj):
        self.delete_queryset(request, type(obj).objects.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        concern, what = self.concern_without(queryset), self.in_words(queryset)
        super().delete_queryset(request, queryset)
        self.link_anew(request, concern, f"Deleted: {what}")

    def in_words(self, rows: Iterable) -> str:
        return f"{self.opts.verbose_name} {', '.join(f'“{row}”' for row in rows)}"

    def link_anew(self, request, concern: Concern, what: str) -> None:
        """Now, or, where too many articles are concerned, later; and say which of the two."""
        by = request.user.get_username()
        self.tell(request, relinking.link_or_queue(concern, what=what, by=by))

    def tell(self, request, done: Outcome | Relinking) -> None:
        self.message_user(request, relinking.in_words(done), messages.INFO)


class Decides:
    """For rows on which a curator has the last word: it is given for many at once."""

    actions = ["accept", "reject", "take_back"]

    def decide(self, request, rows: list, verdict: str) -> None:
        raise NotImplementedError

    # The rows are fetched before the first decision, which may move them out of the filter.
    @admin.action(description="Accept", permissions=["change"])
    @transaction.atomic
    def accept(self, request, queryset):
        self.decide(request, list(queryset), Decision.ACCEPTED)

    @admin.action(description="Reject", permissions=["change"])
    @transaction.atomic
    def reject(self, request, queryset):
        self.decide(request, list(queryset), Decision.REJECTED)

    @admin.action(description="Take the decision back", permissions=["change"])
    @transaction.atomic
    def take_back(self, request, queryset):
        self.decide(request, list(queryset), Decision.NONE)


DECIDED = {
    Decision.ACCEPTED: "accepted",
    Decision.REJECTED: "rejected",
    Decision.NONE: "left to the names again",
}
