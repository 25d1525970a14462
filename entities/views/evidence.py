"""The state of every quote."""

from articles.listing import NarrowedList
from entities.filters import EvidenceFilter
from entities.models import Evidence, EvidenceState
from entities.models import Relationship as Statement

ARTICLES_COUNTED = 30


class EvidenceList(NarrowedList):
    """Every quote, those that are not found in their context apart and before all others."""

    filterset_class = EvidenceFilter
    template_name = "entities/evidence_list.html"

    def get_queryset(self):
        return Evidence.objects.for_list().with_statements().unsound_first()

    def get_context_data(self, **kwargs):
        evidence = Evidence.objects.public()
        counts = evidence.by_state()
        articles = evidence.by_article()
        return super().get_context_data(
            states=[(state, counts.get(state, 0)) for state in EvidenceState],
            quote_count=sum(counts.values()),
            articles=articles[:ARTICLES_COUNTED],
            article_count=articles.count(),
            unsound_statements=Statement.objects.public().unsound().count(),
            **kwargs,
        )
