"""The pages that need both the corpus and the knowledge."""

from itertools import groupby

from django.db.models import Count, Prefetch, Q
from django.views.generic import DetailView, TemplateView

from articles.listing import NarrowedList
from articles.models import AnnouncedPiece, Article, Collection, Membership, Passage
from articles.whitespace import fold
from entities.kinds import in_kind_order
from entities.models import Entity, Link, Mention, Note, Relationship
from entities.querysets import count_of
from entities.views.elements import periodic_table
from entities.views.entities import counted_kinds
from portal.pages.filters import ArticleFilter
from portal.pages.reading import contents, in_reading_order, margins
from portal.search.answering import like_this
from portal.search.contract import Search, Unavailable
from portal.search.facets import bounds
from portal.search.views import Answering

NEWEST = 4
LATEST = 8
MOST_CONNECTED = 8
RELATED = 5


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
        kinds = counted_kinds()
        return super().get_context_data(
            **periodic_table(),
            article_count=articles.count(),
            newest=with_entity_counts(articles.for_list())[:NEWEST],
            statement_count=statements.count(),
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
        return with_entity_counts(Article.objects.published().for_list())

    def get_context_data(self, **kwargs):
        narrowing = self.filterset.narrowing(self.request.path)
        context = super().get_context_data(
            facets=self.facets(narrowing),
            chips=narrowing.chips(),
            clear_url=narrowing.clear_url,
            **kwargs,
        )
        return context | {"facet_bounds": bounds(context["paginator"].count)}

    def facets(self, narrowing):
        try:
            return narrowing.groups(Search())
        except Unavailable:
            # The list stands without what it can be narrowed by until there is an index.
            return []


class ArticlePage(Answering, DetailView):
    template_name = "pages/article.html"
    context_object_name = "article"

    def get_queryset(self):
        return Article.objects.for_page()

    def get_context_data(self, **kwargs):
        article = self.object
        passages = list(passages_of(article))
        inside = [passage for passage in passages if passage.is_linkable]
        named = named_entities(article, inside)
        return super().get_context_data(
            **versions_of(article),
            **text_of(article, inside),
            left_out=[passage for passage in passages if not passage.is_linkable],
            named=named,
            named_count=sum(len(entities) for _, entities in named),
            statements=statements_resting_on(article, inside),
            notes=Note.objects.for_list().beside(article),
            **relatives_of(article, inside),
            collections=collections_with(article),
            **kwargs,
        )


def versions_of(article):
    versions = list(article.versions.without_content())
    return {
        "version": next((one for one in versions if one.is_current), None),
        "versions": versions,
    }


def text_of(article, inside):
    """The passages that are the article's own, apart from its title."""
    title = next((one for one in inside if one.kind == "title"), None)
    return {
        "title": title,
        # A title given elsewhere heads the page, and the text's own stands below it.
        "title_is_text": bool(title) and fold(title.text).text.strip() == article.title,
        "passages": [passage for passage in inside if passage is not title],
        "contents": contents(inside),
    }


def relatives_of(article, inside):
    """Articles that share entities with this one, and others that share its words."""
    related = related_articles(article)
    already = {other for other, _ in related}
    similar = [one for one in like_this(article, inside) if one not in already]
    return {"related": related, "similar": similar}


def collections_with(article):
    return Collection.objects.filter(Q(introduction=article) | Q(members=article)).distinct()


def passages_of(article):
    shown = Prefetch("mentions", Mention.objects.shown().for_text(), to_attr="shown_mentions")
    return Passage.objects.current().of_articles([article.pk]).prefetch_related(shown)


def statements_resting_on(article, passages):
    """The statements in reading order; each passage shown learns which of them it bears out."""
    statements = Relationship.objects.public().supported_by(article).for_list()
    resting = in_reading_order(statements, passages if article.shows_full_text else ())
    beside = margins(resting)
    for passage in passages:
        passage.statements_here = beside.get(passage.pk)
    return resting


def named_entities(article, passages):
    """The entities an article names, by kind, each with its count and its first passage."""
    first = {}
    for passage in passages:
        for mention in passage.shown_mentions:
            first.setdefault(mention.entity_id, passage)
    groups = {}
    for entity in Entity.objects.named_in(article).for_list():
        groups.setdefault(entity.kind, []).append((entity, first.get(entity.pk)))
    return in_kind_order(groups)


def related_articles(article):
    """Articles that share the most entities with this one, with their number."""
    entities = Link.objects.public().filter(article=article).values("entity")
    shared = Link.objects.public().filter(entity__in=entities).values("article")
    counts = shared.exclude(article=article).annotate(n=Count("pk")).order_by("-n", "article")
    counted = {row["article"]: row["n"] for row in counts[:RELATED]}
    articles = Article.objects.published().for_list().in_bulk(counted)
    return [(articles[pk], n) for pk, n in counted.items()]


class AboutPage(TemplateView):
    template_name = "pages/about.html"
