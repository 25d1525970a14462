"""Search with tantivy, an engine of its own in a folder beside the database."""

import logging
import re
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from heapq import heappush, heappushpop, nsmallest
from math import log1p
from pathlib import Path

import tantivy
from tantivy import Query

from portal.search.contract import (
    CUT,
    Counts,
    Document,
    Facet,
    Hits,
    Search,
    Sort,
    State,
    Unavailable,
    longest,
)
from portal.search.folding import STOP_WORDS
from portal.search.generations import Generations, is_sound, mark_of
from portal.search.opening import open_to_read
from portal.search.translation import SCHEMA, Translation, all_of, keys_of, naming, one_of, without

log = logging.getLogger(__name__)

# Another number makes every index of an earlier form outdated.
FORMAT = 2
# Bytes of memory a writer gathers before it writes a segment; the fewer of them, the faster.
HEAP, SMALL_HEAP = 400_000_000, 20_000_000
# An order by newest that no two documents share: the day, then the key.
KEY_BITS = 40
# So many values of a facet are counted in each of several segments, far more than are asked for:
# one that is rare in a segment may be frequent in all. The engine makes at most 65,000.
COUNTED = 60_000
# So many words of an article are looked for in others.
MOST_TELLING = 25
# And of so many it is remembered in how many articles they are.
LOOKED_UP = 100_000
# Keys are handed over in pages of this size; there is none beyond the last.
PAGE, MOST_KEY = 10_000, 2**KEY_BITS

Values = dict[str | int, int]


