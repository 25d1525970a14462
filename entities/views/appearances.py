"""Where the articles name an entity."""

from collections import defaultdict
from dataclasses import dataclass

from entities.mentioning import Place, Sentence, sentences_naming
from entities.models import Link, Mention

ARTICLES_SHOWN = 10
SENTENCES_AT_ONCE = 3
SENTENCES_SHOWN = 8
# More than stand in so many sentences, but in a list of names.
MENTIONS_READ = 40


@dataclass(frozen=True)
class Appearance:
    """An article that names an entity, and the sentences in which it does, as far as shown."""

    link: Link
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
        return self.link.mention_count - sum(one.mention_count for one in self.sentences)


def appearances(entity, links) -> list[Appearance]:
    """The articles that name an entity, newest first, with the sentences that do."""
    links = links.select_related("article").order_by("-article__sort_day", "article__slug")
    links = list(links.defer("article__imported")[:ARTICLES_SHOWN])
    places = places_of(entity, [link.article_id for link in links if link.article.shows_full_text])
    return [Appearance(one, sentences_of(one.article, places[one.article_id])) for one in links]


def places_of(entity, articles: list[int]) -> dict[int, list[Place]]:
    """The first places at which each of these articles names the entity."""
    mentions = Mention.objects.public().filter(entity=entity).first_of_each(articles, MENTIONS_READ)
    rows = mentions.values_list(
        "passage__version__article", "passage__position", "passage__text", "start", "end"
    )
    places = defaultdict(list)
    for article, *place in rows:
        places[article].append(Place(*place))
    return places


def sentences_of(article, places: list[Place]) -> list[Sentence]:
    sentences = list(sentences_naming(places, article.language))
    if len(places) == MENTIONS_READ and len(sentences) > 1:
        # More names than were read may stand in the last one.
        sentences.pop()
    return sentences[:SENTENCES_SHOWN]
