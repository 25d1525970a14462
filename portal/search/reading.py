"""Read the tables of the PostgreSQL backend: what is found, in what order, counted by what.

What is found is counted exactly, but PostgreSQL has no BM25 and ranks slowly: it is worked out here
for a bounded number of documents, which the index chooses by what they hold most telling.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from portal.search.contract import (
    BREAK,
    Counts,
    Document,
    Facet,
    Hits,
    Search,
    Sort,
    Unavailable,
)
from portal.search.folding import STOP_WORDS
from portal.search.lexemes import ENTITY, KIND, LANGUAGE, PUBLISHER, YEAR, of_entity
from portal.search.models import IndexedSort, VocabularyWord
from portal.search.scoring import Corpus, Scorer, lexemes_for, scorer_of, terms_of
from portal.search.storing import DOCUMENTS, SIZES, VOCABULARY
from portal.search.tsqueries import ALL, NOTHING, Asked, Translation, all_of, any_of, lexeme
from portal.search.vectors import places_in

# Of the documents with all words, and of those with some, so many are ranked, chosen from so many;
# facets are counted over so many. It takes 15 µs to rank one, 1 to look at one and 4 to count one.
RANKED, LOOKED_AT, COUNTED = 2_000, 50_000, 20_000
# By so many words a document is likened to others, chosen from so many.
MOST_TELLING, MOST_LOOKED_UP = 25, 2_000
# Gains are added up as whole numbers, so that their order does not matter.
FINE = 10_000


class Counted(NamedTuple):
    """Where the values of a facet stand: after which prefix, and in which column."""

    prefix: str
    column: str
    type: type = str


FACETS = {
    Facet.ENTITY: Counted(ENTITY, "entities", int),
    Facet.KIND: Counted(KIND, "kinds"),
    Facet.PUBLISHER: Counted(PUBLISHER, "publishers"),
    Facet.YEAR: Counted(YEAR, "years", int),
    Facet.LANGUAGE: Counted(LANGUAGE, "languages"),
}


class Index:
    """The documents of one sort, within one transaction."""

    def __init__(self, cursor, sort: Sort):
        self.cursor, self.sort = cursor, sort
        held = IndexedSort.objects.filter(sort=sort).first()
        if held is None:
            raise Unavailable("There is no search index yet.")
        self.size = held.document_count
        totals = (getattr(held, name) for name in SIZES)
        self.means = [max(total, 1) / max(self.size, 1) for total in totals]

    def rows(self, statement: str, *values) -> list[tuple]:
        self.cursor.execute(statement, values)
        return self.cursor.fetchall()

    def keys(self, statement: str, *values) -> list[int]:
        return [key for (key,) in self.rows(statement, *values)]

    def where(self, asked: Asked, but: Collection[int] = ()) -> tuple[str, list]:
        """The condition by which documents are found, without those of some keys."""
        parts, values = ["sort = %s"], [self.sort.value]
        if asked is not ALL:
            # In the terms of the index of words: no other fits, so that PostgreSQL cannot choose
            # one by which it would look into every vector.
            parts = ["sort || '' = %s", "vector @@ %s::tsquery"]
            values.append(asked.text)
        if but:
            parts.append("key <> ALL(%s)")
            values.append(list(but))
        return " AND ".join(parts), values

    def count(self, asked: Asked) -> int:
        if asked in (ALL, NOTHING):
            return self.size if asked is ALL else 0
        if asked.lexeme:
            return self.corpus([asked.lexeme]).frequencies[asked.lexeme]
        condition, values = self.where(asked)
        return self.keys(f"SELECT count(*) FROM {DOCUMENTS} WHERE {condition}", *values)[0]

    def find(self, asked: Asked) -> tuple[int, list[int] | None]:
        """How many documents are found; and their keys, where all of them can be ranked."""
        if asked is NOTHING:
            return 0, []
        if asked.lexeme and (count := self.count(asked)) > RANKED:
            return count, None
        keys = self.first(asked, RANKED + 1)
        return (len(keys), keys) if len(keys) <= RANKED else (self.count(asked), None)

    def first(self, asked: Asked, limit: int, but: Collection[int] = ()) -> list[int]:
        """Keys of documents found, in the order in which PostgreSQL comes upon them."""
        condition, values = self.where(asked, but)
        return self.keys(f"SELECT key FROM {DOCUMENTS} WHERE {condition} LIMIT %s", *values, limit)

    def newest(self, asked: Asked, offset: int, limit: int) -> list[int]:
        if asked is NOTHING:
            return []
        condition, values = self.where(asked)
        return self.keys(
            f"SELECT key FROM {DOCUMENTS} WHERE {condition}"
            " ORDER BY day DESC, key DESC LIMIT %s OFFSET %s",
            *values, limit, offset,
        )  # fmt: skip

    def years(self) -> list[int]:
        """The years that documents state."""
        return [year for year, _ in self.all_counts(Facet.YEAR)]

    def corpus(self, lexemes: Iterable[str]) -> Corpus:
        found = self.rows(
            f"SELECT word, count FROM {VOCABULARY} WHERE sort = %s AND word = ANY(%s)",
            self.sort.value, list(lexemes),
        )  # fmt: skip
        return Corpus(self.size, self.means, Counter(dict(found)))

    # --- searches

    def hits(self, search: Search, offset: int, limit: int) -> Hits:
        asked = Translation(search, self.years)
        if not search.wanted:
            total = self.count(asked.some)
            return Hits(self.newest(asked.some, offset, limit), total, total, total)
        total, some = self.find(asked.some)
        is_simple = asked.with_all == asked.some
        with_all, full = (total, some) if is_simple else self.find(asked.with_all)
        # After more than can be ranked, those with only some are not reached.
        further = 0 if with_all > RANKED else min(total - with_all, RANKED)
        ranked = min(with_all, RANKED) + further
        if not limit or offset >= ranked:
            return Hits([], total, with_all, ranked)
        scorer = self.scorer(search, asked)
        keys = self.ranked(scorer, self.chosen(asked.with_all, scorer) if full is None else full)
        if further and offset + limit > with_all:
            rest = self.chosen(asked.some, scorer, but=keys) if some is None else some
            keys += self.ranked(scorer, set(rest).difference(keys))
        return Hits(keys[offset : offset + limit], total, with_all, ranked)

    def scorer(self, search: Search, asked: Translation) -> Scorer:
        stems = dict.fromkeys([*asked.stems, *search.sequence])
        corpus = self.corpus([*lexemes_for(stems), *map(of_entity, asked.entities)])
        return scorer_of(
            asked.stems, asked.entities, search.sequence, corpus, in_title=search.in_title
        )

    def similar(self, document: Document) -> list[int]:
        words = Counter(document.text.split())
        for word in (BREAK, *STOP_WORDS):
            words.pop(word, None)
        counts = dict(words.most_common(MOST_LOOKED_UP))
        telling = self.corpus(counts).most_telling(counts, MOST_TELLING)
        corpus = self.corpus(lexemes_for(telling))
        scorer = Scorer(terms_of(telling, corpus), {}, corpus)
        asked = any_of(map(lexeme, telling))
        _, keys = self.find(asked)
        keys = self.chosen(asked, scorer) if keys is None else keys
        return self.ranked(scorer, set(keys) - {document.key})

    def ranked(self, scorer: Scorer, keys: Collection[int]) -> list[int]:
        """The keys of these documents, the best first."""
        if not keys:
            return []
        found = self.rows(
            f"SELECT key, day, {', '.join(SIZES)},"
            " ts_filter(setweight(vector, 'A', %s::text[]), '{a}')::text"
            f" FROM {DOCUMENTS} WHERE sort = %s AND key = ANY(%s)",
            scorer.lexemes, self.sort.value, list(keys),
        )  # fmt: skip
        scores = [
            (scorer.score(sizes, places_in(vector)), day, key) for key, day, *sizes, vector in found
        ]
        return [key for _, _, key in sorted(scores, reverse=True)]

    def chosen(self, asked: Asked, scorer: Scorer, but: Collection[int] = ()) -> list[int]:
        """Keys of those that promise most by what they hold, and of any others to fill up."""
        gains = scorer.choosing(LOOKED_AT)
        if not gains:
            return self.newest(asked, 0, RANKED)
        parts, values = [], []
        for one, gain in gains.items():
            condition, found_by = self.where(all_of([asked, lexeme(one)]), but)
            parts.append(f"SELECT key, {round(FINE * gain)} FROM {DOCUMENTS} WHERE {condition}")
            values += found_by
        keys = self.keys(
            f"SELECT key FROM ({' UNION ALL '.join(parts)}) AS found (key, gain)"
            " GROUP BY key ORDER BY sum(gain) DESC, key DESC LIMIT %s",
            *values, RANKED,
        )  # fmt: skip
        return keys + self.first(asked, RANKED - len(keys), [*but, *keys])

    # --- facets

    def counts(self, asked: Asked, facets: Sequence[Facet], limit: int) -> dict[Facet, Counts]:
        if asked is NOTHING or not facets:
            return {facet: [] for facet in facets}
        if asked is ALL:
            return {facet: self.all_counts(facet, limit) for facet in facets}
        condition, values = self.countable(asked)
        columns = ", ".join(FACETS[facet].column for facet in facets)
        found = self.rows(
            f"WITH found AS MATERIALIZED (SELECT {columns} FROM {DOCUMENTS} WHERE {condition}) "
            + " UNION ALL ".join(f"({counting(facet)} LIMIT %s)" for facet in facets),
            *values, *[limit] * len(facets),
        )  # fmt: skip
        counts = {facet: [] for facet in facets}
        for facet, value, count in found:
            counts[Facet(facet)].append((FACETS[Facet(facet)].type(value), count))
        return counts

    def countable(self, asked: Asked) -> tuple[str, list]:
        """The condition for all that are found, or, of very many, for some from among them."""
        count, keys = self.find(asked)
        if keys is not None:
            # Not found once more: that may take long.
            return "sort = %s AND key = ANY(%s)", [self.sort.value, keys]
        condition, values = self.where(asked)
        # The newest of all would be of one year.
        step = -(-count // COUNTED)
        return f"{condition} AND key %% %s = 0", [*values, step]

    def all_counts(self, facet: Facet, limit: int | None = None) -> Counts:
        """Over all documents, which are counted already."""
        prefix, kind = FACETS[facet].prefix, FACETS[facet].type
        words = VocabularyWord.objects.filter(sort=self.sort, word__startswith=prefix)
        in_order = words.order_by("-count", "word").values_list("word", "count")[:limit]
        return [(kind(word.removeprefix(prefix)), count) for word, count in in_order]


def counting(facet: Facet) -> str:
    return (
        f"SELECT '{facet}', value::text, count(*)"
        f" FROM found, unnest({FACETS[facet].column}) AS value"
        " GROUP BY value ORDER BY count(*) DESC, value"
    )
