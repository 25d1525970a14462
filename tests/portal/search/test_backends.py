"""What every search backend must do, from small made documents."""

import random
import threading
from collections import Counter
from itertools import chain

import pytest
from django.conf import settings
from django.db import connection

from portal.search.backends import opened
from portal.search.contract import (
    BREAK,
    CUT,
    NO_YEAR,
    NOT_STATED,
    Document,
    Facet,
    InLanguage,
    InYears,
    Linked,
    OfKind,
    Phrase,
    PublishedBy,
    Search,
    Sort,
    State,
    Unavailable,
    Words,
)

pytestmark = pytest.mark.django_db

STAMP = "the database at hand"
AWKWARD = [
    'O\'Neil \\ "x": 100%',
    "%s {0} $1 \\' \\\\",
    "it's | & ! <-> ( ) 'a':* ''",
    "Öl & Gas 😀 e\u0301",
    "日" * 300,
    "tab\tline\nend",
]


def document(key: int, title: str = "", text: str = "", **fields) -> Document:
    """A document of these words; its text begins with the title, as the contract has it."""
    plain = " ".join(dict.fromkeys(f"{title} {text}".replace(BREAK, " ").split()))
    parts = {
        "title": title,
        "text": f" {BREAK} ".join(filter(None, [title, text])),
        "title_plain": title,
        "plain": plain,
    }
    return Document(key=key, **(parts | fields))


def fill(engine, *articles: Document, entities=(), statements=()) -> None:
    with engine.writing(wait=5) as got, engine.rebuild(STAMP) as new:
        assert got
        new.add(Sort.ARTICLE, articles)
        new.add(Sort.ENTITY, entities)
        new.add(Sort.STATEMENT, statements)


def write(engine, *articles: Document, gone=()) -> None:
    with engine.writing(wait=5) as got:
        assert got
        engine.write(Sort.ARTICLE, articles, gone)


def another():
    """A backend that has opened nothing yet, as another process has it."""
    return opened.__wrapped__(settings.SEARCH_BACKEND, settings.SEARCH_DIR)


def words(text: str) -> tuple[tuple[Words], ...]:
    """A clause for each of the words."""
    return tuple((Words((stem,)),) for stem in text.split())


def hits(engine, *wanted, sort=Sort.ARTICLE, offset=0, limit=20, **search):
    return engine.search(sort, Search(wanted=wanted, **search), offset=offset, limit=limit)


def found(engine, *wanted, **search) -> list[int]:
    return sorted(hits(engine, *wanted, **search).keys)


def test_what_is_linked_to_an_entity_is_counted(engine):
    fill(
        engine,
        document(1, text="one", entities=(7, 7, 8)),
        document(2, text="two", entities=(7,)),
        statements=[document(3, text="three", entities=(8,))],
    )
    assert engine.count_linked(Sort.ARTICLE, [7, 8, 9]) == {7: 2, 8: 1, 9: 0}
    assert engine.count_linked(Sort.STATEMENT, [7, 8]) == {7: 0, 8: 1}
    write(engine, gone=[2])
    assert engine.count_linked(Sort.ARTICLE, [7]) == {7: 1}


# --- words


def test_words_are_found_as_they_are(engine):
    fill(engine, document(1, text="dysprosium mine"), document(2, text="dysprosiu mining"))
    assert found(engine, *words("dysprosium")) == [1]
    assert found(engine, *words("dysprosiu")) == [2]
    assert found(engine, *words("terbium")) == []


def test_a_word_of_the_title_is_a_word_of_the_text(engine):
    fill(engine, document(1, "lofdal", "mine"))
    assert found(engine, *words("lofdal mine")) == [1]


def test_words_of_other_scripts_are_found(engine):
    fill(engine, document(1, text="資源 源機 намибия ørsted"))
    assert found(engine, *words("源機")) == found(engine, *words("намибия")) == [1]


def test_what_has_all_words_comes_before_what_has_some(engine):
    padding = " ".join(f"word{n}" for n in range(200))
    fill(
        engine,
        document(1, "rare rare rare", "rare rare"),
        document(2, text=f"{padding} rare {padding} earth"),
        document(3, "earth", "earth earth"),
        document(4, text="copper"),
    )
    answer = hits(engine, *words("rare earth"))
    assert answer.keys[0] == 2
    assert sorted(answer.keys[1:]) == [1, 3]
    assert (answer.total, answer.with_all, answer.ranked) == (3, 1, 3)


def test_one_word_is_all_words(engine):
    fill(engine, document(1, text="rare"), document(2, text="rare"), document(3, text="earth"))
    answer = hits(engine, *words("rare"))
    assert (answer.total, answer.with_all) == (2, 2)


