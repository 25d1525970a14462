"""BM25, nearness, and the choice of what is worth scoring."""

from collections import Counter

import pytest

from portal.search.ranking import NEAR_WEIGHT, NEAR_WITHIN, idf
from portal.search.scoring import Corpus, Field, Scorer, is_near, scorer_of, terms_of

CORPUS = Corpus(
    1000,
    (100.0, 5.0, 10.0),
    Counter({"rare": 100, "2:rare": 40, "8:rare": 3, "t:rare": 10, "mine": 500, "e:7": 50}),
)


def test_bm25_is_that_of_the_book():
    scorer = Scorer([CORPUS.term("rare", Field.TEXT)], {}, CORPUS)
    expected = idf(100, 1000) * 3 * 2.2 / (3 + 1.2 * (0.25 + 0.75 * 200 / 100))
    assert scorer.score([200, 5, 10], {"rare": [1, 2, 3]}) == pytest.approx(expected)
    assert scorer.score([200, 5, 10], {}) == 0


def test_each_field_has_its_own_length_and_the_title_half_the_weight():
    scorer = Scorer(terms_of({"rare": 1.0}, CORPUS), {}, CORPUS)
    text = scorer.score([100, 5, 10], {"rare": [1]})
    both = scorer.score([100, 5, 10], {"rare": [1], "t:rare": [1]})
    assert text == pytest.approx(idf(100, 1000))
    assert both - text == pytest.approx(idf(10, 1000) / 2)
    assert scorer.score([100, 50, 10], {"rare": [1], "t:rare": [1]}) < both


def test_what_no_document_holds_is_not_scored_by():
    scorer = scorer_of(["rare", "nowhere"], [7, 8], ["rare", "nowhere"], CORPUS, in_title=False)
    assert set(scorer.lexemes) == {"rare", "t:rare", "e:7"}
    assert scorer.pairs == {}


@pytest.mark.parametrize(
    ("first", "then", "answer"),
    [
        ([5], [6], True),
        ([5], [5 + NEAR_WITHIN], True),
        ([5], [6 + NEAR_WITHIN], False),
        ([6], [5], False),
        ([1, 50, 90], [30, 91], True),
        ([], [1], False),
    ],
)
def test_near_is_after_and_not_far(first, then, answer):
    assert is_near(first, then) is answer


def test_neighbours_add_once_for_each_order():
    scorer = scorer_of(["rare", "mine"], [], ["rare", "mine"], CORPUS, in_title=False)
    weight = NEAR_WEIGHT * idf(500, 1000)
    apart = scorer.score([100, 5, 10], {"rare": [1], "mine": [90]})
    assert scorer.score([100, 5, 10], {"rare": [1], "mine": [2]}) - apart == pytest.approx(weight)
    both = scorer.score([100, 5, 10], {"rare": [1, 9], "mine": [5, 90]})
    once = scorer.score([100, 5, 10], {"rare": [1, 2], "mine": [5, 90]})
    assert both - once == pytest.approx(weight)


def test_documents_are_chosen_by_what_is_worth_most_as_far_as_there_is_room():
    scorer = Scorer(terms_of({"rare": 1.0, "mine": 1.0}, CORPUS), {}, CORPUS)
    assert list(scorer.choosing(1)) == ["t:rare"]
    assert list(scorer.choosing(20)) == ["t:rare", "8:rare"]
    assert list(scorer.choosing(60)) == ["t:rare", "8:rare", "2:rare"]


def test_the_stems_that_tell_a_text_are_frequent_in_it_rare_elsewhere_and_shared():
    corpus = Corpus(1000, (), Counter({"mine": 500, "rare": 100, "lofdal": 2, "own": 1}))
    telling = corpus.most_telling(Counter({"mine": 4, "rare": 2, "lofdal": 1, "own": 9}), 2)
    assert list(telling) == ["lofdal", "rare"]
    assert telling["lofdal"] == 1 > telling["rare"]
