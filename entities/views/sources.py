"""The outside works that notes and figures rest on."""

from django.db.models import Prefetch
from django.views.generic import DetailView, ListView

from entities.models import Note, Observation, Source
from entities.models.note import Grade
from entities.noting import whole_notes

GRADES = {
    Grade.PRIMARY: "The body that made the statement or the figure speaks for itself.",
    Grade.REPRINT: "The primary text, word for word, on another site than its maker’s.",
    Grade.COMPANY: "A statement by an interested party: true of what it says, not of the world.",
    Grade.SECONDARY: "Somebody else’s account of what was said, signed or found.",
}


class SourceList(ListView):
    template_name = "entities/source_list.html"
    queryset = Source.objects.with_counts()
    context_object_name = "sources"

    def get_context_data(self, **kwargs):
        return super().get_context_data(groups=by_grade(self.object_list), **kwargs)


def by_grade(sources):
    """The works under their grades, each with what it means, in the order of the grades."""
    groups = (
        (grade, says, [one for one in sources if one.grade == grade])
        for grade, says in GRADES.items()
    )
    return [group for group in groups if group[-1]]


class SourcePage(DetailView):
    template_name = "entities/source.html"
    queryset = Source.objects.prefetch_related(
        Prefetch(
            "observations",
            Observation.objects.select_related("entity"),
            to_attr="figures",
        ),
    )

    def get_context_data(self, **kwargs):
        notes = Note.objects.public().filter(sources=self.object).order_by()
        return super().get_context_data(
            grade_says=GRADES.get(self.object.grade, ""),
            notes=whole_notes(notes.values_list("pk", flat=True)),
            **kwargs,
        )
