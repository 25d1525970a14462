"""The pages that need both the corpus and the knowledge."""

from django.db.models import Count, Prefetch, Q
from django.views.generic import DetailView, TemplateView

from articles.listing import NarrowedList
from articles.models import Article, Collection, Passage
from articles.whitespace import fold
from entities.kinds import in_kind_order
from entities.models import Entity, Link, Mention, Note, Relationship
from entities.querysets import count_of
from entities.views.entities import counted_kinds
from portal.pages.filters import ArticleFilter
from portal.search.answering import like_this
from portal.search.contract import Search, Unavailable
from portal.search.facets import bounds
from portal.search.views import Answering

NEWEST = 5
MOST_CONNECTED = 8
RELATED = 5


def with_entity_counts(articles):
    """Adds `entity_count`: how many entities an article is linked to."""
    return articles.annotate(entity_count=count_of(Link.objects.public(), "article"))


class HomePage(TemplateView):
    template_name = "pages/home.html"

    def get_context_data(self, **kwargs):
        articles, kinds = Article.objects.published(), counted_kinds()
        return super().get_context_data(
            article_count=articles.count(),
            newest=with_entity_counts(articles.for_list())[:NEWEST],
            kinds=kinds,
            entity_count=sum(n for _, n in kinds),
            element_count=sum(n for kind, n in kinds if kind.slug == "element"),
            statement_count=Relationship.objects.public().count(),
            connected=Entity.objects.most_connected()[:MOST_CONNECTED],
            collections=Collection.objects.all(),
            **kwargs,
        )


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
        versions = list(article.versions.without_content())
        passages = list(passages_of(article))
        inside = [passage for passage in passages if passage.is_linkable]
        title = next((one for one in inside if one.kind == "title"), None)
        related = related_articles(article)
        already = {other for other, _ in related}
        return super().get_context_data(
            version=next((one for one in versions if one.is_current), None),
            versions=versions,
            title=title,
            # A title given elsewhere heads the page, and the text's own stands below it.
            title_is_text=bool(title) and fold(title.text).text.strip() == article.title,
            passages=[passage for passage in inside if passage is not title],
            left_out=[passage for passage in passages if not passage.is_linkable],
            named=named_entities(article, inside),
            statements=Relationship.objects.public().supported_by(article).for_list(),
            notes=Note.objects.for_list().beside(article),
            related=related,
            similar=[one for one in like_this(article, inside) if one not in already],
            collections=Collection.objects.filter(
                Q(introduction=article) | Q(members=article)
            ).distinct(),
            **kwargs,
        )


def passages_of(article):
    shown = Prefetch("mentions", Mention.objects.shown().for_text(), to_attr="shown_mentions")
    return Passage.objects.current().of_articles([article.pk]).prefetch_related(shown)


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
