"""The list of statements and the page of one."""

from django.views.generic import DetailView

from entities import telling
from entities.filters import RelationshipFilter
from entities.models import Relationship as Statement
from entities.models import Total
from entities.views.counted import CountedList
from entities.views.moved import Moved
from entities.views.notes import notes_of


class RelationshipList(CountedList):
    filterset_class = RelationshipFilter
    total = "statement"
    template_name = "entities/relationship_list.html"

    def get_queryset(self):
        return Statement.objects.public().order_by("type__label", "slug")

    def shown(self, rows):
        return telling.statements_with(list(rows.values_list("pk", flat=True)))

    def get_context_data(self, **kwargs):
        unsound_count = Total.objects.of("statement-changed")
        return super().get_context_data(unsound_count=unsound_count, **kwargs)


class RelationshipPage(Moved, DetailView):
    template_name = "entities/relationship.html"
    context_object_name = "relationship"

    def get_queryset(self):
        return Statement.objects.public().for_list()

    def former(self, slug):
        """The statement that the one at this address became one with."""
        return Statement.objects.public().filter(former_slugs__slug=slug).first()

    def get_context_data(self, **kwargs):
        return super().get_context_data(notes=notes_of([self.object]), **kwargs)
