"""The graph of an entity: the page with its table, and the picture alone."""

from collections import defaultdict
from operator import attrgetter

from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from articles.listing import Narrowed
from articles.prepared import Prepared
from entities import kinds
from entities.graph import MOST, MOST_BESIDE, Graph, graph_of
from entities.graph_filter import SORTS, STEPS, GraphFilter
from entities.models import Entity, Evidence
from entities.models import Relationship as Statement
from entities.rows import NamedEntity, Stated
from entities.telling import statements_about, statements_among
from entities.views.alone import AlonePicture
from entities.views.moved import MovedEntity

# What is not drawn is named as far as a page can hold it; all of it is counted.
NAMED = 200
NARROWING = ("type", "kind", "claim")


class GraphPage(MovedEntity, Narrowed, TemplateView):
    template_name = "entities/graph.html"
    unsaid = {"steps": "1"}

    @cached_property
    def entity(self):
        return get_object_or_404(Entity.objects.for_list(), slug=self.kwargs["slug"])

    @cached_property
    def filterset(self):
        return GraphFilter(self.request.GET, Statement.objects.public(), entity=self.entity)

    @property
    def form(self):
        return self.filterset.form

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        steps = self.filterset.steps_taken
        graph = graph_of(self.entity, self.statements(), steps, MOST)
        return context | {
            "entity": self.entity,
            "graph": graph,
            "steps": [(words, self.address(steps=n), int(n) == steps) for n, words in STEPS],
            "kinds": kinds_in(graph),
            "is_filtered": self.is_filtered,
            "fields": [self.form[name] for name in NARROWING],
            "kept": [(name, value) for name, value in self.stated() if name not in NARROWING],
            "picture_url": self.picture_url(),
            "all_url": self.address(**dict.fromkeys(NARROWING, "")),
            "rest": graph.cut.rest[:NAMED],
            "rows": rows_of(graph.statements, self.said("sort")),
            "columns": [self.column(name) for name in SORTS],
        }

    @property
    def is_filtered(self) -> bool:
        return any(name in NARROWING for name, _ in self.stated())

    def statements(self) -> list[Stated]:
        if not self.filterset.is_valid():
            return []
        # Most ask for nothing else.
        if self.filterset.steps_taken == 1 and not self.is_filtered:
            return statements_about(self.entity)
        return statements_among(self.filterset.qs)

    def narrowed_to(self) -> list[str]:
        """How far it goes and in what order it stands narrows nothing."""
        names = dict.fromkeys(name for name, _ in self.stated() if name in NARROWING)
        return [word for name in names for word in self.words_for(name)]

    def picture_url(self) -> str:
        """The picture alone, narrowed as this page is: it has no table to sort."""
        return reverse("graph-picture", args=[self.entity.slug], query=self.query(sort=""))

    def column(self, name: str) -> tuple[str, str, str]:
        """The head of a column: its label, the address that sorts by it, how it is sorted now."""
        now = {name: "ascending", f"-{name}": "descending"}.get(self.said("sort"), "")
        other = f"-{name}" if now == "ascending" else name
        return SORTS[name], self.address(sort=other), now


class GraphPicture(AlonePicture, GraphPage):
    template_name = "pictures/graph.svg"
    sheets = ("graph",)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"picture": context["graph"].pictures.wide}

    def render_to_response(self, context, **kwargs):
        """A picture has no room to say what is wrong with its address."""
        if context["faults"]:
            return HttpResponseBadRequest("\n".join(context["faults"]), "text/plain; charset=utf-8")
        return super().render_to_response(context, **kwargs)


def graph_beside(entity: NamedEntity, statements: list[Stated]) -> Graph | None:
    """For the page of an entity: what is one step away."""
    return graph_of(entity, statements, 1, MOST_BESIDE) if statements else None


def kinds_in(graph):
    groups = defaultdict(list)
    for node in graph.cut.nodes:
        groups[node.kind].append(node)
    return [kinds.kind_of(kind) for kind, _ in kinds.in_kind_order(groups)]


SORT_KEYS = {
    "subject": lambda one: str(one.subject).casefold(),
    "type": attrgetter("type.label"),
    "object": lambda one: str(one.object).casefold(),
    "claim": lambda one: one.get_claim_display(),
    "quotes": attrgetter("quote_count"),
}


@Prepared
def quoting(statements):
    quotes = Evidence.objects.public().filter(relationship__in=statements)
    named = quotes.order_by("article__title")
    return named.values_list("relationship", "article__slug", "article__title").distinct()


def rows_of(statements: list[Stated], sort: str) -> list[tuple[Stated, list]]:
    """The statements drawn, each with its articles, in the order asked for."""
    articles = defaultdict(list)
    for pk, *article in quoting([one.pk for one in statements]):
        articles[pk].append(article)
    if sort:
        key = SORT_KEYS[sort.removeprefix("-")]
        statements = sorted(statements, key=key, reverse=sort.startswith("-"))
    return [(one, articles[one.pk]) for one in statements]
