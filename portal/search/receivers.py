"""What must be indexed anew when the corpus or the knowledge changes.

| What changes                                      | Keyword          | Documents             |
|---------------------------------------------------|------------------|-----------------------|
| `article_changed`                                 |                  |                       |
| an article: its words, what it says of itself,    | article_ids      | the article; the      |
| whether and how readers get it; deleted           |                  | statements it bears   |
| `knowledge_changed`                               |                  |                       |
| an entity: its names, kind, description; deleted  | entity_ids       | the entity, its name  |
|                                                   |                  | keys; the statements  |
|                                                   |                  | at whose ends it is   |
| the kind of an entity; deleted                    | article_ids      | the articles it is    |
|                                                   |                  | linked to             |
| a link: public or not, its number of mentions     | article_ids      | the article           |
| a statement: its ends, its type; deleted          | relationship_ids | the statement         |
| the wording of a type of relation                 | relationship_ids | the statements of it  |
| a quote: its words, its article; deleted          | relationship_ids | the statement         |
|                                                   | article_ids      | the articles: readers |
|                                                   |                  | may get only quotes   |

An article holds entities by their keys: a new name of one changes no article by itself, only by
the links that it makes. Quotes are indexed whatever their state, as pages show them.
"""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Q

from articles.batching import in_batches
from entities.models import Relationship
from portal.search import indexing
from portal.search.contract import Sort
from portal.search.indexing import note


def begin_many(sender, **kwargs) -> None:
    indexing.PORTIONS.begin()


def end_many(sender, **kwargs) -> None:
    indexing.PORTIONS.end()


def note_articles(sender, article_ids: list[int], **kwargs) -> None:
    note(Sort.ARTICLE, article_ids)
    note(Sort.STATEMENT, statements(article_ids, "evidence__article"))


def note_knowledge(
    sender,
    entity_ids: list[int],
    relationship_ids: list[int],
    article_ids: list[int],
    **kwargs,
) -> None:
    note(Sort.ENTITY, entity_ids)
    note(Sort.STATEMENT, {*relationship_ids, *statements(entity_ids, "subject", "object")})
    note(Sort.ARTICLE, article_ids)


def have_worked_off(sender, **kwargs) -> None:
    """Have the server link anew what is queued, and nobody wait for it."""
    transaction.on_commit(indexing.wake)


def statements(keys: Iterable[int], *paths: str) -> Iterator[int]:
    """The statements from which one of the paths leads to one of the rows."""
    for batch in in_batches(list(keys)):
        found = Q(*((f"{path}__in", batch) for path in paths), _connector=Q.OR)
        yield from Relationship.objects.filter(found).order_by().values_list("pk", flat=True)
