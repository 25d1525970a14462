"""What only the embedded engine does: counting by the rest, and several segments."""

import random
from collections import Counter

import pytest

from portal.search import tantivy
from portal.search.contract import Document, Facet, Search, Sort, Words
from portal.search.tantivy import TantivyBackend, less, most

WORDS = ["every", "most", "half", "few", "rare"]
SHARES = [1.0, 0.97, 0.5, 0.1, 0.01]


@pytest.fixture
def engine(tmp_path):
    return TantivyBackend(tmp_path / "search")


def made(count):
    dice = random.Random(3)
    for key in range(1, count + 1):
        held = [word for word, share in zip(WORDS, SHARES, strict=True) if dice.random() < share]
        entities = tuple(int(dice.paretovariate(0.7)) % 500 for _ in range(9))
        yield Document(
            key, text=" ".join(held), entities=entities, years=(1990 + key % 30,),
            publishers=(f"House {key % 7}",), languages=("en",), day=key,
        )  # fmt: skip


def fill(engine, documents, portions):
    size = -(-len(documents) // portions)
    with engine.writing(wait=5):
        with engine.rebuild("test") as anew:
            anew.add(Sort.ARTICLE, documents[:size])
        for start in range(size, len(documents), size):
            engine.write(Sort.ARTICLE, documents[start : start + size], [])


def expected(documents, word, facet):
    values = {
        Facet.ENTITY: lambda one: set(one.entities),
        Facet.YEAR: lambda one: one.years,
        Facet.PUBLISHER: lambda one: one.publishers,
        Facet.LANGUAGE: lambda one: one.languages,
    }[facet]
    found = [one for one in documents if word in one.text.split()]
    return Counter(value for one in found for value in values(one))


def counted(counts):
    return [count for _, count in counts]


@pytest.mark.parametrize("portions", [1, 5])
@pytest.mark.parametrize("word", WORDS)
def test_counts_are_exact_however_common_the_word_and_however_many_segments(engine, portions, word):
    documents = list(made(600))
    fill(engine, documents, portions)
    facets = [Facet.ENTITY, Facet.YEAR, Facet.PUBLISHER, Facet.LANGUAGE]
    counts = engine.counts(Search(wanted=((Words((word,)),),)), facets, limit=20)
    for facet in facets:
        right = expected(documents, word, facet)
        assert all(right[value] == count for value, count in counts[facet]), facet
        # Of values as frequent as the last, any may be listed.
        assert counted(counts[facet]) == counted(most(right, 20)), facet


def test_what_was_counted_once_is_counted_anew_after_a_commit(engine):
    documents = list(made(50))
    fill(engine, documents, 1)
    everything = Search()
    before = engine.counts(everything, [Facet.LANGUAGE], limit=5)
    with engine.writing(wait=5):
        engine.write(Sort.ARTICLE, [Document(99, text="new", languages=("ja",))], [1, 2])
    after = engine.counts(everything, [Facet.LANGUAGE], limit=5)
    assert before[Facet.LANGUAGE] == [("en", 50)]
    assert after[Facet.LANGUAGE] == [("en", 48), ("ja", 1)]


def test_a_facet_of_too_many_values_is_counted_directly(engine, monkeypatch):
    documents = list(made(60))
    fill(engine, documents, 1)
    monkeypatch.setattr(tantivy, "COUNTED", 5)
    counts = engine.counts(Search(), [Facet.ENTITY], limit=4)
    right = expected(documents, "every", Facet.ENTITY)
    assert counted(counts[Facet.ENTITY]) == counted(most(right, 4))


def test_less_keeps_enough_for_the_most_frequent():
    dice = random.Random(5)
    for _ in range(50):
        values = dict(most({n: dice.randint(1, 30) for n in range(40)}, 40))
        others = {n: dice.randint(0, count) for n, count in values.items()}
        left = {n: rest for n, count in values.items() if (rest := count - others[n])}
        assert counted(most(less(values, others, 6), 6)) == counted(most(left, 6))


def test_pages_of_one_search_neither_overlap_nor_skip_where_the_order_is_mended(engine):
    dice = random.Random(9)
    documents = [
        Document(key, text=" ".join(dice.choices(["rare", "earth", "other"], k=12)), day=key)
        for key in range(1, 521)
    ]
    fill(engine, documents, 3)
    search = Search(wanted=((Words(("rare",)),), (Words(("earth",)),)), sequence=("rare", "earth"))
    whole, seen = engine.search(Sort.ARTICLE, search, limit=520), []
    for offset in range(0, whole.total, 37):
        seen += engine.search(Sort.ARTICLE, search, offset=offset, limit=37).keys
    assert seen == whole.keys
    assert len(set(seen)) == whole.total
