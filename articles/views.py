"""The page of a collection."""

from django.db.models import Prefetch
from django.views.generic import DetailView

from articles.models import Article, Collection, Passage


class CollectionPage(DetailView):
    queryset = Collection.objects.select_related("introduction").prefetch_related(
        "announced", Prefetch("members", Article.objects.published(), to_attr="held")
    )
    template_name = "articles/collection.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            introduction=self.introduction(), pieces=self.announced_pieces(), **kwargs
        )

    def introduction(self):
        article = self.object.introduction
        return article if article and article.is_public else None

    def announced_pieces(self):
        """What is announced, each with the introduction's passage that announces it."""
        if not self.introduction():
            return [(piece, None) for piece in self.object.announced.all()]
        passages = list(
            Passage.objects.current().linkable().of_articles([self.object.introduction_id])
        )
        return [(piece, announcing(piece, passages)) for piece in self.object.announced.all()]


def announcing(piece, passages):
    """The passage with the piece's words: on its line, else anywhere."""
    holding = [passage for passage in passages if piece.words and piece.words in passage.text]
    on_line = [passage for passage in holding if passage.line == piece.line]
    return next(iter(on_line or holding), None)
