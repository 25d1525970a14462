"""The list of entities and the page of one."""

from itertools import groupby

from django.db.models import Count
from django.db.models.functions import Substr, Upper
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from entities import kinds
from entities.filters import EntityFilter
from entities.gaps.missing import missing_of
from entities.listed import entities_listed
from entities.models import Entity
from entities.telling import statements_about, tell
from entities.views.appearances import appearances
from entities.views.counted import CountedList
from entities.views.figures import figures_of
from entities.views.graph import graph_beside
from entities.views.locator import locator_of
from entities.views.moved import MovedEntity
from entities.views.notes import notes_of
from entities.views.shown import entity_at, identifiers_of, members_of, names_of, neighbours_of
from entities.views.stated import groups_of


class EntityList(CountedList):
    filterset_class = EntityFilter
    template_name = "entities/entity_list.html"
    paginate_by = 200

    def get_queryset(self):
        return Entity.objects.order_by("kind", "name")

    @cached_property
    def kinds(self):
        return counted_kinds()

    def count_of_all(self):
        return sum(n for _, n in self.kinds)

    def shown(self, rows):
        return entities_listed(list(rows.values_list("pk", flat=True)))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "groups": by_kind(context["page_obj"]),
            "kinds": self.kinds,
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
    return sorted(letters.values_list("initial", flat=True).distinct())


class EntityPage(MovedEntity, TemplateView):
    template_name = "entities/entity.html"

    def get_context_data(self, slug, **kwargs):
        entity = entity_at(slug)
        statements = statements_about(entity)
        groups = groups_of(entity, statements)
        shown = tell([one for _, group in groups for one in group.shown])
        return super().get_context_data(
            entity=entity,
            names=names_of(entity),
            identifiers=identifiers_of(entity),
            groups=groups,
            graph=graph_beside(entity, statements),
            statement_count=len(statements),
            quote_count=sum(one.evidence_count for one in statements),
            articles=appearances(entity),
            article_count=entity.article_count,
            neighbours=neighbours_of(entity),
            notes=notes_of(shown),
            missing=missing_of(entity),
            place=locator_of(entity),
            **(figures_of(entity) if entity.has_figures else {}),
            members=members_of(entity),
            **kwargs,
        )
