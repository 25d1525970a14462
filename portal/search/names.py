"""Find the names of entities in what a reader typed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from articles.prepared import Prepared
from entities.matching import longest_first
from entities.models import Entity
from portal.search.folding import Word
from portal.search.models import NameKey

# Of a name and of a query: enough for the longest name in a script folded to pairs of signs.
MOST_WORDS, MOST_QUERY_WORDS = 24, 64
# Names that more share than can be shown are no help.
MOST_ENTITIES = 8
# What is asked of them; the rest of an entity is read where it is needed.
ENTITY = "id", "slug", "kind", "name", "short_name", "symbol"


@dataclass(frozen=True)
class Named:
    """Words of the query that name something: `first` to `last` (exclusive) of its words."""

    first: int
    last: int
    entities: tuple[Entity, ...]
    is_symbol: bool = False


def find_names(text: str, words: Sequence[Word]) -> list[Named]:
    """The names in `text`, of which `words` are the folded words; none overlaps another."""
    spans = spans_of(words)
    by_key = entities_by_key(
        {key_of(words, *span) for span in spans}, {surface(text, one) for one in words}
    )
    found = [(*span, named) for span in spans if (named := named_by(text, words, *span, by_key))]
    # As in texts: "Namibia Rare Earths" is not Namibia.
    return sorted((named for *_, named in longest_first(found)), key=lambda one: one.first)


def spans_of(words: Sequence[Word]) -> list[tuple[int, int]]:
    count = min(len(words), MOST_QUERY_WORDS)
    return [
        (first, last)
        for first in range(count)
        for last in range(first + 1, min(first + MOST_WORDS, count) + 1)
    ]


def key_of(words: Sequence[Word], first: int, last: int) -> str:
    return " ".join(word.form for word in words[first:last])


def surface(text: str, word: Word) -> str:
    return text[word.start : word.end]


ByKey = dict[tuple[bool, str], list[Entity]]


def entities_by_key(keys: Iterable[str], symbols: Iterable[str]) -> ByKey:
    """The entities that have one of these folded names, or one of these symbols as written."""
    by_key = defaultdict(list)
    # No name is empty.
    for is_symbol, key, *entity in keyed_rows(list(keys) or [""], list(symbols) or [""]):
        by_key[is_symbol, key].append(Entity.from_db(connection.alias, ENTITY, entity))
    return by_key


@Prepared
def keyed_rows(keys, symbols):
    folded = Q(is_symbol=False, key__in=keys)
    written = Q(is_symbol=True, key__in=symbols)
    rows = NameKey.objects.filter(folded | written).order_by("entity__name", "entity_id")
    return rows.values_list("is_symbol", "key", *(f"entity__{name}" for name in ENTITY))


def named_by(
    text: str, words: Sequence[Word], first: int, last: int, by_key: ByKey
) -> Named | None:
    # As written a symbol is beyond doubt: "Eu" is europium, whatever else is called "EU".
    if last - first == 1:
        elements = by_key.get((True, surface(text, words[first])))
        if elements:
            return Named(first, last, tuple(elements[:MOST_ENTITIES]), is_symbol=True)
    entities = by_key.get((False, key_of(words, first, last)))
    return Named(first, last, tuple(entities[:MOST_ENTITIES])) if entities else None
