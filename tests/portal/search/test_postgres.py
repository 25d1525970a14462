"""What only the PostgreSQL backend does: bounds, counts kept while writing, and its state."""

from collections import Counter

import pytest
from django.db import connection

from portal.search import reading, storing
from portal.search.contract import Facet, InYears, Phrase, Search, Sort, State, TooSlow
from portal.search.models import IndexedDocument, IndexedSort, VocabularyWord
from portal.search.postgres import PostgresBackend, bounded, opened
from tests.portal.search.test_backends import document, fill, hits, words, write

pytestmark = pytest.mark.django_db
needs_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="needs PostgreSQL: make test-postgres"
)


@pytest.fixture
def engine():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: make test-postgres")
    return PostgresBackend()


def ask(statement: str):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


# --- the time a statement may take


@needs_postgres
def test_a_statement_over_a_second_is_stopped_and_the_next_one_works():
    with pytest.raises(TooSlow), bounded():
        ask("SELECT pg_sleep(2)")
    assert ask("SELECT 1") == 1


@needs_postgres
def test_bounds_may_be_nested_and_end_with_the_block():
    before = ask("SHOW statement_timeout")
    with bounded():
        with pytest.raises(TooSlow), bounded(enable_seqscan="off"):
            ask("SELECT pg_sleep(2)")
        with bounded(enable_seqscan="off"):
            assert ask("SHOW enable_seqscan") == "off"
        assert ask("SHOW statement_timeout") == "1s"
        assert ask("SHOW enable_seqscan") == "on"
    assert ask("SHOW statement_timeout") == before


@pytest.mark.skipif(connection.vendor == "postgresql", reason="has bounds")
def test_on_another_database_nothing_is_bounded():
    with bounded(), bounded():
        assert ask("SELECT 1") == 1


def test_what_else_goes_wrong_within_bounds_is_not_too_slow():
    with pytest.raises(ZeroDivisionError), bounded():
        raise ZeroDivisionError
    assert ask("SELECT 1") == 1


# --- the number of documents that are ranked


@pytest.fixture
def few(monkeypatch):
    """Bounds that a test can reach."""
    monkeypatch.setattr(reading, "RANKED", 10)
    monkeypatch.setattr(reading, "LOOKED_AT", 30)
    monkeypatch.setattr(reading, "COUNTED", 15)


def test_of_many_documents_those_that_promise_most_are_ranked(engine, few):
    many = [document(n, text="mine copper word", day=n) for n in range(1, 101)]
    best = [
        document(201, "mine", "copper"),
        document(202, text="mine mine mine mine mine copper"),
        document(203, text="mine mine copper"),
    ]
    fill(engine, *many, *best)
    for search in (words("mine"), words("mine copper")):
        answer = hits(engine, *search)
        assert answer.keys[0] == 201
        assert set(answer.keys[:3]) == {201, 202, 203}
        # Any others fill up what is left.
        assert set(answer.keys[3:]) <= set(range(1, 101))
        assert (answer.total, answer.with_all, answer.ranked) == (103, 103, 10)
        assert hits(engine, *search, offset=8, limit=5).keys == answer.keys[8:]
        assert hits(engine, *search, offset=10).keys == []


def test_the_second_part_is_bounded_too(engine, few):
    both = [document(n, text="mine copper") for n in range(1, 6)]
    one = [document(n, text=f"mine word{n}", day=n) for n in range(10, 60)]
    fill(engine, *both, *one, document(99, "copper"))
    answer = hits(engine, *words("mine copper"), limit=40)
    assert set(answer.keys[:5]) == {1, 2, 3, 4, 5}
    assert answer.keys[5] == 99
    assert len(answer.keys) == len(set(answer.keys)) == answer.ranked == 15
    assert (answer.total, answer.with_all) == (56, 5)


def test_what_matches_by_no_word_is_ranked_by_day(engine, few):
    fill(engine, *(document(n, text="mine", years=(2020,), day=n) for n in range(1, 40)))
    (clause,) = words("nowhere")
    search = Search(wanted=((*clause, InYears(2020, 2021)),))
    assert engine.search(Sort.ARTICLE, search, limit=3).keys == [39, 38, 37]


def test_facets_of_very_many_are_counted_over_some_from_among_them(engine, few):
    fill(engine, *(document(n, text="mine", years=(n % 2,), day=n) for n in range(1, 101)))
    counted = engine.counts(Search(wanted=words("mine")), [Facet.YEAR])[Facet.YEAR]
    assert counted == [(0, 7), (1, 7)]
    assert dict(engine.counts(Search(), [Facet.YEAR])[Facet.YEAR]) == {0: 50, 1: 50}


def test_similar_articles_are_chosen_from_very_many(engine, few):
    many = [document(n, text=f"mine copper word{n}") for n in range(1, 101)]
    fill(engine, *many, document(200, text="mine lofdal"), document(201, text="lofdal mine copper"))
    assert engine.similar(document(200, text="mine lofdal"), limit=1) == [201]


# --- how it is searched


def test_no_search_looks_through_every_vector(engine):
    fill(engine, *(document(n, text="mine copper") for n in range(200)))
    asked = Search(wanted=words("mine"), refused=((Phrase(("mine", "copper")),),))
    with opened(Sort.ARTICLE) as index:
        condition, values = index.where(reading.Translation(asked, list).some)
        plan = index.rows(
            f"EXPLAIN SELECT key FROM portal_indexeddocument WHERE {condition}", *values
        )
    assert "Bitmap Index Scan on indexed_article" in str(plan)


# --- counts kept while writing


def counted() -> dict:
    held = IndexedSort.objects.order_by("sort").values_list(
        "sort", "document_count", *storing.SIZES
    )
    words = VocabularyWord.objects.values_list("sort", "word", "count")
    return {"sizes": list(held), "words": Counter({(s, w): n for s, w, n in words})}


def test_after_any_writing_counts_are_those_of_a_rebuilding(engine):
    first = [document(n, "rare mine", f"rare rare n{n} émigré", entities=(n, n)) for n in range(9)]
    fill(engine, *first, entities=[document(1, "rare")])
    write(
        engine, document(3, "rare", "earth earth", publishers=("Post",)), document(20), gone=[4, 5]
    )
    write(engine, document(3, "mine", "earth"), document(3_000, "rare mine", "n1"), gone=[20, 21])
    written = counted()
    last = [one for one in first if one.key not in (3, 4, 5)]
    last += [document(3, "mine", "earth"), document(3_000, "rare mine", "n1")]
    fill(engine, *last, entities=[document(1, "rare")])
    assert written == counted()


def test_documents_of_chance_are_taken_away_without_a_trace(engine):
    fill(engine)
    empty = counted()
    write(
        engine,
        *(document(n, f"a{n} 'b' \\c", "it's \\ ¶ x", publishers=('"p"',)) for n in range(50)),
    )
    assert counted() != empty
    write(engine, gone=range(50))
    assert counted() == empty


# --- the state


def test_an_index_of_an_earlier_form_is_outdated_and_still_serves(engine, monkeypatch):
    fill(engine, document(1, text="mine"))
    monkeypatch.setattr(storing, "FORMAT", storing.FORMAT + 1)
    assert engine.state() == State.OUTDATED
    assert hits(engine, *words("mine")).keys == [1]


def test_an_index_that_lost_documents_is_damaged(engine):
    fill(engine, document(1, text="mine"), document(2, text="mine"))
    IndexedDocument.objects.filter(key=1).delete()
    assert engine.state() == State.DAMAGED
    IndexedSort.objects.filter(sort=Sort.ENTITY).delete()
    assert engine.state() == State.DAMAGED
