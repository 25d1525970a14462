"""The pages of entities, elements, relationships, notes and sources."""

from itertools import groupby

from django.db.models import Count, Prefetch
from django.db.models.functions import Substr, Upper
from django.http import Http404
from django.shortcuts import redirect
from django.views.generic import DetailView, ListView, TemplateView

from articles.listing import NarrowedList
from articles.sentences import sentence_around
from entities import kinds
from entities.filters import EntityFilter, EvidenceFilter, RelationshipFilter
from entities.models import (
    Entity,
    Evidence,
    EvidenceState,
    FormerSlug,
    FormerStatement,
    Link,
    Mention,
    Note,
    Observation,
    Source,
)
from entities.models import Relationship as Statement

ARTICLES_SHOWN = 20
NEIGHBOURS_SHOWN = 15
ARTICLES_COUNTED = 30
# Period, and the atomic numbers of the elements that stand in it: scandium and yttrium above
# lanthanum, and the lanthanides in a row.
PERIODS = ((4, (21,)), (5, (39,)), (6, tuple(range(57, 72))))


class EntityList(NarrowedList):
    filterset_class = EntityFilter
    template_name = "entities/entity_list.html"
    paginate_by = 200

    def get_queryset(self):
        return Entity.objects.with_counts().for_list().order_by("kind", "name")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "groups": by_kind(context["page_obj"]),
            "kinds": counted_kinds(),
            "letters": initials(),
        }


def by_kind(entities):
    """The entities under their kinds, in the order in which the kinds are declared."""
    groups = {kind: list(group) for kind, group in groupby(entities, key=lambda one: one.kind)}
    return kinds.in_kind_order(groups)


def counted_kinds():
    counts = dict(Entity.objects.order_by().values_list("kind").annotate(n=Count("pk")))
    return [(kinds.kind_of(kind), counts[kind]) for kind in kinds.KINDS if kind in counts]


def initials():
    letters = Entity.objects.order_by().annotate(initial=Upper(Substr("name", 1, 1)))
    return sorted(set(letters.values_list("initial", flat=True)))


class EntityPage(DetailView):
    queryset = Entity.objects.for_page()
    template_name = "entities/entity.html"
    context_object_name = "entity"

    def get(self, request, *args, **kwargs):
        """A former address redirects for ever."""
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            former = FormerSlug.objects.filter(slug=kwargs["slug"]).select_related("entity")
            if not former:
                raise
            return leads_to(former[0].entity)

    def get_context_data(self, **kwargs):
        entity = self.object
        statements = list(Statement.objects.public().involving(entity).for_list())
        links = Link.objects.public().filter(entity=entity)
        return super().get_context_data(
            groups=grouped(entity, statements),
            statement_count=len(statements),
            quote_count=sum(len(one.quotes) for one in statements),
            articles=appearances(entity, links),
            article_count=links.count(),
            neighbours=Entity.objects.named_together_with(entity).for_list()[:NEIGHBOURS_SHOWN],
            notes=notes_of(statements),
            members=entity.group_members.order_by("atomic_number", "name")
            if entity.kind == "element_group"
            else (),
            **kwargs,
        )


def leads_to(row):
    response = redirect(row, permanent=True)
    # Browsers would keep it for ever, and a merge can be undone: they ask each time.
    response["Cache-Control"] = "no-cache"
    return response


def grouped(entity, statements):
    """Statements under their type, worded from this entity's side, in alphabetical order."""
    groups = {}
    for one in statements:
        is_subject = one.subject_id == entity.pk
        one.other = one.object if is_subject else one.subject
        label = one.type.label if is_subject else one.type.inverse
        groups.setdefault(label, []).append(one)
    return sorted(groups.items())


def appearances(entity, links):
    """The articles that name an entity, newest first, with the sentence that first names it."""
    links = list(links.select_related("article").order_by("-article__sort_day", "article__slug"))
    links = links[:ARTICLES_SHOWN]
    mentions = (
        Mention.objects.public()
        .filter(entity=entity, passage__version__article__in=[link.article_id for link in links])
        .order_by("passage__position", "start")
        .values_list(
            "passage__version__article", "passage__text", "passage__position", "start", "end"
        )
    )
    first = {}
    for article, *place in mentions:
        first.setdefault(article, place)
    return [(link, sentence(link.article, first.get(link.article_id))) for link in links]


def sentence(article, place):
    """The sentence around a mention, with offsets into it; None where there is none to show."""
    if place is None or not article.shows_full_text:
        return None
    text, position, start, end = place
    begin, stop = sentence_around(text, start, end, article.language)
    return {
        "text": text[begin:stop],
        "start": start - begin,
        "end": end - begin,
        "url": f"{article.get_absolute_url()}#p{position}",
        "position": position,
    }


def notes_of(statements):
    """The notes beside these statements, each once, whole."""
    slugs = {note.slug for one in statements for note in one.curator_notes}
    return Note.objects.for_list().filter(slug__in=slugs)


class ElementsPage(TemplateView):
    template_name = "entities/elements.html"

    def get_context_data(self, **kwargs):
        elements = list(Entity.objects.elements().with_counts())
        by_number = {element.atomic_number: element for element in elements}
        periods = [
            (period, [by_number[number] for number in numbers if number in by_number])
            for period, numbers in PERIODS
        ]
        return super().get_context_data(
            elements=elements,
            periods=periods,
            unnamed=sum(not element.article_count for element in elements),
            **kwargs,
        )


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


class NoteList(ListView):
    template_name = "entities/note_list.html"
    queryset = Note.objects.public().for_list()
    context_object_name = "notes"


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
