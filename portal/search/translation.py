"""Put a search into tantivy's own terms. Pure: no folder, no database.

No text reaches the engine's query syntax: every query is an object made here.
"""

from collections.abc import Sequence

import tantivy
from tantivy import Occur, Query

from portal.search.contract import (
    Clause,
    Hits,
    InLanguage,
    InYears,
    Linked,
    Match,
    OfKind,
    Phrase,
    PublishedBy,
    Search,
    Words,
    split,
)
from portal.search.ranking import (
    NEAR_WITHIN,
    RERANKED,
    TITLE_WEIGHT,
    emphasis,
    nearness,
    neighbours,
)


def make_schema() -> tantivy.Schema:
    fields = tantivy.SchemaBuilder()
    fields.add_unsigned_field("key", indexed=True, fast=True)
    fields.add_unsigned_field("newest", fast=True)
    for name in ("title", "text"):
        fields.add_text_field(name, tokenizer_name="whitespace")
    for name in ("title_plain", "plain"):
        fields.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    # Entities as words, so that one named often counts for more; and once more to be counted.
    fields.add_text_field("named", tokenizer_name="whitespace", index_option="freq")
    fields.add_unsigned_field("entity", fast=True)
    for name in ("kind", "publisher", "language"):
        fields.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
    fields.add_unsigned_field("year", indexed=True, fast=True)
    return fields.build()


SCHEMA = make_schema()


class Translation:
    """A search in the engine's own terms."""

    def __init__(self, searcher: tantivy.Searcher, search: Search):
        self.searcher, self.search = searcher, search
        stems = {*search.stems, *search.sequence}
        self.frequencies = {stem: searcher.doc_freq("text", stem) for stem in stems}
        self.weights = emphasis(self.frequencies, searcher.num_docs)
        # Filters weigh nothing: they say what is in question, not what fits better.
        self.filters = [Query.const_score_query(self.any_of(one), 0) for one in search.required]
        self.refused = [self.any_of(clause) for clause in search.refused]
        self.found = self.narrowed(self.some())

    def hits(self, offset: int, limit: int) -> Hits:
        if not self.search.wanted:
            found = self.searcher.search(
                self.found, limit, offset=offset, order_by_field="newest"
            )  # fmt: skip
            return Hits(keys_of(self.searcher, found), found.count, found.count, found.count)
        with_all = self.narrowed(all_of([self.any_of(clause) for clause in self.search.wanted]))
        keys, best = self.ranked(with_all, offset, limit)
        total = best if self.is_simple() else self.searcher.search(self.found, 1).count
        if len(keys) < limit and total > best:
            rest = without(self.found, [with_all])
            keys += self.ranked(rest, max(0, offset - best), limit - len(keys))[0]
        return Hits(keys, total, best, total)

    def ranked(self, query: Query, offset: int, limit: int) -> tuple[list[int], int]:
        """The keys from `offset` on, and how many documents match."""
        near = self.near()
        if not near or offset >= RERANKED:
            found = self.searcher.search(query, limit, offset=offset)
            return keys_of(self.searcher, found), found.count
        found = self.searcher.search(query, max(RERANKED, offset + limit))
        keys = keys_of(self.searcher, found)
        keys[:RERANKED] = self.reranked(query, near, keys[:RERANKED])
        return keys[offset : offset + limit], found.count

    def reranked(self, query: Query, near: list[Query], keys: list[int]) -> list[int]:
        """The same keys, in an order that words near each other have a part in."""
        these = one_of([Query.term_query(SCHEMA, "key", key) for key in keys])
        query = all_of([Query.const_score_query(these, 0), query])
        # One within another: side by side, the engine would look for each in all documents.
        for one in near:
            query = Query.boolean_query([(Occur.Must, query), (Occur.Should, one)])
        return keys_of(self.searcher, self.searcher.search(query, RERANKED, count=False))

    def is_simple(self) -> bool:
        """Whether documents with some of what is wanted have all of it."""
        wanted = self.search.wanted
        return len(wanted) == 1 and all(split(match) == [match] for match in wanted[0])

    def some(self) -> Query:
        """Documents with anything of what is wanted."""
        if not self.search.wanted:
            return Query.all_query()
        return one_of([self.match(leaf) for leaf in self.search.leaves])

    def narrowed(self, wanted: Query) -> Query:
        """`wanted` within the filters."""
        if not (self.filters or self.refused):
            return wanted
        parts = [(Occur.Must, query) for query in (wanted, *self.filters)]
        return Query.boolean_query(parts + [(Occur.MustNot, query) for query in self.refused])

    def near(self) -> list[Query]:
        """Neighbours of the query that stand near each other."""
        field = "title" if self.search.in_title else "text"
        return [
            Query.const_score_query(
                Query.phrase_query(SCHEMA, field, list(order), slop=NEAR_WITHIN - 1),
                nearness(pair, self.frequencies, self.searcher.num_docs),
            )
            for pair in neighbours(self.search.sequence)
            if all(self.frequencies[stem] for stem in pair)
            for order in (pair, pair[::-1])
        ]

    def any_of(self, clause: Clause) -> Query:
        return one_of([self.match(match) for match in clause])

    def match(self, match: Match) -> Query:
        match match:
            case Words(()) | Phrase(()):
                return Query.empty_query()
            case Words(stems):
                return all_of([self.word(stem) for stem in stems])
            case Phrase((stem,)):
                return self.word(stem)
            case Phrase(stems):
                return self.in_fields(lambda field: Query.phrase_query(SCHEMA, field, list(stems)))
            case Linked(entities):
                return one_of(list(map(naming, entities)))
            case OfKind(value):
                return Query.term_query(SCHEMA, "kind", value)
            case PublishedBy(value):
                return Query.term_query(SCHEMA, "publisher", value)
            case InLanguage(value):
                return Query.term_query(SCHEMA, "language", value)
            case InYears(first, last):
                return Query.range_query(SCHEMA, "year", tantivy.FieldType.Unsigned, first, last)

    def word(self, stem: str) -> Query:
        query = self.in_fields(lambda field: Query.term_query(SCHEMA, field, stem))
        weight = self.weights.get(stem, 1.0)
        return query if weight == 1.0 else Query.boost_query(query, weight)

    def in_fields(self, make) -> Query:
        """In the text, of which the title is part; more weight where it stands in the title."""
        if self.search.in_title:
            return make("title")
        title = Query.boost_query(make("title"), TITLE_WEIGHT)
        return Query.boolean_query([(Occur.Must, make("text")), (Occur.Should, title)])


def naming(entity: int) -> Query:
    return Query.term_query(SCHEMA, "named", str(entity))


def all_of(queries: Sequence[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def one_of(queries: Sequence[Query]) -> Query:
    if not queries:
        return Query.empty_query()
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def without(query: Query, refused: Sequence[Query]) -> Query:
    return Query.boolean_query(
        [(Occur.Must, query), *((Occur.MustNot, other) for other in refused)]
    )


def keys_of(searcher: tantivy.Searcher, found: tantivy.SearchResult) -> list[int]:
    return searcher.fast_field_values("key", [address for _, address in found.hits])
