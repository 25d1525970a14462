"""The list of statements and the page of one."""

from django.http import Http404
from django.views.generic import DetailView

from articles.listing import NarrowedList
from entities.filters import RelationshipFilter
from entities.models import FormerStatement
from entities.models import Relationship as Statement
from entities.views.moved import leads_to
from entities.views.notes import notes_of


class RelationshipList(NarrowedList):
    filterset_class = RelationshipFilter
    template_name = "entities/relationship_list.html"

    def get_queryset(self):
        return Statement.objects.public().for_list().order_by("type__label", "slug")

    def get_context_data(self, **kwargs):
        unsound = Statement.objects.public().unsound()
        return super().get_context_data(unsound_count=unsound.count(), **kwargs)


class RelationshipPage(DetailView):
    template_name = "entities/relationship.html"
    context_object_name = "relationship"

    def get_queryset(self):
        return Statement.objects.public().for_list()

    def get(self, request, *args, **kwargs):
        """The address of a statement that became one with another redirects for ever."""
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            held = Statement.objects.public()
            former = FormerStatement.objects.filter(slug=kwargs["slug"], relationship__in=held)
            if not former:
                raise
            return leads_to(former[0].relationship)

    def get_context_data(self, **kwargs):
        return super().get_context_data(notes=notes_of([self.object]), **kwargs)
