"""Read notes with all that they show, by questions that are prepared."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from articles.models import Article
from articles.prepared import Prepared
from entities.models import Anchor, Note, Source
from entities.models import Relationship as Statement
from entities.models.note import NoteSource
from entities.rows import QuotedArticle, QuotedPassage, Stated, article_and_passage, columns
from entities.telling import OF_A_STATEMENT, outlined


@dataclass(slots=True)
class NamedSource:
    slug: str
    title: str
    publisher: str
    url: str

    get_absolute_url = Source.get_absolute_url


@dataclass(slots=True)
class Place:
    """Where a note stands, or what it is to be compared with."""

    is_contrast: bool
    article: QuotedArticle
    passage: QuotedPassage | None


@dataclass(slots=True)
class NoteInWords:
    pk: int
    slug: str
    verdict: str
    text: str
    as_of: str

    get_absolute_url = Note.get_absolute_url


@dataclass(slots=True)
class WholeNote(NoteInWords):
    rests_on: list[NamedSource] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    statements: list[Stated] = field(default_factory=list)


@Prepared
def in_words(notes):
    return Note.objects.filter(pk__in=notes).values_list(*columns(NoteInWords))


@Prepared
def sources_under(notes):
    held = NoteSource.objects.filter(note__in=notes).order_by("source__publisher", "source__title")
    return held.values_list("note", *columns(NamedSource, "source__"))


@Prepared
def places_of(notes):
    anchors = Anchor.objects.filter(note__in=notes, article__in=Article.objects.published())
    return anchors.order_by("is_contrast", "pk").values_list(
        "note", "is_contrast", *columns(QuotedArticle, "article__"), "passage", "passage__position"
    )


@Prepared
def statements_beside(notes):
    statements = Statement.objects.public().with_soundness().filter(notes__in=notes)
    return statements.values_list("notes", "is_sound", *OF_A_STATEMENT)


def whole_notes(keys: Iterable[int]) -> list[WholeNote]:
    """With what they rest on, and with what readers get of that beside which they stand."""
    keys = list(keys)
    notes = {row[0]: WholeNote(*row) for row in in_words(keys)}
    for note, *source in sources_under(keys):
        notes[note].rests_on.append(NamedSource(*source))
    for note, is_contrast, *place in places_of(keys):
        notes[note].places.append(Place(is_contrast, *article_and_passage(*place)))
    for note, is_sound, *row in statements_beside(keys):
        notes[note].statements.append(outlined(row, is_sound))
    return list(notes.values())
