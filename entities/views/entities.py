"""The list of entities and the page of one."""

from itertools import groupby

from django.db.models import Count
from django.db.models.functions import Substr, Upper
from django.http import Http404
from django.views.generic import DetailView

from articles.listing import NarrowedList
from entities import kinds
from entities.filters import EntityFilter
from entities.models import Entity, FormerSlug, Link
from entities.models import Relationship as Statement
from entities.views.appearances import appearances
from entities.views.moved import leads_to
from entities.views.notes import notes_of

NEIGHBOURS_SHOWN = 15


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


def grouped(entity, statements):
    """Statements under their type, worded from this entity's side, in alphabetical order."""
    groups = {}
    for one in statements:
        is_subject = one.subject_id == entity.pk
        one.other = one.object if is_subject else one.subject
        label = one.type.label if is_subject else one.type.inverse
        groups.setdefault(label, []).append(one)
    return sorted(groups.items())
