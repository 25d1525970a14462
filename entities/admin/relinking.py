"""What the admin pages share that decide what articles mention."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.db import transaction

from entities.linking import Outcome
from entities.models import Decision

Linking = Callable[[], Outcome]


class LinksAnew:
    """For rows that decide what articles mention: taking one away links the articles anew."""

    def linking_without(self, queryset) -> Linking:
        """The linking that is due once these rows are gone; called while they are still there."""
        raise NotImplementedError

    def delete_model(self, request, obj):
        self.delete_queryset(request, type(obj).objects.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        link = self.linking_without(queryset)
        super().delete_queryset(request, queryset)
        self.tell(request, link())

    def tell(self, request, outcome: Outcome) -> None:
        self.message_user(
            request,
            f"Articles linked anew. Mentions and links: {outcome.created} created, "
            f"{outcome.changed} changed, {outcome.removed} removed.",
            messages.INFO,
        )


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
