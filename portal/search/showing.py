"""Read what a page shows of what was found: keys in, rows out. Pages ask for it again and again, so
that the SQL of each question is made once.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from articles.models import Article, Passage
from articles.prepared import Prepared, in_order
from entities import telling
from entities.models import Entity, Link, Mention
from entities.rows import NamedEntity, Quote, Stated, columns

# An article that is found says which entities it names most.
NAMED = 4


class Found(NamedTuple):
    """An article as it is listed among what was found."""

    pk: int
    slug: str
    title: str
    language: str
    publisher: str
    published: str
    display: str

    get_absolute_url = Article.get_absolute_url
    shows_full_text = Article.shows_full_text


@Prepared
def article_rows(keys):
    published = Article.objects.published().filter(pk__in=keys).order_by()
    return published.values_list(*Found._fields)


def found_articles(keys: Sequence[int]) -> list[Found]:
    """In this order, those that readers get."""
    held = {row[0]: Found._make(row) for row in article_rows(keys)}
    return in_order(keys, held)


@Prepared
def passage_rows(articles):
    """The passages that may be shown of these articles, in the order of the text."""
    rows = Passage.objects.current().linkable().of_articles(articles).order_by("position")
    return rows.values_list("version__article", "pk", "position", "kind", "text")


@Prepared
def mention_rows(passages, entities):
    mentions = Mention.objects.shown().filter(passage__in=passages, entity__in=entities)
    return mentions.order_by().values_list("passage", "entity", "start", "end")


@Prepared
def entity_rows(keys):
    return Entity.objects.filter(pk__in=keys).order_by().values_list(*columns(NamedEntity))


def entities_called(keys: Iterable[int]) -> dict[int, NamedEntity]:
    return {row[0]: NamedEntity(*row) for row in entity_rows(list(keys))}


@Prepared
def link_rows(articles):
    links = Link.objects.public().filter(article__in=articles)
    return links.order_by("-mention_count", "entity").values_list("article", "entity")


def most_named(articles: Sequence[int]) -> dict[int, list[NamedEntity]]:
    """The entities that each article names most."""
    most = defaultdict(list)
    for article, entity in link_rows(articles):
        if len(most[article]) < NAMED:
            most[article].append(entity)
    entities = entities_called({key for keys in most.values() for key in keys})
    return {article: [entities[key] for key in keys] for article, keys in most.items()}


def quoted_statements(keys: Sequence[int]) -> list[Stated]:
    """In this order, those that readers get, with their quotes."""
    quotes = defaultdict(list)
    for key, *row in telling.quotes_for(keys):
        quotes[key].append(telling.quote(row))
    held = {row[0]: quoted(row, quotes[row[0]]) for row in telling.with_keys(keys)}
    return in_order(keys, held)


def quoted(row: tuple, quotes: list[Quote]) -> Stated:
    statement = telling.stated(row, [(quote.article_id, quote.state) for quote in quotes])
    statement.quotes = quotes
    return statement
