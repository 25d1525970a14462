"""The state of every quote."""

from entities.filters import EvidenceFilter
from entities.models import Evidence, EvidenceState, Total
from entities.views.counted import CountedList

ARTICLES_COUNTED = 30


class EvidenceList(CountedList):
    """Every quote, those that are not found in their context apart and before all others."""

    filterset_class = EvidenceFilter
    template_name = "entities/evidence_list.html"
    total = "quote"

    def get_queryset(self):
        return Evidence.objects.for_list().with_statements().unsound_first()

    def get_context_data(self, **kwargs):
        names = [f"quote-{state}" for state in EvidenceState]
        totals = Total.objects.named(["quote", "statement-changed", *names])
        articles = Evidence.objects.public().by_article()
        return super().get_context_data(
            states=[(state, totals[f"quote-{state}"]) for state in EvidenceState],
            quote_count=totals["quote"],
            articles=articles[:ARTICLES_COUNTED],
            article_count=articles.count(),
            unsound_statements=totals["statement-changed"],
            **kwargs,
        )
