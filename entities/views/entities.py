"""The list of entities and the page of one."""

from itertools import groupby

from django.db.models import Count
from django.db.models.functions import Substr, Upper
from django.views.generic import DetailView

from articles.listing import NarrowedList
from entities import kinds
from entities.filters import EntityFilter
from entities.gaps.missing import missing_of
from entities.models import Entity, Evidence, Link
from entities.models import Relationship as Statement
from entities.views.appearances import appearances
from entities.views.figures import figures_of
from entities.views.graph import graph_beside
from entities.views.locator import locator_of
from entities.views.moved import MovedEntity
from entities.views.notes import notes_of
from entities.views.stated import groups_of

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


class EntityPage(MovedEntity, DetailView):
    queryset = Entity.objects.with_counts().for_page()
    template_name = "entities/entity.html"
    context_object_name = "entity"

    def get_context_data(self, **kwargs):
        entity = self.object
        statements = Statement.objects.public().involving(entity)
        groups = groups_of(entity, statements)
        links = Link.objects.public().filter(entity=entity)
        return super().get_context_data(
            groups=groups,
            graph=graph_beside(entity),
            statement_count=sum(len(group.keys) for _, group in groups),
            quote_count=Evidence.objects.public().supporting(statements).count(),
            articles=appearances(entity, links),
            article_count=entity.article_count,
            neighbours=Entity.objects.named_together_with(entity).for_list()[:NEIGHBOURS_SHOWN],
            notes=notes_of(one for _, group in groups for one in group.shown),
            missing=missing_of(entity),
            place=locator_of(entity),
            **figures_of(entity),
            members=entity.members(),
            **kwargs,
        )
