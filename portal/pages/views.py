"""The pages that need both the corpus and the knowledge."""

from itertools import groupby

from django.utils.functional import cached_property
from django.views.generic import TemplateView

from articles.listing import NarrowedList
from articles.models import AnnouncedPiece, Article, Collection, Membership
from articles.whitespace import fold
from entities.models import Entity, Link, Relationship, Total
from entities.querysets import count_of
from entities.views.elements import periodic_table
from entities.views.entities import counted_kinds
from portal.pages.filters import ArticleFilter
from portal.pages.listing import AllArticles, FilteredArticles, FoundArticles
from portal.search.contract import Search, Unavailable
from portal.search.facets import bounds
from portal.search.views import Answering

NEWEST = 4
LATEST = 8
MOST_CONNECTED = 8


def with_entity_counts(articles):
    """Adds `entity_count`: how many entities an article is linked to."""
    return articles.annotate(entity_count=count_of(Link.objects.public(), "article"))


def with_piece_counts(collections):
    """Adds how many articles of a collection readers get, and how many pieces it lacks."""
    members = Membership.objects.filter(article__in=Article.objects.published())
    return collections.annotate(
        member_count=count_of(members, "collection"),
        announced_count=count_of(AnnouncedPiece.objects.all(), "collection"),
    )


class HomePage(TemplateView):
    template_name = "pages/home.html"

    def get_context_data(self, **kwargs):
        articles, statements = Article.objects.published(), Relationship.objects.public()
        totals, kinds = Total.objects.named(["article", "statement"]), counted_kinds()
        return super().get_context_data(
            **periodic_table(),
            article_count=totals["article"],
            newest=with_entity_counts(articles.for_list())[:NEWEST],
            statement_count=totals["statement"],
            latest=by_quote(
                statements.last_entered_first().with_quotes().with_soundness()[:LATEST]
            ),
            kinds=kinds,
            entity_count=sum(n for _, n in kinds),
            connected=Entity.objects.most_connected()[:MOST_CONNECTED],
            collections=with_piece_counts(Collection.objects.all()),
            **kwargs,
        )


def by_quote(statements):
    """Neighbours that rest on the same words stand together above them, which are shown once."""
    groups = groupby(statements, key=lambda one: fold(one.quotes[0].quote).text)
    return [list(group) for _, group in groups]


class ArticleList(Answering, NarrowedList):
    filterset_class = ArticleFilter
    template_name = "pages/article_list.html"
    paginate_by = 20

    def get_queryset(self):
        return Article.objects.published()

    def get_paginator(self, queryset, per_page, **kwargs):
        return super().get_paginator(self.listed(queryset), per_page, **kwargs)

    def listed(self, queryset):
        """All, or what the index finds: the database would have to sort all that it finds."""
        if not self.filterset.is_used:
            return AllArticles()
        if not self.filterset.is_valid():
            return queryset
        try:
            return FoundArticles(self.narrowing.narrow(Search()))
        except Unavailable:
            self.is_in_part = True
            return FilteredArticles(queryset)

    @cached_property
    def narrowing(self):
        return self.filterset.narrowing(self.request.path)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            facets=self.facets(),
            chips=self.narrowing.chips(),
            clear_url=self.narrowing.clear_url,
            **kwargs,
        )
        return context | {"facet_bounds": bounds(context["paginator"].count)}

    def facets(self):
        try:
            return self.narrowing.groups(Search())
        except Unavailable:
            # The list stands without what it can be narrowed by until there is an index.
            self.is_in_part = True
            return []


class AboutPage(TemplateView):
    template_name = "pages/about.html"
