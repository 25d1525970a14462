"""Ask the search what a reader typed; the rows that answer, ready to be shown."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from articles.models import Article, Passage
from entities.models import Entity, Evidence
from entities.rows import NamedEntity, Quote, Stated
from portal.search import excerpts, query
from portal.search.backends import backend
from portal.search.contract import (
    Document,
    Hits,
    InLanguage,
    InYears,
    OfKind,
    Phrase,
    PublishedBy,
    Search,
    Sort,
    Words,
)
from portal.search.excerpts import Pieces
from portal.search.folding import stems
from portal.search.resolving import Question, resolve
from portal.search.showing import (
    Found,
    found_articles,
    mention_rows,
    most_named,
    passage_rows,
    quoted_statements,
)

CARDS = 6
STATEMENTS = 3
# Entities of a kind, without words to rank them by, are put in order among so many.
IN_ORDER = 300
LIKE_THIS = 5
# So many characters of an article say what it is like; a book need not be read for it.
TELLING = 50_000


@dataclass
class ArticleHit:
    """An article found, with its best passage in marked pieces and the address of that."""

    article: Found
    url: str
    passage: excerpts.Passage | None = None
    pieces: Pieces = field(default_factory=list)
    named: list[NamedEntity] = field(default_factory=list)


@dataclass
class StatementHit:
    """A statement found, with the quote that answers best in marked pieces."""

    statement: Stated
    quote: Quote
    pieces: Pieces = field(default_factory=list)


def ask(text: str) -> tuple[query.Parsed, Question]:
    parsed = query.parse(text)
    return parsed, resolve(parsed.query)


def find_articles(text: str, *, offset: int = 0, limit: int = 20) -> Hits:
    """The articles that the search page finds for `text`, in its order."""
    _, question = ask(text)
    return backend().search(Sort.ARTICLE, question.search, offset=offset, limit=limit)


def find_entities(
    named: Sequence[Entity], search: Search, *, offset: int, limit: int
) -> tuple[list[int], int]:
    """Those that the query names first, then those with all of its words; and how many."""
    search = about_entities(search)
    if search.in_title:
        return [], 0
    keys = [entity.pk for entity in named]
    if not (search.wanted or search.required):
        return keys[offset : offset + limit], len(keys)
    hits = backend().search(Sort.ENTITY, search, limit=max(offset + limit, IN_ORDER))
    found = hits.keys[: hits.with_all]
    if search.required or search.refused:
        # What is named may be what the rest of the query shuts out.
        keys = [key for key in keys if key in found]
    if not search.wanted:
        found = most_linked(found)
    others = hits.with_all - sum(key in keys for key in found)
    return list(dict.fromkeys([*keys, *found]))[offset : offset + limit], len(keys) + others


def about_entities(search: Search) -> Search:
    """What a search asks of entities: no year, publisher or language, which only texts have."""
    required = [
        clause
        for clause in search.required
        if all(isinstance(match, OfKind | Words | Phrase) for match in clause)
    ]
    refused = [
        clause
        for clause in search.refused
        if not any(isinstance(match, InYears | PublishedBy | InLanguage) for match in clause)
    ]
    return replace(search, required=tuple(required), refused=tuple(refused))


def most_linked(keys: Sequence[int]) -> list[int]:
    """Entities in the order of how many articles they are linked to."""
    counts = backend().count_linked(Sort.ARTICLE, keys)
    return sorted(keys, key=lambda key: (-counts[key], key))


def find_statements(search: Search, *, offset: int, limit: int) -> Hits:
    """Those with all that is wanted; those with some only where there are no others."""
    if search.in_title:
        return Hits()
    hits = backend().search(Sort.STATEMENT, search, offset=offset, limit=limit)
    if not hits.with_all:
        return hits
    return Hits(hits.keys[: max(0, hits.with_all - offset)], hits.with_all, hits.with_all)


def statement_hits(keys: Sequence[int], sequence: Sequence[str]) -> list[StatementHit]:
    # One without a quote that readers get is no longer public.
    return [statement_hit(one, sequence) for one in quoted_statements(keys) if one.quotes]


def statement_hit(statement: Stated, sequence: Sequence[str]) -> StatementHit:
    quotes = [
        excerpts.Passage(number, "quote", quote.quote)
        for number, quote in enumerate(statement.quotes)
    ]
    chosen = excerpts.best(quotes, sequence)
    # It is shown whole: it is the statement's ground.
    pieces = excerpts.whole(chosen, sequence)
    return StatementHit(statement, statement.quotes[chosen.position], pieces)


def article_hits(keys: Sequence[int], question: Question) -> list[ArticleHit]:
    """The articles with these keys in their order; those no longer public are passed over."""
    articles = found_articles(keys)
    named = most_named([article.pk for article in articles])
    passages = passages_of(articles, question)
    sequence = question.search.sequence
    return [
        article_hit(article, passages[article.pk], sequence, named.get(article.pk, []))
        for article in articles
    ]


def article_hit(
    article: Found,
    passages: list[excerpts.Passage],
    sequence: Sequence[str],
    named: list[NamedEntity],
) -> ArticleHit:
    chosen = excerpts.best(passages, sequence)
    if chosen is None:
        return ArticleHit(article, article.get_absolute_url(), named=named)
    place = f"#p{chosen.position}" if article.shows_full_text else ""
    pieces = excerpts.excerpt(chosen, sequence)
    return ArticleHit(article, article.get_absolute_url() + place, chosen, pieces, named)


def passages_of(articles: Sequence[Found], question: Question) -> dict[int, list[excerpts.Passage]]:
    full = [article.pk for article in articles if article.shows_full_text]
    found, by_pk = defaultdict(list), {}
    for article, pk, *passage in passage_rows(full):
        by_pk[pk] = excerpts.Passage(*passage)
        found[article].append(by_pk[pk])
    asked = [entity.pk for entity in question.named]
    for passage, entity, start, end in mention_rows(list(by_pk), asked):
        by_pk[passage].named.setdefault(entity, []).append((start, end))
    return found | quotes_of(articles)


def quotes_of(articles) -> dict[int, list[excerpts.Passage]]:
    """Of articles of which readers get only quotes: those."""
    hidden = [article.pk for article in articles if not article.shows_full_text]
    if not hidden:
        return {}
    found = defaultdict(list)
    rows = Evidence.objects.public().filter(article__in=hidden).order_by("article", "pk")
    for article, quote in rows.values_list("article", "quote"):
        found[article].append(excerpts.Passage(len(found[article]) + 1, "quote", quote))
    return found


def telling_text(article: Article, passages: Iterable[Passage]) -> str:
    """By which others are found that are like it; nothing of a text that readers do not get."""
    if not article.shows_full_text:
        return ""
    return stems("\n".join([article.title, *(passage.text for passage in passages)])[:TELLING])


def like_this(article: Article, text: str) -> list[int]:
    """Articles with the most telling words of this one, by key. Raises Unavailable."""
    if not text:
        return []
    return backend().similar(Document(article.pk, text=text), limit=LIKE_THIS)
