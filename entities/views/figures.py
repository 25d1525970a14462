"""The figures: all of them, and those of one entity."""

from itertools import accumulate

from django.db.models import Count

from articles.listing import NarrowedList
from entities.figures.arranging import sections, tables
from entities.figures.shapes import Listed
from entities.filters import FigureFilter
from entities.models import Observation
from entities.rows import NamedEntity

# More are not drawn at once: half a picture would say that the other half is not listed.
MOST_DRAWN = 1000
# On the page of an entity; its other figures are one step away.
MOST_ON_A_PAGE = 60
# What narrows an edition's figures themselves, and not the subjects that it lists.
SCALING = ("measure", "period", "edition")


class FigureList(NarrowedList):
    filterset_class = FigureFilter
    template_name = "entities/figures.html"
    paginate_by = MOST_DRAWN

    def get_queryset(self):
        return Observation.objects.for_list()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        figures, is_whole = context["page_obj"].object_list, not context["is_paginated"]
        return context | {
            "sections": sections(figures, self.listed()) if is_whole else tables(figures),
            "is_drawn": is_whole,
            "chips": self.chips(),
        }

    def listed(self) -> list[Listed]:
        """What editions list beside the subjects asked for, so that “not listed” can be said."""
        answers = self.filterset.form.cleaned_data if self.filterset.is_bound else {}
        asked = {name: answers[name] for name in SCALING if answers.get(name)}
        return listed_in(Observation.objects.filter(**asked))

    def chips(self) -> list[dict]:
        """The entity asked for, which has no field in the form, and the way to take it away."""
        if not self.said("entity"):
            return []
        entity = self.form.cleaned_data["entity"]
        return [{"label": "About", "value": entity, "url": self.address(entity="")}]


def figures_of(entity: NamedEntity) -> dict:
    """The pictures of an entity's figures, and how many figures there are."""
    held = Observation.objects.filter(entity=entity.pk)
    figures = list(held.for_list()[: MOST_ON_A_PAGE + 1])
    count = len(figures)
    if count > MOST_ON_A_PAGE:
        count = held.count()
        figures = list(held.for_list().filter(period__in=newest_periods(held)))
    listed = Observation.objects.filter(
        measure__in={figure.measure for figure in figures},
        **({"period__in": {figure.period for figure in figures}} if count > len(figures) else {}),
    )
    return {
        "figure_sections": sections(figures, listed_in(listed)),
        "figures": figures,
        "figure_count": count,
    }


def newest_periods(figures) -> list[str]:
    """As many as fit on a page, and one at least: half a period would belie the other half."""
    counts = figures.order_by("-period").values_list("period").annotate(n=Count("pk"))
    running = accumulate(counts, lambda sum, one: (one[0], sum[1] + one[1]))
    fitting = [period for period, sum in running if sum <= MOST_ON_A_PAGE]
    return fitting or [counts[0][0]]


def listed_in(figures) -> list[Listed]:
    return [Listed.of(*listing) for listing in figures.listings()]
