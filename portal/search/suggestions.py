"""Complete what a reader is typing: entities first, then titles of articles."""

from dataclasses import dataclass

from articles.models import Article
from entities.models import Entity
from entities.pictures.marks import path_of
from portal.search.backends import backend
from portal.search.contract import Sort
from portal.search.folding import plains
from portal.search.names import entities_by_key
from portal.search.query import MAX_LENGTH

MOST_ENTITIES, MOST_TITLES = 6, 4
# So many candidates are looked at for those that begin with what was typed.
CANDIDATES = 60
SHORTEST = 2


@dataclass(frozen=True)
class Suggestion:
    """What to complete to, what that is (with the mark of its kind), and where it is."""

    text: str
    what: str
    url: str
    letter: str = ""
    shape: str = ""


def suggest(typed: str) -> list[Suggestion]:
    """Nothing for a single letter, unless it is a symbol or a script without spaces."""
    typed = typed[:MAX_LENGTH].strip()
    plain = plains(typed).split()
    symbols = entities_by_key((), [typed])[True, typed]
    if not plain or (len(typed) < SHORTEST and typed.isascii()):
        return [of_entity(entity) for entity in symbols]
    found = [*symbols, *entities(plain)]
    titles = backend().complete(Sort.ARTICLE, plain, limit=MOST_TITLES)
    articles = Article.objects.published().for_list().in_bulk(titles)
    return [
        *(of_entity(entity) for entity in list(dict.fromkeys(found))[:MOST_ENTITIES]),
        *(of_article(articles[key]) for key in titles if key in articles),
    ]


def entities(plain: list[str]) -> list[Entity]:
    """Those of which a name begins with what was typed before those where a later word does."""
    keys = backend().complete(Sort.ENTITY, plain, limit=CANDIDATES)
    found = Entity.objects.for_list().prefetch_related("names").filter(pk__in=keys)
    start = " ".join(plain)
    return sorted(found, key=lambda entity: (*rank(entity, start), entity.name))


def rank(entity: Entity, start: str) -> tuple[bool, int]:
    names = [plains(text) for text in entity.called]
    beginning = [name for name in names if name.startswith(start)]
    return not beginning, min(map(len, beginning or names))


def of_entity(entity: Entity) -> Suggestion:
    kind = entity.kind_info
    url, shape = entity.get_absolute_url(), path_of(kind.shape)
    return Suggestion(str(entity), kind.label, url, kind.letter, shape)


def of_article(article: Article) -> Suggestion:
    return Suggestion(article.title, "article", article.get_absolute_url())
