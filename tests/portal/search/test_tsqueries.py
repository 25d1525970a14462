"""Searches as PostgreSQL reads them."""

import pytest

from portal.search.contract import InYears, Linked, OfKind, Phrase, PublishedBy, Search, Words
from portal.search.tsqueries import ALL, NOTHING, Translation, all_of, any_of, lexeme, none_of

A, B = lexeme("a"), lexeme("b")


def translated(search: Search) -> Translation:
    return Translation(search, lambda: [0, 1999, 2001, 2030])


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (all_of([A, B]), "('a' & 'b')"),
        (any_of([A, B, A]), "('a' | 'b')"),
        (any_of([A, A]), "'a'"),
        (all_of([A, ALL]), "'a'"),
        (any_of([A, NOTHING]), "'a'"),
        (none_of([A, B]), "!(('a' | 'b'))"),
        (lexeme("it's \\"), "'it''s \\\\'"),
    ],
)
def test_parts_are_joined(asked, text):
    assert asked.text == text


def test_all_and_nothing_take_part_in_the_joining():
    assert all_of([]) is all_of([ALL]) is any_of([A, ALL]) is none_of([NOTHING]) is ALL
    assert any_of([]) is any_of([NOTHING]) is all_of([A, NOTHING]) is none_of([ALL]) is NOTHING
    assert lexeme("") is lexeme("\0") is NOTHING


def test_a_whole_search_is_one_query():
    search = Search(
        wanted=((Words(("a", "b")), Linked((1, 2))), (Phrase(("c", "d")),)),
        required=((OfKind("element"), PublishedBy("P")), (InYears(2000, 2030),)),
        refused=((Words(("x",)),),),
    )
    base = "((('k:element' | 'p:P') & ('y:2001' | 'y:2030')) & !('x'))"
    whole = translated(search)
    assert whole.with_all.text == (f"({base} & (('a' & 'b') | ('e:1' | 'e:2')) & ('c' <-> 'd'))")
    assert whole.some.text == f"({base} & ('a' | 'b' | ('e:1' | 'e:2') | ('c' <-> 'd')))"
    assert (whole.stems, whole.entities) == (["a", "b", "c", "d"], [1, 2])


def test_in_titles_stems_have_a_prefix():
    search = Search(wanted=((Phrase(("a", "b")),),), refused=((Words(("c",)),),), in_title=True)
    assert translated(search).some.text == "(!('t:c') & ('t:a' <-> 't:b'))"


def test_what_only_refuses_asks_for_what_every_document_holds():
    assert translated(Search(refused=((Words(("a",)),),))).some.text == "('all:' & !('a'))"
    assert translated(Search()).some is ALL
    assert translated(Search(required=((),))).some is NOTHING