class TantivyBackend:
    """The index in `folder`; it may be missing, and may be replaced by another process."""

    most_counted = None

    def __init__(self, folder: Path):
        self.generations = Generations(Path(folder))
        self.opening = threading.Lock()
        self.opened: dict[Sort, tuple[object, tantivy.Index]] = {}
        self.counted: dict[Facet, Values] = {}
        self.counted_at: object = None
        self.rarities: Rarities | None = None

    def search(self, sort: Sort, search: Search, *, offset: int = 0, limit: int = 20) -> Hits:
        with guarded():
            return Translation(self.searcher(sort), search).hits(offset, limit)

    def counts(
        self, search: Search, facets: Sequence[Facet], *, limit: int = 1000
    ) -> dict[Facet, Counts]:
        with guarded():
            searcher = self.searcher(Sort.ARTICLE)
            found = Translation(searcher, search).found
            if is_nearly_all(searcher, found) and (held := self.all_counts(searcher)):
                rest = counted(searcher, without(Query.all_query(), [found]), facets, COUNTED)
                return {
                    facet: most(less(held[facet], rest[facet], limit), limit) for facet in facets
                }
            counts = counted(searcher, found, facets, limit)
            return {facet: most(values, limit) for facet, values in counts.items()}

    def all_counts(self, searcher: tantivy.Searcher) -> dict[Facet, Values] | None:
        """Every value of all articles, counted once a commit; None where there are too many."""
        mark, _ = self.opened[Sort.ARTICLE]
        if self.counted_at != mark:
            counts = counted(searcher, Query.all_query(), list(Facet), COUNTED)
            self.counted = {facet: dict(most(values, COUNTED)) for facet, values in counts.items()}
            self.counted_at = mark
        is_whole = all(len(values) < COUNTED for values in self.counted.values())
        return self.counted if is_whole else None

    def count_linked(self, sort: Sort, entities: Sequence[int]) -> dict[int, int]:
        with guarded():
            searcher = self.searcher(sort)
            return {key: searcher.search(naming(key), 1).count for key in entities}

    def similar(self, document: Document, *, limit: int) -> list[int]:
        with guarded():
            searcher = self.searcher(Sort.ARTICLE)
            like = one_of([
                Query.boost_query(Query.term_query(SCHEMA, "text", word), weight)
                for word, weight in telling(document.text, self.rarities_in(searcher))
            ])  # fmt: skip
            query = without(like, [Query.term_query(SCHEMA, "key", document.key)])
            return keys_of(searcher, searcher.search(query, limit, count=False))

    def containing(self, ways: Sequence[tuple[str, ...]]) -> Iterator[int]:
        found = one_of([
            Query.term_query(SCHEMA, "text", CUT),
            *(all_of([within(piece) for piece in longest(way)]) for way in ways),
        ])  # fmt: skip
        with guarded():
            yield from each_key(self.searcher(Sort.ARTICLE), found)

    def rarities_in(self, searcher: tantivy.Searcher) -> "Rarities":
        """Those looked up since the last commit."""
        mark, _ = self.opened[Sort.ARTICLE]
        known = self.rarities
        if known is None or known.mark != mark or len(known) > LOOKED_UP:
            known = self.rarities = Rarities(searcher, mark)
        return known

    def complete(self, sort: Sort, words: Sequence[str], *, limit: int) -> list[int]:
        if not words:
            return []
        *whole, start = words
        parts = [Query.term_query(SCHEMA, "title_plain", word) for word in whole]
        parts.append(Query.regex_query(SCHEMA, "title_plain", re.escape(start) + ".*"))
        with guarded():
            searcher = self.searcher(sort)
            found = searcher.search(all_of(parts), limit, count=False, order_by_field="newest")
            return keys_of(searcher, found)

    def vocabulary(self, start: str, *, limit: int) -> list[tuple[str, int]]:
        counts: Counter[str] = Counter()
        with guarded():
            for sort in Sort:
                counts.update(dict(self.searcher(sort).terms_with_prefix("plain", start)))
        return nsmallest(limit, counts.items(), key=lambda item: (-item[1], item[0]))

    def sizes(self) -> dict[Sort, int]:
        with guarded():
            return {sort: self.searcher(sort).num_docs for sort in Sort}

    def searcher(self, sort: Sort) -> tantivy.Searcher:
        """What the last commit left, whichever process made it."""
        try:
            return self.index(sort).searcher()
        except (FileNotFoundError, ValueError):
            # A new generation may have taken the place of the old one between two looks.
            return self.index(sort).searcher()

    def index(self, sort: Sort) -> tantivy.Index:
        folder = self.generations.current() / sort
        mark = (folder, mark_of(folder / "meta.json"))
        known, index = self.opened.get(sort, (None, None))
        if known != mark:
            with self.opening:
                index = open_to_read(folder)
                self.opened[sort] = (mark, index)
        return index

    def stamp(self) -> str:
        """From which database the index was made; empty where there is none."""
        try:
            return self.generations.manifest()["stamp"]
        except (Unavailable, OSError, ValueError, KeyError):
            return ""

    def state(self) -> State:
        """Reads every file whole: about a second a gigabyte."""
        if not self.generations.pointer.is_file():
            return State.MISSING
        try:
            if self.generations.manifest()["format"] != FORMAT:
                return State.OUTDATED
            folders = [self.generations.current() / sort for sort in Sort]
            if all(map(is_sound, folders)) and self.sizes():
                return State.GOOD
        except (Unavailable, OSError, ValueError, KeyError) as error:
            log.warning("The search index is damaged: %s", error)
        return State.DAMAGED

    def writing(self, *, wait: float | None) -> AbstractContextManager[bool]:
        return self.generations.writing(wait)

    def write(self, sort: Sort, documents: Sequence[Document], gone: Sequence[int]) -> None:
        with guarded():
            index = tantivy.Index.open(str(self.generations.current() / sort))
            writer = index.writer(SMALL_HEAP, 1)
            # One that was killed may have left files by the very names that this one will give.
            writer.garbage_collect_files()
            for key in (*gone, *(document.key for document in documents)):
                writer.delete_documents_by_query(Query.term_query(SCHEMA, "key", key))
            for document in documents:
                writer.add_document(stored(document))
            writer.commit()
            writer.wait_merging_threads()

    @contextmanager
    def rebuild(self, stamp: str) -> Iterator["Rebuilding"]:
        with self.generations.new({"format": FORMAT, "stamp": stamp}) as folder:
            rebuilding = Rebuilding(folder)
            yield rebuilding
            rebuilding.finish()


class Rebuilding:
    """A generation in the making."""

    def __init__(self, folder: Path):
        self.writers = {}
        for sort in Sort:
            (folder / sort).mkdir(parents=True)
            index = tantivy.Index(SCHEMA, str(folder / sort))
            self.writers[sort] = index.writer(HEAP if sort is Sort.ARTICLE else SMALL_HEAP, 1)

    def add(self, sort: Sort, documents: Iterable[Document]) -> None:
        writer = self.writers[sort]
        for document in documents:
            writer.add_document(stored(document))

    def finish(self) -> None:
        for writer in self.writers.values():
            writer.commit()
            writer.wait_merging_threads()


