"""The page of an article: its text as it is stored, and beside it what is asked for each time."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.views.generic import TemplateView

from articles.heads import Headed
from articles.models import Article, Collection, Membership
from articles.prepared import Prepared, in_order
from entities.listed import articles_called
from entities.models import Anchor, Evidence
from entities.noting import whole_notes
from entities.rows import QuotedArticle, columns
from entities.telling import resting_on
from portal.pages.reading import in_reading_order, margins
from portal.pages.related import most_related
from portal.pages.stored import text_for
from portal.search.answering import like_this
from portal.search.contract import Unavailable
from portal.search.views import Answering


@dataclass(slots=True)
class ShownArticle(QuotedArticle):
    title_source: str
    genre: str
    published: str


def of_this(queryset, path: str = "article") -> Exists:
    return Exists(queryset.order_by().filter(**{path: OuterRef("pk")}))


@Prepared
def article_called(slug):
    """What the page shows of an article, its stored text, and what else there is to be asked of
    it: most articles bear no statement, have no note and are in no collection."""
    introduces = of_this(Collection.objects.all(), "introduction")
    return Article.objects.published().order_by().filter(slug=slug).values_list(
        *columns(ShownArticle), "stored_text__content", "stored_text__writers",
        of_this(Evidence.objects.all()), of_this(Anchor.objects.all()),
        introduces | of_this(Membership.objects.all()),
    )  # fmt: skip


class ArticlePage(Headed, Answering, TemplateView):
    template_name = "pages/article.html"

    def get_context_data(self, slug, **kwargs):
        rows = article_called(slug)
        if not rows:
            raise Http404
        *shown, content, writers, is_quoted, has_anchor, is_collected = rows[0]
        article = ShownArticle(*shown)
        text = text_for(article.pk, content, writers)
        statements = statements_resting_on(article, text) if is_quoted else []
        beside = margins(statements)
        return super().get_context_data(
            article=article,
            text=text,
            passages=list(between_marks(text.passages, beside)),
            statements=statements,
            notes=notes_beside(article, statements, has_anchor),
            collections=collections_with(article) if is_collected else (),
            **self.relatives_of(article, text.words),
            **kwargs,
        )

    def relatives_of(self, article, words):
        """Articles that share entities with this one, and others that share its words."""
        related = most_related(article.pk)
        similar = [key for key in self.like_this(article, words) if key not in related]
        articles = articles_called([*related, *similar])
        return {
            "related": [(articles[key], n) for key, n in related.items() if key in articles],
            "similar": in_order(similar, articles),
        }

    def like_this(self, article, words):
        try:
            return like_this(article, words)
        except Unavailable:
            self.is_in_part = True
            return []


def between_marks(passages, beside):
    """The text in as few pieces as there can be, each with the marks that stand after it."""
    piece = []
    for pk, html in passages:
        piece.append(html)
        if pk in beside:
            yield "".join(piece), beside[pk]
            piece.clear()
    yield "".join(piece), ()


def statements_resting_on(article, text):
    """The statements in the order of the text, as far as it is shown."""
    return in_reading_order(resting_on(article.pk), {pk for pk, _ in text.passages})


def notes_beside(article, resting, has_anchor):
    """Those anchored in the article, and those attached to a statement that rests on it."""
    keys = {note.pk for one in resting for note in one.statement.curator_notes}
    return whole_notes(keys.union(*anchored_in(article.pk)) if has_anchor else keys)


@Prepared
def anchored_in(article):
    return Anchor.objects.filter(article=article).order_by().values_list("note")


def collections_with(article):
    of_it = Q(introduction=article.pk) | Q(members=article.pk)
    return Collection.objects.filter(of_it).distinct()
