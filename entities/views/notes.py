"""The curators' notes."""

from collections.abc import Iterable

from django.views.generic import TemplateView

from entities.models import Note
from entities.noting import WholeNote, whole_notes


class NoteList(TemplateView):
    template_name = "entities/note_list.html"

    def get_context_data(self, **kwargs):
        keys = Note.objects.public().order_by().values_list("pk", flat=True)
        return super().get_context_data(notes=whole_notes(keys), **kwargs)


def notes_of(statements: Iterable) -> list[WholeNote]:
    """The notes beside these statements, each once, whole."""
    return whole_notes({note.pk for one in statements for note in one.curator_notes})