@pytest.mark.parametrize(("offset", "limit"), [(0, 3), (2, 4), (3, 2), (4, 5), (5, 20), (7, 3)])
def test_pages_go_on_from_those_with_all_words_to_those_with_some(engine, offset, limit):
    both = [document(n, text="rare earth") for n in range(1, 5)]
    some = [document(n, text="rare") for n in range(5, 9)]
    fill(engine, *both, *some)
    answer = hits(engine, *words("rare earth"), limit=20)
    page = hits(engine, *words("rare earth"), offset=offset, limit=limit)
    assert set(answer.keys[:4]) == {1, 2, 3, 4}
    assert page.keys == answer.keys[offset : offset + limit]
    assert (page.total, page.with_all) == (8, 4)


def test_nothing_is_on_a_page_after_the_last(engine):
    fill(engine, document(1, text="rare"))
    answer = hits(engine, *words("rare"), offset=40)
    assert (answer.keys, answer.total) == ([], 1)
    assert hits(engine, offset=40).keys == []


def test_all_words_of_a_match_must_be_there_and_some_will_do_for_the_second_part(engine):
    fill(
        engine,
        document(1, text="rare earth element"),
        document(2, text="element rare other earth"),
        document(3, text="rare earth"),
        document(4, text="copper", entities=(7,)),
        document(5, text="copper"),
    )
    clause = (Words(("rare", "earth", "element")), Linked((7,)))
    answer = hits(engine, clause)
    assert sorted(answer.keys[:3]) == [1, 2, 4]
    assert answer.keys[3:] == [3]
    assert (answer.total, answer.with_all) == (4, 3)


# --- phrases


def test_a_phrase_is_its_words_in_order_and_side_by_side(engine):
    fill(
        engine,
        document(1, text="the rare earth element"),
        document(2, text="earth rare element"),
        document(3, text="rare metal earth"),
        document(4, "rare earth", "copper"),
    )
    assert found(engine, (Phrase(("rare", "earth")),)) == [1, 4]
    assert found(engine, (Phrase(("rare", "earth", "element")),)) == [1]
    assert found(engine, (Phrase(("rare",)),)) == [1, 2, 3, 4]


def test_a_phrase_finds_a_word_twice_in_a_row(engine):
    fill(engine, document(1, text="walla walla"), document(2, text="walla other walla"))
    assert found(engine, (Phrase(("walla", "walla")),)) == [1]


def test_no_phrase_reaches_from_one_passage_into_the_next(engine):
    fill(engine, document(1, "on rare", f"earth is {BREAK} a rare {BREAK} earth"))
    assert found(engine, (Phrase(("rare", "earth")),)) == []
    assert found(engine, (Phrase(("earth", "is")),)) == [1]
    assert found(engine, *words("rare earth")) == [1]


def test_a_phrase_counts_exactly(engine):
    together = [document(n, text="rare earth") for n in range(30)]
    apart = [document(n, text="earth rare") for n in range(30, 90)]
    fill(engine, *together, *apart)
    answer = hits(engine, (Phrase(("rare", "earth")),))
    assert (answer.total, answer.with_all) == (30, 30)


# --- what must and must not be


