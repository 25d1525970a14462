"""Whether an index holds just what the database says. Asks any backend as a reader would."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import contextmanager
from itertools import chain, pairwise

from entities.models import Entity
from portal.search.contract import (
    BREAK,
    Document,
    InLanguage,
    InYears,
    Linked,
    OfKind,
    Phrase,
    PublishedBy,
    Search,
    Sort,
    Words,
)
from portal.search.documents import all_keys, documents, names_of
from portal.search.folding import stems
from portal.search.models import IndexNote, NameKey
from tests.soaking import times

ALL = 100_000
# Of the thousands of searches that find what should not have changed, so many are asked.
ASKED = times(300, ALL)

Searches = dict[Sort, set[Search]]


def differences(engine, only: Searches | None = None) -> list[str]:
    """How the index differs from one that were made this moment, in words; empty where it does not.

    Words, pairs of words and properties of every document are searched for, and words that the
    index knows beyond those; or `only` what these searches find.
    """
    found = [f"noted: {note}" for note in IndexNote.objects.all()]
    for sort in Sort:
        held = made(sort)
        searches = some(all_searches(engine, held)) if only is None else only[sort]
        found += [f"{sort}: {one}" for one in differing(engine, sort, held, searches)]
    return found + [f"name key: {one}" for one in sorted(names_held() ^ names_due())]


def all_searches(engine, held: dict[int, Document]) -> set[Search]:
    known = {stem for word, _ in engine.vocabulary("", limit=ALL) for stem in stems(word).split()}
    by_word = {Search(required=((Words((stem,)),),)) for stem in known}
    return by_word.union(*(searches_that_find(one) | pairs_in(one) for one in held.values()))


def differing(engine, sort: Sort, held: dict[int, Document], searches: set[Search]):
    if engine.sizes()[sort] != len(held):
        yield f"holds {engine.sizes()[sort]}, not {len(held)}"
    days = [held[key].day for key in keys(engine, sort, Search()) if key in held]
    if days != sorted((one.day for one in held.values()), reverse=True):
        yield "not all, or not the newest first"
    expected = defaultdict(set)
    for one in held.values():
        for search in searches_that_find(one) | pairs_in(one):
            expected[search].add(one.key)
    for search in searches:
        if differing := set(keys(engine, sort, search)) ^ expected[search]:
            where = "title" if search.in_title else "text"
            yield f"{search.required} in {where}: {differing}"


def some(searches: set[Search]) -> set[Search]:
    """The same ones in every run, from all over."""
    in_order = sorted(searches, key=repr)
    return set(in_order[:: len(in_order) // ASKED + 1])


def keys(engine, sort: Sort, search: Search) -> list[int]:
    return engine.search(sort, search, limit=ALL).keys


def searches_that_find(one: Document) -> set[Search]:
    """One by each word and property."""
    words, in_title = set(one.text.split()) - {BREAK}, set(one.title.split()) - {BREAK}
    matches = [Words((stem,)) for stem in words]
    matches += [Linked((entity,)) for entity in set(one.entities)]
    matches += map(OfKind, one.kinds)
    matches += map(PublishedBy, one.publishers)
    matches += map(InLanguage, one.languages)
    matches += [InYears(year, year) for year in one.years]
    return {Search(required=((match,),)) for match in matches} | {
        Search(required=((Words((stem,)),),), in_title=True) for stem in in_title
    }


def pairs_in(one: Document) -> set[Search]:
    pairs = set(pairwise(one.text.split()))
    return {Search(required=((Phrase(pair),),)) for pair in pairs if BREAK not in pair}


def made(sort: Sort) -> dict[int, Document]:
    return {one.key: one for one in documents(sort, list(all_keys(sort)))}


def names_held() -> set[tuple]:
    return set(NameKey.objects.values_list("entity", "key", "is_symbol"))


def names_due() -> set[tuple]:
    return names_of(list(Entity.objects.values_list("pk", flat=True)))


class Noted(dict[Sort, set[int]]):
    """The keys noted, by sort; `concerned` is what finds the documents as they were and are."""

    concerned: Searches


@contextmanager
def noted():
    """What changes within is noted; what it was is filled in at the end.

    No document may differ afterwards of which no note tells.
    """
    IndexNote.objects.all().delete()
    before = {sort: made(sort) for sort in Sort}
    keys = Noted({sort: set() for sort in Sort})
    yield keys
    for note in IndexNote.objects.all():
        keys[Sort(note.sort)].update(note.keys)
    differing = {sort: before[sort].items() ^ made(sort).items() for sort in Sort}
    assert any(differing.values()), "nothing that is searched was changed"
    unnoted = {sort: {key for key, _ in differing[sort]} - keys[sort] for sort in Sort}
    assert unnoted == {sort: set() for sort in Sort}
    keys.concerned = {sort: searches_concerned(one for _, one in differing[sort]) for sort in Sort}


def searches_concerned(documents: Iterable[Document]) -> set[Search]:
    """All that find a document only as it was or only as it is, and some that find it as both."""
    times_found = Counter(chain.from_iterable(map(searches_that_find, documents)))
    once = {search for search, found in times_found.items() if found == 1}
    return once | some(times_found.keys() - once)