def stored(document: Document) -> tantivy.Document:
    return tantivy.Document.from_dict(
        {
            "key": document.key,
            "newest": document.day << KEY_BITS | document.key,
            "title": document.title,
            "text": document.text,
            "title_plain": document.title_plain,
            "plain": document.plain,
            "named": " ".join(map(str, document.entities)),
            "entity": list(set(document.entities)),
            "kind": list(document.kinds),
            "publisher": list(document.publishers),
            "language": list(document.languages),
            "year": list(document.years),
        },
        SCHEMA,
    )


class Rarities(dict[str, float]):
    """How rare words are in the articles, by word; 0 for one that tells nothing."""

    def __init__(self, searcher: tantivy.Searcher, mark: object):
        super().__init__()
        self.searcher, self.mark = searcher, mark

    def __missing__(self, word: str) -> float:
        documents = self.searcher.num_docs
        held = min(self.searcher.doc_freq("text", word), documents)
        tells = held > 1 and word not in STOP_WORDS
        self[word] = log1p((documents - held + 0.5) / (held + 0.5)) if tells else 0.0
        return self[word]


def telling(text: str, rarities: Rarities) -> list[tuple[str, float]]:
    """The words that tell a text from others, with their weights: by frequency times rarity.

    As the engine's own "more like this" has it, which dies of documents that were written again:
    until segments merge a word may stand in more documents than there are.
    """
    weights = [(times * rarities[word], word) for word, times in Counter(text.split()).items()]
    best = sorted(weights, reverse=True)[:MOST_TELLING]
    return [(word, weight) for weight, word in best if weight]


def within(piece: str) -> Query:
    """Articles with a word of which this is a part."""
    return Query.regex_query(SCHEMA, "plain", f".*{re.escape(piece)}.*")


def each_key(searcher: tantivy.Searcher, query: Query) -> Iterator[int]:
    """The keys of all documents found, in order, a page at a time."""
    first = 0
    while True:
        rest = Query.range_query(SCHEMA, "key", tantivy.FieldType.Unsigned, first, MOST_KEY)
        found = searcher.search(
            all_of([query, rest]), PAGE, count=False, order_by_field="key", order=tantivy.Order.Asc
        )  # fmt: skip
        keys = keys_of(searcher, found)
        yield from keys
        if len(keys) < PAGE:
            return
        first = keys[-1] + 1


def is_nearly_all(searcher: tantivy.Searcher, found: Query) -> bool:
    """Whether the few that are not found are counted sooner than the many that are."""
    total, count = searcher.num_docs, searcher.search(found, 1).count
    # To hand over a value costs as much as to count it in four documents.
    return count - (total - count) > 4 * min(COUNTED, 10 * (total - count))


def counted(
    searcher: tantivy.Searcher, query: Query, facets: Sequence[Facet], limit: int
) -> dict[Facet, Values]:
    """The `limit` most frequent values of each facet, with the number of documents."""
    kept = limit if searcher.num_segments == 1 else COUNTED
    wanted = {
        facet: {"terms": {"field": facet.value, "size": limit, "segment_size": kept}}
        for facet in facets
    }
    answer = searcher.aggregate(query, wanted)
    return {
        facet: {value_of(facet, one["key"]): one["doc_count"] for one in answer[facet]["buckets"]}
        for facet in facets
    }


def less(values: Values, others: Values, limit: int) -> Values:
    """`values`, the most frequent first, without `others`; enough of them for the `limit` most."""
    left: list[int] = []
    found = {}
    for value, count in values.items():
        if len(left) == limit and count <= left[0]:
            break
        if rest := count - others.get(value, 0):
            found[value] = rest
            (heappush if len(left) < limit else heappushpop)(left, rest)
    return found


def value_of(facet: Facet, key: str | float) -> str | int:
    return int(key) if facet in (Facet.ENTITY, Facet.YEAR) else key


def most(values: Values, limit: int) -> Counts:
    return nsmallest(limit, values.items(), key=lambda item: (-item[1], item[0]))


@contextmanager
def guarded() -> Iterator[None]:
    """What the engine cannot read is Unavailable; it may even panic over a damaged file."""
    try:
        yield
    except (ValueError, OSError) as error:
        log.exception("The search index cannot be used")
        raise Unavailable(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        log.exception("The search engine gave up")
        raise Unavailable(str(error)) from error
