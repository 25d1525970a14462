"""The outside works that notes and figures rest on."""

from django.db.models import Prefetch
from django.views.generic import DetailView, ListView

from entities.models import Note, Observation, Source


class SourceList(ListView):
    template_name = "entities/source_list.html"
    queryset = Source.objects.with_counts()
    context_object_name = "sources"


class SourcePage(DetailView):
    template_name = "entities/source.html"
    queryset = Source.objects.prefetch_related(
        Prefetch("notes", Note.objects.public().for_list(), to_attr="resting_notes"),
        Prefetch(
            "observations",
            Observation.objects.select_related("entity"),
            to_attr="figures",
        ),
    )
