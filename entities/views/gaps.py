"""The page of what is missing: every count, and the list behind each."""

from dataclasses import dataclass

from django import forms
from django.views.generic import ListView

from articles.listing import Paged
from entities.gaps import groups as gaps
from entities.models import RelationType


class GapForm(forms.Form):
    what = forms.ChoiceField(
        label="What", required=False, choices=[(slug, gap.title) for slug, gap in gaps.GAPS.items()]
    )


class GapsPage(Paged, ListView):
    form_class = GapForm
    template_name = "entities/gaps.html"

    @property
    def gap(self):
        return gaps.GAPS.get(self.said("what"))

    def get_queryset(self):
        return self.gap.lacking() if self.gap else []

    def get_context_data(self, **kwargs):
        context = super().get_context_data(gap=self.gap, **kwargs)
        return context if self.gap else context | overview()


def overview():
    """Every group with all it should have, counted."""
    counts = gaps.counts()
    types = frozenset(RelationType.objects.values_list("slug", flat=True))
    tallies = [Tally(group, counts, types) for group in gaps.GROUPS if counts[group.slug]]
    return {
        "lacking": [one for one in tallies if one.lacking],
        "whole": [one for one in tallies if not one.lacking],
    }


class Tally:
    """A group, how many rows it has, and what they lack and have."""

    def __init__(self, group, counts, types):
        self.group, self.total = group, counts[group.slug]
        lines = [Line(gap, counts[gap.slug], self.total, types) for gap in group.gaps]
        self.lacking = [line for line in lines if line.count]
        self.held = [line for line in lines if not line.count]


@dataclass(frozen=True)
class Line:
    """How many rows lack one thing; `types` are the types of statement that the portal has."""

    gap: gaps.Gap
    count: int
    total: int
    types: frozenset[str]

    @property
    def held(self) -> int:
        return self.total - self.count

    @property
    def percent_held(self) -> float:
        return 100 * self.held / self.total

    @property
    def has_no_type(self) -> bool:
        """A curator would have to add the type before any statement could tell it."""
        told_by = getattr(self.gap.expectation, "types", set())
        return bool(told_by) and told_by.isdisjoint(self.types)
