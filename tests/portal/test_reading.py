"""Where statements stand beside the text."""

from articles.models import Passage
from entities.models import Evidence, Relationship
from portal.pages.reading import contents, in_reading_order, margins

PASSAGES = [Passage(pk=position, position=position, kind="body") for position in (1, 2, 3)]


def quote(passage, start, end=None, state="ok"):
    return Evidence(passage=passage, start=start, end=end or start + 5, state=state)


def statement(slug, *quotes):
    one = Relationship(slug=slug)
    one.quotes = list(quotes)
    return one


def slugs(resting):
    return [(one.number, one.statement.slug) for one in resting]


def test_statements_are_numbered_as_a_reader_comes_upon_them():
    first, second, _ = PASSAGES
    late = statement("late", quote(second, 9))
    early = statement("early", quote(second, 30), quote(first, 4))
    middle = statement("middle", quote(first, 40))
    resting = in_reading_order([late, middle, early], {1, 2, 3})
    assert slugs(resting) == [(1, "early"), (2, "middle"), (3, "late")]
    assert [one.position for one in resting[0].passages] == [1, 2]


def test_a_statement_stands_beside_each_passage_that_bears_it_out_once():
    first, _, third = PASSAGES
    both = statement("both", quote(first, 20, 29), quote(first, 3, 9), quote(third, 1, 4))
    beside = margins(in_reading_order([both], {1, 2, 3}))
    assert {key: [(one.number, one.spans) for one in marks] for key, marks in beside.items()} == {
        1: [(1, [(3, 9), (20, 29)])],
        3: [(1, [(1, 4)])],
    }


def test_a_quote_that_is_not_found_where_it_was_gets_no_mark_and_comes_last():
    moved = statement("moved", quote(PASSAGES[0], 0, state="needs_person"))
    sound = statement("sound", quote(PASSAGES[2], 0))
    resting = in_reading_order([moved, sound], {1, 2, 3})
    assert slugs(resting) == [(1, "sound"), (2, "moved")]
    assert resting[1].passages == []
    assert list(margins(resting)) == [3]


def test_a_quote_from_a_passage_that_is_not_shown_gets_no_mark():
    elsewhere = Passage(pk=90, position=1, kind="body")
    resting = in_reading_order([statement("other", quote(elsewhere, 0))], {1, 2, 3})
    assert margins(resting) == {}


def test_only_a_long_text_has_a_list_of_its_headings():
    headings = [Passage(position=number, kind="heading") for number in range(6)]
    assert contents([*headings, *PASSAGES]) == headings
    assert contents([*headings[:5], *PASSAGES]) == []
    assert contents([*headings[:3], *PASSAGES * 9]) == headings[:3]
    assert contents([*headings[:3], *PASSAGES * 8]) == []
    assert contents([*headings[:2], *PASSAGES * 20]) == []