DESCRIBED = [
    document(
        1, text="rare mine", entities=(7, 7, 8), kinds=("country", "element"),
        publishers=("The Post",), languages=("en",), years=(2022,), day=3,
    ),
    document(
        2, text="rare port", entities=(8,), kinds=("element",),
        publishers=("the post",), languages=("de",), years=(2024,), day=2,
    ),
    document(
        3, text="mine", entities=(77,), kinds=("project",),
        publishers=(NOT_STATED,), languages=(NOT_STATED,), years=(NO_YEAR,), day=1,
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("match", "keys"),
    [
        (Words(("mine",)), [1, 3]),
        (Words(("rare", "mine")), [1]),
        (Phrase(("rare", "mine")), [1]),
        (Linked((7,)), [1]),
        (Linked((7, 77)), [1, 3]),
        (Linked(()), []),
        (OfKind("element"), [1, 2]),
        (OfKind("elem"), []),
        (PublishedBy("The Post"), [1]),
        (PublishedBy("the post"), [2]),
        (PublishedBy("Post"), []),
        (PublishedBy(NOT_STATED), [3]),
        (InLanguage("de"), [2]),
        (InLanguage(NOT_STATED), [3]),
        (InYears(2022, 2022), [1]),
        (InYears(2022, 2024), [1, 2]),
        (InYears(1, 9999), [1, 2]),
        (InYears(2023, 2023), []),
        (InYears(NO_YEAR, NO_YEAR), [3]),
    ],
)
def test_each_kind_of_match_narrows_refuses_and_is_looked_for(engine, match, keys):
    fill(engine, *DESCRIBED)
    others = [key for key in (1, 2, 3) if key not in keys]
    assert found(engine, required=((match,),)) == keys
    assert found(engine, refused=((match,),)) == others
    answer = hits(engine, (match,))
    assert sorted(answer.keys[: answer.with_all]) == keys


def test_required_clauses_narrow_both_parts_and_weigh_nothing(engine):
    fill(engine, *DESCRIBED)
    both = hits(engine, *words("rare mine"), required=((OfKind("element"),),))
    assert (both.keys, both.total, both.with_all) == ([1, 2], 2, 1)
    rare = hits(engine, *words("rare"), required=((Linked((8,)),), (InYears(2023, 2030),)))
    assert (rare.keys, rare.total) == ([2], 1)


def test_what_is_refused_is_in_neither_part(engine):
    fill(engine, *DESCRIBED)
    answer = hits(engine, *words("rare mine"), refused=(*words("port"), (Linked((77,)),)))
    assert (answer.keys, answer.total, answer.with_all) == ([1], 1, 1)


def test_any_alternative_of_a_clause_is_enough(engine):
    fill(engine, *DESCRIBED)
    clause = (PublishedBy("the post"), Words(("rare", "mine")), InYears(0, 0))
    assert found(engine, required=(clause,)) == [1, 2, 3]
    assert found(engine, required=(clause[:2],)) == [1, 2]
    assert found(engine, refused=(clause[:2],)) == [3]


def test_an_empty_clause_matches_nothing(engine):
    fill(engine, *DESCRIBED)
    assert found(engine, required=((),)) == []
    assert found(engine, refused=((),)) == [1, 2, 3]
    assert hits(engine, ()).total == 0
    answer = hits(engine, *words("rare"), ())
    assert (sorted(answer.keys), answer.total, answer.with_all) == ([1, 2], 2, 0)
    assert found(engine, (Linked(()), Words(("port",)))) == [2]


def test_in_title_holds_for_words_and_phrases_only(engine):
    fill(
        engine,
        document(1, "rare earth", "mine", entities=(7,)),
        document(2, "mine", "rare earth", entities=(7,)),
        document(3, f"rare {BREAK} earth", "mine"),
    )
    assert found(engine, *words("rare"), in_title=True) == [1, 3]
    assert found(engine, (Phrase(("rare", "earth")),), in_title=True) == [1]
    assert found(engine, (Linked((7,)),), in_title=True) == [1, 2]
    assert found(engine, required=words("mine"), in_title=True) == [2]
    assert found(engine, refused=words("mine"), in_title=True) == [1, 3]


# --- the order


def test_without_words_all_is_found_newest_first_and_then_by_key_downwards(engine):
    days = {1: 5, 2: 9, 3: 5, 4: 738_000, 5: 5}
    fill(engine, *(document(key, text="rare", day=day) for key, day in days.items()))
    answer = hits(engine)
    assert answer.keys == [4, 2, 5, 3, 1]
    assert answer.total == answer.with_all == answer.ranked == 5
    assert hits(engine, offset=1, limit=3).keys == [2, 5, 3]
    assert hits(engine, required=words("rare"), offset=1, limit=3).keys == [2, 5, 3]


def test_the_title_weighs_more(engine):
    fill(
        engine,
        document(1, "copper report", "dysprosium mine", day=2),
        document(2, "dysprosium mine", "copper report", day=1),
        document(3, text="other"),
    )
    assert hits(engine, *words("dysprosium")).keys == [2, 1]


def test_a_word_named_often_or_in_a_short_text_weighs_more(engine):
    fill(
        engine,
        document(1, text="rare one two three four"),
        document(2, text="rare rare two three four"),
        document(3, text="rare rare two"),
    )
    assert hits(engine, *words("rare")).keys == [3, 2, 1]


def test_an_entity_named_often_weighs_more(engine):
    fill(
        engine,
        document(1, text="mine", entities=(7, 8, 8, 8), day=2),
        document(2, text="mine", entities=(7, 7, 7, 8), day=1),
    )
    assert hits(engine, (Linked((7,)),)).keys == [2, 1]


def test_a_rare_word_weighs_more_than_a_common_one(engine):
    common = [document(n, text=f"mine other{n}") for n in range(2, 40)]
    fill(engine, document(1, text="lofdal other1"), *common)
    assert hits(engine, *words("mine lofdal")).keys[0] == 1


def test_neighbours_of_the_query_weigh_more_where_they_stand_near_each_other(engine):
    far = " ".join(f"word{n}" for n in range(20))
    fill(
        engine,
        document(1, text=f"rare {far} earth", day=3),
        document(2, text=f"{far} rare earth", day=1),
        document(3, text=f"rare word0 earth {far[6:]}", day=1),
        document(4, text=f"earth {far} rare", day=3),
    )
    answer = hits(engine, *words("rare earth"), sequence=("rare", "earth"))
    assert set(answer.keys[:2]) == {2, 3}


def test_pages_neither_skip_nor_repeat_equals(engine):
    documents = [document(n, text="rare earth", day=n % 3) for n in range(1, 31)]
    fill(engine, *documents)
    whole = hits(engine, *words("rare"), limit=30).keys
    pages = [hits(engine, *words("rare"), offset=at, limit=7).keys for at in range(0, 35, 7)]
    assert (
        list(chain.from_iterable(pages)) == whole == hits(another(), *words("rare"), limit=30).keys
    )
    assert sorted(whole) == list(range(1, 31))


def test_sorts_do_not_mix(engine):
    fill(
        engine,
        document(1, "rare", "mine", entities=(7,)),
        document(2, "rare", "mine"),
        entities=[document(2, "rare mine"), document(3, "rare")],
        statements=[document(9, "rare", kinds=("element",))],
    )
    assert found(engine, *words("rare"), sort=Sort.ARTICLE) == [1, 2]
    assert found(engine, *words("rare"), sort=Sort.ENTITY) == [2, 3]
    assert found(engine, sort=Sort.STATEMENT) == [9]
    assert found(engine, sort=Sort.ENTITY, refused=words("mine")) == [3]
    assert engine.sizes() == {Sort.ARTICLE: 2, Sort.ENTITY: 2, Sort.STATEMENT: 1}


# --- against an oracle


def test_chance_searches_find_what_a_plain_look_at_every_document_finds(engine):
    dice = random.Random(3)
    documents = [chance_document(key, dice) for key in range(60)]
    fill(engine, *documents)
    for _ in range(150):
        search = chance_search(dice)
        allowed = [one for one in documents if passes(one, search)]
        full = {one.key for one in allowed if all(meets(one, c, search) for c in search.wanted)}
        some = {one.key for one in allowed if has_some(one, search)}
        answer = engine.search(Sort.ARTICLE, search, limit=100)
        assert set(answer.keys[: answer.with_all]) == full, search
        assert set(answer.keys) == full | some, search
        assert (answer.with_all, answer.total) == (len(full), len(full | some)), search
        assert len(answer.keys) == answer.total


ALPHABET = [*"abcdefgh"]


def chance_document(key: int, dice: random.Random) -> Document:
    return document(
        key,
        " ".join(dice.choices([*ALPHABET, BREAK], k=dice.randrange(4))).strip(f"{BREAK} "),
        " ".join(dice.choices([*ALPHABET, BREAK], k=dice.randrange(1, 9))).strip(f"{BREAK} "),
        entities=tuple(dice.choices(range(5), k=dice.randrange(4))),
        kinds=tuple(dice.sample(["x", "y"], dice.randrange(3))),
        publishers=(dice.choice(["P", "p", NOT_STATED]),),
        languages=(dice.choice(["en", NOT_STATED]),),
        years=(dice.choice([NO_YEAR, 1999, 2005, 2022]),),
        day=dice.randrange(5),
    )


def chance_search(dice: random.Random) -> Search:
    clauses = [
        tuple(
            tuple(chance_match(dice) for _ in range(dice.choice([1, 1, 1, 2, 3])))
            for _ in range(dice.choice(counts))
        )
        for counts in ([0, 1, 1, 2, 3], [0, 0, 0, 1, 2], [0, 0, 0, 1])
    ]
    return Search(*clauses, tuple(dice.sample(ALPHABET, 3)), in_title=dice.random() < 0.2)


def chance_match(dice: random.Random):
    stems = tuple(dice.choices(ALPHABET, k=dice.choice([1, 1, 2])))
    first = dice.choice([NO_YEAR, 1990, 2000])
    return dice.choice(
        [
            Words(stems),
            Words(stems),
            Phrase(stems),
            Linked(tuple(dice.sample(range(5), dice.randrange(3)))),
            OfKind(dice.choice("xy")),
            PublishedBy(dice.choice(["P", "p", NOT_STATED])),
            InLanguage(dice.choice(["en", "de", NOT_STATED])),
            InYears(first, first + dice.randrange(12)),
        ]
    )


def passes(one: Document, search: Search) -> bool:
    is_refused = any(meets(one, clause, search) for clause in search.refused)
    return not is_refused and all(meets(one, clause, search) for clause in search.required)


def meets(one: Document, clause, search: Search) -> bool:
    return any(holds(one, match, search) for match in clause)


def has_some(one: Document, search: Search) -> bool:
    """Whether any word, or other match, of what is wanted is there."""
    matches = [match for clause in search.wanted for match in clause]
    parts = [
        part
        for match in matches
        for part in ([Words((s,)) for s in match.stems] if isinstance(match, Words) else [match])
    ]
    return not search.wanted or any(holds(one, part, search) for part in parts)


def holds(one: Document, match, search: Search) -> bool:
    text = (one.title if search.in_title else one.text).split()
    match match:
        case Words(stems):
            return set(stems) <= set(text)
        case Phrase(stems):
            return f" {' '.join(stems)} " in f" {' '.join(text)} "
        case Linked(entities):
            return bool(set(entities) & set(one.entities))
        case OfKind(kind):
            return kind in one.kinds
        case PublishedBy(publisher):
            return publisher in one.publishers
        case InLanguage(tag):
            return tag in one.languages
        case InYears(first, last):
            return any(first <= year <= last for year in one.years)


# --- facets


def test_facets_count_every_hit_of_both_parts(engine):
    fill(engine, *DESCRIBED, document(4, text="copper", entities=(7,)), entities=[DESCRIBED[0]])
    counts = engine.counts(Search(wanted=words("rare mine")), list(Facet))
    assert {facet: dict(values) for facet, values in counts.items()} == {
        Facet.ENTITY: {7: 1, 8: 2, 77: 1},
        Facet.KIND: {"country": 1, "element": 2, "project": 1},
        Facet.PUBLISHER: {"The Post": 1, "the post": 1, NOT_STATED: 1},
        Facet.LANGUAGE: {"en": 1, "de": 1, NOT_STATED: 1},
        Facet.YEAR: {2022: 1, 2024: 1, NO_YEAR: 1},
    }
    assert counts[Facet.ENTITY][0] == (8, 2)


def test_facets_count_what_is_required_and_not_refused(engine):
    fill(engine, *DESCRIBED)
    search = Search(words("rare mine"), ((OfKind("element"),),), words("port"))
    assert engine.counts(search, [Facet.ENTITY, Facet.YEAR]) == {
        Facet.ENTITY: [(7, 1), (8, 1)],
        Facet.YEAR: [(2022, 1)],
    }
    assert engine.counts(Search(required=((),)), [Facet.KIND]) == {Facet.KIND: []}
    assert engine.counts(search, []) == {}


def test_facets_of_all_articles_are_counted_most_frequent_first(engine):
    dice = random.Random(5)
    documents = [
        document(n, text="rare", entities=tuple(dice.choices(range(40), k=9)), years=(n % 7,))
        for n in range(300)
    ]
    fill(engine, *documents, entities=[document(1, "rare", entities=(1,))])
    true = Counter(entity for one in documents for entity in set(one.entities))
    for search in (Search(), Search(wanted=words("rare"))):
        counts = engine.counts(search, [Facet.ENTITY, Facet.YEAR])
        assert dict(counts[Facet.ENTITY]) == true
        numbers = [count for _, count in counts[Facet.ENTITY]]
        assert numbers == sorted(numbers, reverse=True)
        assert sum(dict(counts[Facet.YEAR]).values()) == 300
        assert len(engine.counts(search, [Facet.ENTITY], limit=5)[Facet.ENTITY]) == 5


@pytest.mark.parametrize("name", AWKWARD)
def test_a_publisher_may_be_called_anything(engine, name):
    fill(
        engine,
        document(1, text="rare", publishers=(name,), entities=(1,)),
        document(2, text="rare", publishers=(name.swapcase() + "x",)),
    )
    assert found(engine, required=((PublishedBy(name),),)) == [1]
    assert found(engine, *words("rare"), refused=((PublishedBy(name),),)) == [2]
    counts = engine.counts(Search(wanted=words("rare")), [Facet.PUBLISHER])
    assert dict(counts[Facet.PUBLISHER]) == {name: 1, name.swapcase() + "x": 1}
    assert dict(engine.counts(Search(), [Facet.PUBLISHER])[Facet.PUBLISHER])[name] == 1


# --- help on the way


def test_similar_articles_share_the_most_telling_words(engine):
    common = "the mine in the north opened"
    fill(
        engine,
        document(1, "lofdal dysprosium", common),
        document(2, "dysprosium lofdal", "terbium"),
        document(3, "lofdal", common),
        *(document(n, f"copper{n % 5}", common) for n in range(4, 30)),
        entities=[document(1, "lofdal dysprosium")],
    )
    assert engine.similar(document(1, "lofdal dysprosium", common), limit=2) == [2, 3]
    assert 1 not in engine.similar(document(1, "lofdal dysprosium", common), limit=50)


def test_similar_articles_are_found_however_often_they_were_written_again(engine):
    fill(engine, document(1, "lofdal mine"), document(2, "lofdal mine"), document(3, "lofdal"))
    for _ in range(3):
        write(engine, document(1, "lofdal mine"), document(2, "lofdal mine"))
        assert engine.similar(document(1, "lofdal mine"), limit=5) == [2, 3]


def test_nothing_is_similar_to_an_empty_article_or_to_one_of_its_own(engine):
    fill(engine, document(1), document(2, text="rare mine"), document(3, text="other"))
    assert engine.similar(document(1), limit=5) == []
    assert engine.similar(document(4, text="nowhere said"), limit=5) == []


def test_titles_are_completed_by_the_start_of_the_last_word(engine):
    fill(
        engine,
        document(1, "rare earth element", "dysprosium"),
        document(2, "earth moved", "rare"),
        document(3, "the rare earthquake"),
        document(4, "earth rare"),
        entities=[document(7, f"rare earth {BREAK} ree"), document(8, "earl grey")],
    )

    def complete(sort, text):
        return sorted(engine.complete(sort, text.split(), limit=10))

    assert complete(Sort.ARTICLE, "rare ear") == [1, 3, 4]
    assert complete(Sort.ARTICLE, "rare earth") == [1, 3, 4]
    assert complete(Sort.ARTICLE, "ear") == [1, 2, 3, 4]
    assert complete(Sort.ARTICLE, "ear rare") == []
    assert complete(Sort.ARTICLE, "dys") == []
    assert complete(Sort.ENTITY, "ear") == [7, 8]
    assert complete(Sort.ENTITY, "rare re") == [7]
    assert complete(Sort.ARTICLE, "") == []
    assert len(engine.complete(Sort.ARTICLE, ["ear"], limit=2)) == 2


def test_completing_takes_plain_words_not_stems(engine):
    fill(engine, document(1, "compani", title_plain="companies"))
    assert engine.complete(Sort.ARTICLE, ["companie"], limit=5) == [1]
    assert engine.complete(Sort.ARTICLE, ["compani", "companies"], limit=5) == []


def test_the_vocabulary_is_plain_words_of_all_sorts_the_most_frequent_first(engine):
    fill(
        engine,
        document(1, text="mine", plain="mines miner mining"),
        document(2, text="mine", plain="mining rare"),
        entities=[document(1, plain="mint mining")],
        statements=[document(1, plain="miner émigré")],
    )
    # By the number of documents downwards, then by the word.
    assert engine.vocabulary("mi", limit=9) == [
        ("mining", 3), ("miner", 2), ("mines", 1), ("mint", 1),
    ]  # fmt: skip
    assert engine.vocabulary("mi", limit=2) == [("mining", 3), ("miner", 2)]
    assert engine.vocabulary("mining", limit=9) == [("mining", 3)]
    assert engine.vocabulary("x", limit=9) == engine.vocabulary("%", limit=9) == []
    assert dict(engine.vocabulary("", limit=99))["émigré"] == 1


# --- writing


def test_a_document_written_again_replaces_the_old_and_one_gone_is_gone(engine):
    fill(engine, document(1, text="rare"), document(2, text="rare"), document(3, text="rare"))
    other = another()
    assert found(other, *words("rare")) == [1, 2, 3]
    write(engine, document(1, text="copper", entities=(7,)), document(4, text="rare"), gone=[2])
    for reader in (engine, other, another()):
        assert found(reader, *words("rare")) == [3, 4]
        assert found(reader, *words("copper")) == [1]
        assert reader.counts(Search(), [Facet.ENTITY]) == {Facet.ENTITY: [(7, 1)]}
        assert reader.sizes()[Sort.ARTICLE] == 3
        assert "copper" in dict(reader.vocabulary("cop", limit=5))


def test_what_was_never_there_can_be_taken_away(engine):
    fill(engine, document(1, text="rare"))
    write(engine, gone=[5, 6])
    write(engine)
    assert found(engine) == [1]


def test_a_write_leaves_the_other_sorts_alone(engine):
    fill(engine, document(1, text="rare"), entities=[document(1, "rare")])
    write(engine, gone=[1])
    assert found(engine, sort=Sort.ENTITY) == [1]


def test_a_rebuilding_takes_the_place_of_all_that_was_there(engine):
    fill(engine, document(1, text="rare"), entities=[document(5, "rare")])
    fill(engine, document(2, text="rare"))
    assert found(engine, *words("rare")) == [2]
    assert found(engine, sort=Sort.ENTITY) == []
    assert dict(engine.vocabulary("rare", limit=2)) == {"rare": 1}


def test_a_rebuilding_takes_documents_as_they_come(engine):
    with engine.writing(wait=5), engine.rebuild(STAMP) as new:
        for start in range(0, 3000, 1000):
            new.add(
                Sort.ARTICLE, (document(n, text=f"n{n} rare") for n in range(start, start + 1000))
            )
            new.add(Sort.ENTITY, iter(()))
    assert hits(engine, *words("rare")).total == 3000
    assert found(engine, *words("n2999")) == [2999]


def test_a_rebuilding_that_fails_leaves_the_old_index(engine):
    fill(engine, document(1, text="rare"))
    with pytest.raises(ZeroDivisionError), engine.writing(wait=5), engine.rebuild("other") as new:
        new.add(Sort.ARTICLE, [document(2, text="rare")])
        raise ZeroDivisionError
    assert found(engine, *words("rare")) == found(another(), *words("rare")) == [1]
    assert engine.state() == State.GOOD
    assert engine.stamp() == STAMP


def test_one_writes_at_a_time(engine):
    answers = []

    def try_to_write():
        with another().writing(wait=0.2) as got:
            answers.append(got)
        connection.close()

    with engine.writing(wait=5) as got:
        assert got
        in_thread(try_to_write)
    in_thread(try_to_write)
    assert answers == [False, True]


def in_thread(work) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_the_right_to_write_is_given_back_after_an_error(engine):
    with pytest.raises(ZeroDivisionError), engine.writing(wait=5):
        raise ZeroDivisionError
    fill(engine, document(1, text="rare"))


# --- the state


def test_before_the_first_rebuilding_nothing_can_be_searched(engine):
    assert engine.state() == State.MISSING
    assert engine.stamp() == ""
    for ask in (
        lambda: engine.search(Sort.ARTICLE, Search(wanted=words("rare"))),
        lambda: engine.search(Sort.ENTITY, Search()),
        lambda: engine.counts(Search(), [Facet.ENTITY]),
        lambda: engine.similar(document(1, text="rare"), limit=5),
        lambda: engine.complete(Sort.ARTICLE, ["rare"], limit=5),
        lambda: engine.vocabulary("rare", limit=5),
        lambda: engine.sizes(),
        lambda: write(engine, document(1, text="rare")),
    ):
        with pytest.raises(Unavailable):
            ask()


def test_a_rebuilt_index_is_good_even_when_it_is_empty(engine):
    fill(engine)
    assert engine.state() == another().state() == State.GOOD
    assert engine.stamp() == STAMP
    assert engine.sizes() == dict.fromkeys(Sort, 0)
    assert hits(engine, *words("rare")).keys == hits(engine).keys == []
    assert engine.counts(Search(wanted=words("rare")), [Facet.YEAR]) == {Facet.YEAR: []}
    assert engine.similar(document(1, text="rare"), limit=5) == []
    assert engine.vocabulary("r", limit=5) == []
    write(engine, document(1, text="rare"))
    assert found(engine, *words("rare")) == [1]
    assert engine.state() == State.GOOD


# --- bounds


def test_the_last_word_of_a_very_long_text_is_found(engine):
    # PostgreSQL knows no place beyond the 16,383rd, so that a phrase there may not be found.
    text = " ".join(f"word{n % 500}" for n in range(50_000))
    fill(engine, document(1, "title of it", f"{text} needle"), document(2, text="needle"))
    assert found(engine, *words("needle")) == [1, 2]
    assert found(engine, *words("title word499 needle")) == [1, 2]
    assert found(engine, (Phrase(("word7", "word8", "word9")),)) == [1]


def test_a_text_of_very_many_words_is_indexed_as_far_as_there_is_room(engine):
    # PostgreSQL holds a megabyte of words of a text.
    text = " ".join(f"word{n}" for n in range(200_000))
    fill(engine, document(1, "lofdal", text, entities=(7,), publishers=("Post",)))
    assert found(engine, *words("lofdal word0 word9999")) == [1]
    assert found(engine, required=((Linked((7,)),), (PublishedBy("Post"),))) == [1]
    write(engine, document(1, "lofdal", text + " end"))
    assert found(engine, *words("word0")) == [1]


def test_an_article_may_name_very_many_entities(engine):
    fill(engine, document(1, text="rare", entities=tuple(range(1, 20_001)) * 2))
    assert found(engine, required=((Linked((20_000,)),),)) == [1]
    assert len(engine.counts(Search(), [Facet.ENTITY], limit=30_000)[Facet.ENTITY]) == 20_000


def test_a_word_said_thousands_of_times_is_one_word(engine):
    # PostgreSQL knows 256 places of a word, the first ones.
    fill(engine, document(1, text="earth " + "rare " * 5000), document(2, text="rare earth"))
    assert found(engine, *words("rare earth")) == [1, 2]
    assert found(engine, (Phrase(("earth", "rare")),)) == [1]


@pytest.mark.parametrize("word", ["a" * 100, "字" * 100, "word3.5", "नमस्ते", "😀"])
def test_any_word_can_be_held_and_looked_for(engine, word):
    fill(engine, document(1, word, f"rare {word}"), document(2, text="rare"))
    assert found(engine, *words(word)) == [1]
    assert engine.complete(Sort.ARTICLE, [word[:50]], limit=3) == [1]
    assert engine.vocabulary(word, limit=3) == [(word, 1)]


def test_words_in_which_other_syntaxes_have_signs_raise_nothing(engine):
    signs = ["'", "''", "\\", "\\'", '"', ":", ":*", "a:b", "%", "%s", "(", "!", "&|", "<->", "\0"]
    fill(engine, *(document(n, sign, f"rare {sign}") for n, sign in enumerate(signs)))
    for sign in signs:
        hits(
            engine,
            *words(f"rare {sign}"),
            sequence=("rare", sign),
            required=((PublishedBy(sign),),),
        )
        hits(engine, (Phrase((sign, sign)),), refused=((OfKind(sign), InLanguage(sign)),))
        engine.complete(Sort.ARTICLE, [sign, sign], limit=3)
        engine.vocabulary(sign, limit=3)
        engine.counts(Search(wanted=words(sign)), list(Facet))
    assert found(engine, *words("rare"), limit=20) == list(range(len(signs)))


def test_a_search_may_have_thirty_two_clauses_of_many_alternatives(engine):
    texts = {n: f"rare word{n} earth" for n in range(40)}
    linked = {n: (n, 99) if n > 30 else (n,) for n in texts}
    fill(engine, *(document(n, f"title{n}", texts[n], entities=linked[n]) for n in texts))
    clauses = tuple(
        (
            Words(("rare", f"word{n}")),
            Phrase((f"word{n}", "earth", "mine")),
            Linked((*range(n, n + 6), 99)),
        )
        for n in range(32)
    )
    sequence = tuple(stem for n in range(32) for stem in ("rare", f"word{n}"))
    answer = hits(engine, *clauses, sequence=sequence, limit=50)
    assert sorted(answer.keys[: answer.with_all]) == list(range(31, 40))
    assert answer.total == 40
    assert hits(engine, required=clauses).total == 9
    assert hits(engine, required=clauses, refused=(clauses[0],)).total == 0
    counts = engine.counts(Search(wanted=clauses), [Facet.ENTITY])[Facet.ENTITY]
    assert counts[:2] == [(99, 9), (0, 1)]


def test_a_match_of_no_words_finds_nothing_and_breaks_nothing(engine):
    fill(engine, document(1, text="rare"))
    assert hits(engine, (Words(()),)).total == 0
    assert hits(engine, (Phrase(()),), required=((Words(()),),)).total == 0
    assert found(engine, (Words(()), Words(("rare",)))) == [1]


# --- parts of words


def test_all_articles_with_parts_of_words_are_found_in_order(engine):
    texts = {3: "obrien mine", 1: "lofdal", 2: "the lofdals mine", 9: "mine", 4: "obri en"}
    fill(engine, *(document(key, text=text) for key, text in texts.items()))
    assert list(engine.containing([("brien",)])) == [3]
    assert list(engine.containing([("lofdal",)])) == [1, 2]
    assert list(engine.containing([("lofdal", "min")])) == [2]
    assert list(engine.containing([("brien",), ("lofdal",)])) == [1, 2, 3]
    assert list(engine.containing([("nowhere",)])) == []


def test_parts_of_words_are_found_whatever_their_stems(engine):
    fill(engine, Document(1, text="mine", plain="mining"), Document(2, text="mine", plain="mine"))
    assert 1 in set(engine.containing([("inin",)]))


def test_an_article_with_a_word_cut_is_always_found(engine):
    fill(engine, document(1, text="lofdal"), document(2, text=f"mine {CUT}"))
    assert list(engine.containing([("lofdal",)])) == [1, 2]


def test_more_articles_than_a_page_holds_are_all_found(engine, monkeypatch):
    from portal.search import tantivy, within

    monkeypatch.setattr(tantivy, "PAGE", 7)
    monkeypatch.setattr(within, "PAGE", 7)
    fill(engine, *(document(key, text="lofdal") for key in range(1, 30)))
    assert list(engine.containing([("fdal",)])) == list(range(1, 30))


def test_without_an_index_nothing_can_be_promised_of_parts_of_words(engine):
    with pytest.raises(Unavailable):
        list(engine.containing([("lofdal",)]))
