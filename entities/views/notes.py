"""The curators' notes."""

from django.views.generic import ListView

from entities.models import Note


class NoteList(ListView):
    template_name = "entities/note_list.html"
    queryset = Note.objects.public().for_list()
    context_object_name = "notes"


def notes_of(statements):
    """The notes beside these statements, each once, whole."""
    slugs = {note.slug for one in statements for note in one.curator_notes}
    return Note.objects.for_list().filter(slug__in=slugs)
