"""Documents as vectors: every lexeme, its places, and no more than there is room for."""

import pytest

from portal.search.contract import BREAK, CUT, Document
from portal.search.lexemes import quoted
from portal.search.vectors import MOST_BYTES, indexed, places_in


def test_a_vector_holds_stems_with_places_and_the_rest_under_prefixes():
    document = Document(
        key=1,
        title="rare mine",
        text=f"rare mine {BREAK} rare rare rare",
        title_plain="rare mines",
        entities=(7, 9, 7),
        kinds=("element",),
        publishers=("It's",),
        languages=("en",),
        years=(2022,),
    )
    lexemes, vector = indexed(document)
    assert vector.split() == [
        "'all:'", "'k:element'", "'p:It''s'", "'l:en'", "'y:2022'", "'c:rare'", "'c:mines'",
        "'e:7':1,2", "'e:9':1", "'t:rare':1", "'t:mine':2",
        "'rare':1,4,5,6", "'2:rare'", "'4:rare'", "'mine':2",
    ]  # fmt: skip
    assert lexemes[:3] == ["all:", "k:element", "p:It's"]
    assert len(lexemes) == 15


def test_a_word_beyond_the_last_place_is_held_all_the_same():
    text = " ".join(["rare"] * 16_382 + ["mine", "end", "end", "rare"])
    vector = indexed(Document(key=1, text=text))[1]
    assert "'mine':16383" in vector
    assert "'end':16383" in vector
    assert vector.count("16382") == 1


def test_as_many_words_are_held_as_there_is_room_for():
    text = " ".join(f"wörd{n}" for n in range(200_000))
    lexemes, vector = indexed(Document(key=1, title="rare", text=text, entities=(7,)))
    assert MOST_BYTES - 40 < len(vector.encode()) <= MOST_BYTES
    assert vector.count(" ") == len(lexemes) - 1
    assert lexemes[:4] == [CUT, "all:", "e:7", "t:rare"]


@pytest.mark.parametrize("lexeme", ["rare", "O'Neil", "\\", "a'b\\c''", "x:y,1A"])
def test_places_are_read_back_from_what_postgresql_writes(lexeme):
    assert places_in(f"'a':7A {quoted(lexeme)}:1A,23A") == {"a": [7], lexeme: [1, 23]}


def test_a_vector_without_places_holds_none():
    assert places_in("") == {}
