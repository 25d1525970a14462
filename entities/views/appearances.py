"""Where the articles name an entity."""

from collections import defaultdict
from dataclasses import dataclass

from articles.models import Passage
from entities.mentioning import Place, Sentence, sentences_naming
from entities.models import Link
from entities.nearby import passages_of, shown_in

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
    links = links.newest_first().select_related("article").defer("article__imported")
    links = list(links[:ARTICLES_SHOWN])
    places = places_of(entity, [link.article_id for link in links if link.article.shows_full_text])
    return [Appearance(one, sentences_of(one.article, places[one.article_id])) for one in links]


def places_of(entity, articles: list[int]) -> dict[int, list[Place]]:
    """The first places at which each of these articles names the entity."""
    passages = passages_of(articles)
    named = [one for one in shown_in(passages) if one[-1] == entity.pk]
    by_article = defaultdict(list)
    for passage, start, end, _ in sorted(named, key=lambda one: (passages[one[0]][1], one[1])):
        by_article[passages[passage][0]].append((passage, start, end))
    first = {article: found[:MENTIONS_READ] for article, found in by_article.items()}
    texts = texts_of({passage for found in first.values() for passage, *_ in found})
    places = defaultdict(list)
    for article, found in first.items():
        places[article] = [Place(passages[pk][1], texts[pk], *span) for pk, *span in found]
    return places


def texts_of(passages: set[int]) -> dict[int, str]:
    return dict(Passage.objects.order_by().filter(pk__in=passages).values_list("pk", "text"))


def sentences_of(article, places: list[Place]) -> list[Sentence]:
    sentences = list(sentences_naming(places, article.language))
    if len(places) == MENTIONS_READ and len(sentences) > 1:
        # More names than were read may stand in the last one.
        sentences.pop()
    return sentences[:SENTENCES_SHOWN]
