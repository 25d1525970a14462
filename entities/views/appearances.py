"""Where the articles name an entity."""

from collections import defaultdict
from dataclasses import dataclass

from articles.models import Passage
from articles.prepared import Prepared
from entities.mentioning import Place, Sentence, sentences_naming
from entities.models import Link
from entities.nearby import Found, shown_of
from entities.rows import NamedEntity, QuotedArticle, columns

ARTICLES_SHOWN = 10
SENTENCES_AT_ONCE = 3
SENTENCES_SHOWN = 8
# More than stand in so many sentences, but in a list of names.
MENTIONS_READ = 40


@dataclass(slots=True)
class NamingArticle(QuotedArticle):
    published: str


@dataclass(frozen=True)
class Appearance:
    """An article that names an entity, how often, and the sentences in which it does, as far as
    shown."""

    article: NamingArticle
    mention_count: int
    sentences: list[Sentence]

    @property
    def at_once(self) -> list[Sentence]:
        return self.sentences[:SENTENCES_AT_ONCE]

    @property
    def more(self) -> list[Sentence]:
        return self.sentences[SENTENCES_AT_ONCE:]

    @property
    def more_mentions(self) -> int:
        return sum(sentence.mention_count for sentence in self.more)

    @property
    def unshown_mentions(self) -> int:
        return self.mention_count - sum(one.mention_count for one in self.sentences)


@Prepared
def newest_linked(entity):
    links = Link.objects.public().newest_first().filter(entity=entity)
    article = columns(NamingArticle, "article__")
    return links.values_list("mention_count", *article)[:ARTICLES_SHOWN]


@Prepared
def texts_of(passages):
    return Passage.objects.order_by().filter(pk__in=passages).values_list("pk", "text")


def appearances(entity: NamedEntity) -> list[Appearance]:
    """The articles that name an entity, newest first, with the sentences that do."""
    linked = [(NamingArticle(*row), count) for count, *row in newest_linked(entity.pk)]
    places = places_of(entity, [article.pk for article, _ in linked if article.shows_full_text])
    return [Appearance(one, count, sentences_of(one, places[one.pk])) for one, count in linked]


def places_of(entity: NamedEntity, articles: list[int]) -> dict[int, list[Place]]:
    """The first places at which each of these articles names the entity."""
    found: dict[int, list[Found]] = defaultdict(list)
    for one in shown_of(entity.pk, articles):
        found[one[0]].append(one)
    first = [one for places in found.values() for one in places[:MENTIONS_READ]]
    texts = dict(texts_of(list({passage for _, _, passage, *_ in first})))
    places = defaultdict(list)
    for article, position, passage, *span in first:
        places[article].append(Place(position, texts[passage], *span))
    return places


def sentences_of(article: NamingArticle, places: list[Place]) -> list[Sentence]:
    sentences = list(sentences_naming(places, article.language))
    if len(places) == MENTIONS_READ and len(sentences) > 1:
        # More names than were read may stand in the last one.
        sentences.pop()
    return sentences[:SENTENCES_SHOWN]
