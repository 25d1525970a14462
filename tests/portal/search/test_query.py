"""What a reader typed is read, repaired and written back the same; nothing typed can break it."""

import random
import time
from typing import get_args

import pytest

from entities.kinds import KINDS
from portal.search.query import (
    MAX_LENGTH,
    MAX_TERMS,
    MAX_YEAR,
    MIN_YEAR,
    Clause,
    Entity,
    Kind,
    Language,
    Phrase,
    Publisher,
    Query,
    Term,
    Word,
    Years,
    parse,
)

OR_LEFT_OUT = "“OR” needs a term on both sides; it was left out."
NOT_LEFT_OUT = "“NOT” needs a term after it; it was left out."
HOSTILE = [
    *"\"“”„«»『』「」＂-−－–—:：﹕*()（）[]{}#@?!,;.…|｜&+/'’´<>=~^%\\$",
    *" \t\n\r\x00\x07\x1f\x7f\x85\u00a0\u00ad\u200b\u200e\u202e\u2028\u2066\u3000\ufeff",
    *"\ud800\udfff",
    *"abEéß日本ſKİıₒ½٣👍\u0301\uffff\U000e0041",
    *["entity", "kind", "publisher", "year", "language", "in", "title", "IN", "Kind", "publiſher"],
    *["entity:", "kind：", "publisher:", "year:", "language:", "in:title", "in:", " -", '-"', ' "'],
    *["OR", "AND", "NOT", " OR ", " AND ", " NOT ", "or", "U.S.", "Nd(III)", "http://x", "..", "…"],
    *["0000", "0001", "2020", "2024..2020", "9999", "２０２２", "element groups", "x" * 70],
]


def read(text):
    """The query in `text`, of which nothing had to be repaired."""
    parsed = parse(text)
    assert parsed.repairs == ()
    return parsed.query


def all_of(*terms):
    return Query(tuple(Clause((term,)) for term in terms))


def but_not(term):
    return Query((Clause((term,), is_negated=True),))


def any_of(*terms):
    return Query((Clause(terms),))


def words_of(text):
    return [term.text for term, _ in parse(text).query.terms()]


def test_words_stand_between_any_white_space():
    assert read(" heavy\trare\u3000earth\u2028\n") == all_of(*map(Word, ["heavy", "rare", "earth"]))


def test_a_word_stays_as_it_was_typed():
    for word in ["Dysprosium", "rare-earth", "Côte", "d’Ivoire", "EU:Eu", "http://x", "Nd2Fe14B"]:
        assert read(word) == all_of(Word(word))


@pytest.mark.parametrize(
    "text", ['"rare earth"', "„rare earth“", "“rare  earth”", "«rare earth»", "『rare earth』"]
)
def test_a_phrase_stands_between_quotation_marks_of_any_kind(text):
    assert read(text) == all_of(Phrase("rare earth"))


def test_quotation_marks_of_two_kinds_make_a_pair():
    assert read('“rare earth" 「heavy ones＂') == all_of(Phrase("rare earth"), Phrase("heavy ones"))


def test_a_quoted_word_is_a_phrase():
    assert read('"OR" "entity:x" "-a"') == all_of(Phrase("OR"), Phrase("entity:x"), Phrase("-a"))


@pytest.mark.parametrize("minus", ["-", "−", "–", "－", "NOT ", "--", "(-"])
def test_a_minus_or_a_not_excludes_what_follows(minus):
    assert read(f"{minus}heavy") == but_not(Word("heavy"))
    assert read(f'{minus}"heavy rare"') == but_not(Phrase("heavy rare"))
    assert read(f"{minus}entity:jogmec") == but_not(Entity("jogmec"))


def test_a_dash_after_a_closing_quotation_mark_excludes_nothing():
    for text in ['"rare earth"-based', '("rare earth")-based', '"rare earth"--based']:
        assert read(text) == all_of(Phrase("rare earth"), Word("based"))


@pytest.mark.parametrize("text", ["a OR b", "a | b", "a|b", "a｜b", "(a OR b)", "a AND OR b"])
def test_either_of_two_alternatives_is_enough(text):
    assert read(text) == any_of(Word("a"), Word("b"))


def test_or_binds_tighter_than_standing_side_by_side():
    assert read('x a OR b OR "c d" y') == Query(
        (
            Clause((Word("x"),)),
            Clause((Word("a"), Word("b"), Phrase("c d"))),
            Clause((Word("y"),)),
        )
    )


def test_only_capitals_connect():
    assert words_of("a or b and not c") == ["a", "or", "b", "and", "not", "c"]


def test_and_says_what_happens_anyway():
    assert read("a AND b AND -c") == read("a b -c")


@pytest.mark.parametrize("text", ["a - b", "a − b", "OR a", "a OR", "a OR OR b", "a NOT", "NOT OR"])
def test_a_lone_operator_is_left_out_and_said(text):
    assert [sentence for sentence in parse(text).repairs if sentence.endswith("it was left out.")]
    assert words_of(text) == [char for char in text if char in "ab"]


def test_each_lone_operator_is_named_once():
    assert parse("OR a OR OR b OR").repairs == (OR_LEFT_OUT,)
    assert parse("a NOT").repairs == parse("a NOT OR b").repairs == (NOT_LEFT_OUT,)
    assert parse("a NOT OR b").query == any_of(Word("a"), Word("b"))
    assert parse("a - b - c").repairs == (
        "“-” stands alone and excludes nothing; it was left out.",
    )


def test_signs_between_words_are_passed_over():
    assert read("a – b & c + d / e — f ... g ) h") == all_of(*map(Word, "abcdefgh"))


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("entity:jogmec", Entity("jogmec")),
        ("ENTITY: jogmec,", Entity("jogmec")),
        ("entity：jogmec", Entity("jogmec")),
        ("(entity:jogmec)", Entity("jogmec")),
        ('entity:"Namibia  Critical Metals"', Entity("Namibia Critical Metals")),
        ("entity:「Namibia Critical Metals」", Entity("Namibia Critical Metals")),
        ("publisher:Reuters", Publisher("Reuters")),
        ('publisher: "Some House"', Publisher("Some House")),
        ("publisher:not-stated", Publisher("not-stated")),
        ("language:en", Language("en")),
        ("kind:element", Kind("element")),
        ('Kind:"Element Group"', Kind("element_group")),
        ("kind:element-groups", Kind("element_group")),
        ("kind:people", Kind("person")),
    ],
)
def test_an_operator_takes_its_value(text, term):
    assert read(text) == all_of(term)


def test_every_kind_is_known_by_all_its_names():
    for kind in KINDS.values():
        for name in (kind.slug, kind.label, kind.plural):
            assert read(f'kind:"{name}"') == all_of(Kind(kind.slug))


def test_an_unknown_kind_is_searched_as_a_word_and_the_kinds_are_listed():
    parsed = parse("-kind:mineral")
    assert parsed.query == but_not(Word("mineral"))
    assert parsed.repairs[0].startswith("“mineral” is not a kind; it was searched as a word.")
    assert all(kind.label in parsed.repairs[0] for kind in KINDS.values())


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("year:2022", 2022, 2022),
        ("year:2022.", 2022, 2022),
        ("(year:２０２２)", 2022, 2022),
        ("year:2020..2024", 2020, 2024),
        ("year:2020…2024,", 2020, 2024),
        ("year:2020-2024", 2020, 2024),
        ("year: 2020–2024", 2020, 2024),
        ('year:" 2020..2024"', 2020, 2024),
        ("year:..2020", MIN_YEAR, 2020),
        ("year:2020..", 2020, MAX_YEAR),
        ("year:0001..9999", MIN_YEAR, MAX_YEAR),
    ],
)
def test_years_are_one_or_a_span_or_open_at_an_end(text, first, last):
    assert read(text) == all_of(Years(first, last))


def test_years_that_run_backwards_are_turned():
    parsed = parse("year:2024..2020")
    assert parsed.query == all_of(Years(2020, 2024))
    assert parsed.repairs == ("“2024..2020” runs backwards; it was read as 2020 to 2024.",)


@pytest.mark.parametrize("value", ["abc", "20", "0000", "20220", "2020/21"])
def test_a_year_that_is_none_is_searched_as_a_word(value):
    parsed = parse(f"year:{value}")
    assert parsed.query == all_of(Word(value))
    assert parsed.repairs == (f"“{value}” is not a year; it was searched as a word.",)


@pytest.mark.parametrize("value", ["OR", "entity:x", '"a b'])
def test_a_value_that_is_no_plain_word_falls_back_to_a_phrase(value):
    assert parse(f"year:{value}").query == all_of(Phrase(value.strip('"')))


def test_in_title_holds_for_the_whole_query_wherever_it_stands():
    for text in ["a OR b In:Title", "in：title a OR b", "a in:title OR b", "a OR in: title b"]:
        assert read(text) == Query(any_of(Word("a"), Word("b")).clauses, in_title=True)


def test_another_place_is_left_out():
    parsed = parse("in:body a")
    assert parsed.query == all_of(Word("a"))
    assert parsed.repairs == ("“in:body” is not known; only in:title is. It was left out.",)


@pytest.mark.parametrize("text", ["-in:title a", "NOT in:title a"])
def test_in_title_cannot_be_negated(text):
    parsed = parse(text)
    assert parsed.query == all_of(Word("a"))
    assert parsed.repairs == ("“in:title” cannot be negated; it was left out.",)


@pytest.mark.parametrize(
    "text", ["entity:", "entity: OR", "a entity: -b", "entity: (kind:element)"]
)
def test_an_operator_without_a_value_is_left_out(text):
    parsed = parse(text)
    assert "“entity:” has no value; it was left out." in parsed.repairs
    assert not any(isinstance(term, Entity) for term, _ in parsed.query.terms())


def test_an_open_quotation_mark_is_closed_at_the_end():
    parsed = parse('heavy "rare earth')
    assert parsed.query == all_of(Word("heavy"), Phrase("rare earth"))
    assert parsed.repairs == (
        "The quotation mark before “rare earth” was left open; the end closed it.",
    )


@pytest.mark.parametrize("text", ['"" a', '"  " a', 'a "', "“...” a", 'NOT "" a'])
def test_a_phrase_without_words_is_left_out_and_its_not_with_it(text):
    parsed = parse(text)
    assert parsed.query == all_of(Word("a"))
    assert parsed.repairs == ("A phrase without words was left out.",)


def test_what_is_left_out_does_not_join_its_neighbours():
    assert parse('a OR "" b').query == all_of(Word("a"), Word("b"))
    assert parse("a OR entity:& b").query == all_of(Word("a"), Word("b"))
    assert parse('a OR "" OR b').query == any_of(Word("a"), Word("b"))


@pytest.mark.parametrize("text", ["b OR -a OR c", "-a OR b OR c", "b OR NOT a OR c"])
def test_a_negation_among_alternatives_stands_on_its_own(text):
    parsed = parse(text)
    assert parsed.query.clauses == (
        Clause((Word("b"), Word("c"))),
        Clause((Word("a"),), is_negated=True),
    )
    assert parsed.repairs == ("“-a” cannot be an alternative; it was read on its own.",)


def test_a_query_may_exclude_only():
    query = read("-a -b")
    assert [is_negated for _, is_negated in query.terms()] == [True, True]


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("dysprosium?", "dysprosium"),
        ("mines!?…", "mines"),
        ("wait...", "wait"),
        ("(jogmec", "jogmec"),
        ("jogmec),", "jogmec"),
        ("#lofdal", "lofdal"),
        ("@lofdal:", "lofdal"),
        ("Co.", "Co"),
        ("U.S.", "U.S."),
        ("(U.S.),", "U.S."),
        ("Nd(III)?", "Nd(III)"),
        ("f(x)y", "f(x)y"),
        ("中国。", "中国"),
    ],
)
def test_what_only_surrounds_a_word_is_taken_off(typed, word):
    assert read(typed) == all_of(Word(word))


def test_wildcards_are_taken_out_and_said():
    parsed = parse('min* "rare * earth" *')
    assert parsed.query == all_of(Word("min"), Phrase("rare earth"))
    assert parsed.repairs == (
        "There are no wildcards: “min*” was searched as “min”.",
        "There are no wildcards: “rare * earth” was searched as “rare earth”.",
        "There are no wildcards: “*” was left out.",
    )


def test_what_repeats_is_dropped_without_a_word():
    assert read("a OR b OR a a OR b -c c -c") == read("a OR b -c c")


def test_what_cannot_be_seen_is_removed():
    assert read("rare\x00 \ud800ea\u200brth\u202e \ufeff") == all_of(Word("rare"), Word("earth"))
    assert read("\x00\u2066\udfff") == Query()


def test_the_first_terms_of_too_many_are_searched():
    parsed = parse(" ".join(f"w{number}" for number in range(MAX_TERMS + 1)))
    assert len(parsed.query.terms()) == MAX_TERMS
    assert parsed.query.words()[-1] == Word("w31")
    assert parsed.repairs == ("A query has at most 32 terms; the first 32 were searched.",)


def test_repeated_terms_are_not_too_many():
    assert read("a " * 100) == all_of(Word("a"))


def test_alternatives_cut_to_an_earlier_clause_are_dropped_with_it():
    text = " ".join(f"w{number}" for number in range(MAX_TERMS - 1)) + " w0 OR b"
    assert len(parse(text).query.terms()) == MAX_TERMS - 1


def test_a_long_text_is_cut_between_words():
    parsed = parse("a" * 290 + " " + "b" * 20)
    assert parsed.query == all_of(Word("a" * 290))
    assert parsed.repairs == ("A query has at most 300 characters; the rest was left out.",)


def test_a_phrase_that_was_cut_is_closed():
    parsed = parse('"' + "rare earth " * 40 + '"')
    assert parsed.query.words()[0].text.startswith("rare earth rare")
    assert len(parsed.repairs) == 1


def test_three_hundred_characters_are_not_too_many():
    assert read("a" * MAX_LENGTH) == all_of(Word("a" * MAX_LENGTH))


@pytest.mark.parametrize(
    "text",
    [
        "|".join(f"{n:08}" for n in range(32)) + "|" + "a" * 12,
        '"' + "x" * 299,
        "entity:" + "a&" * 146,
    ],
)
def test_a_query_that_is_written_longer_than_it_was_typed_still_fits(text):
    assert len(text) <= MAX_LENGTH
    query = parse(text).query
    assert query.terms() and len(str(query)) <= MAX_LENGTH
    assert read(str(query)) == query


def test_a_query_is_written_as_it_is_read():
    text = (
        'a "b c" OR -entity:x NOT kind:elements publisher:"A & B" language:en|year:..2020 in:title'
    )
    assert str(parse(text).query) == (
        'a "b c" -entity:x -kind:element publisher:"A & B" language:en OR year:..2020 in:title'
    )


def test_a_query_tells_its_terms_and_its_words():
    query = read('a -b "c d" OR entity:x -"e f"')
    assert query.terms() == (
        (Word("a"), False),
        (Word("b"), True),
        (Phrase("c d"), False),
        (Entity("x"), False),
        (Phrase("e f"), True),
    )
    assert query.words() == (Word("a"), Phrase("c d"))


def test_a_term_can_be_taken_out_of_a_query():
    assert read("a OR b b -a in:title").without(Word("a")) == read("b in:title")
    assert read("a").without(Word("a")).is_empty


def test_a_query_without_terms_is_empty():
    assert parse(" ").query.is_empty and parse("in:title").query.is_empty
    assert not parse("-a").query.is_empty


def hostile_texts(count):
    chance = random.Random(20)
    for _ in range(count):
        # Few and short parts make many terms, of which some are equal.
        parts = chance.choice([HOSTILE, HOSTILE, [*'abcdefgh|-"', " ", " "]])
        parts = chance.choices(parts, k=chance.choice([2, 4, 8, 16, 120, 400]))
        yield chance.choice(["", " "]).join(parts)


def check(parsed):
    query = parsed.query
    assert parse(str(query)).query == query
    assert parse(str(query)).repairs == ()
    assert len(query.terms()) <= MAX_TERMS
    assert all(str(term) and parse(str(term)).query == all_of(term) for term, _ in query.terms())
    assert all(len(one.any_of) == 1 for one in query.clauses if one.is_negated)
    assert all(len(said) > 20 and said.endswith(".") for said in parsed.repairs)
    assert str(query).isprintable() or "\uffff" in str(query)


def test_whatever_is_typed_is_read_and_reads_back_the_same():
    seen = set()
    for text in hostile_texts(8000):
        parsed = parse(text)
        check(parsed)
        seen |= {type(term) for term, _ in parsed.query.terms()}
        seen |= {sentence.rpartition("”")[2] for sentence in parsed.repairs}
    assert seen >= set(get_args(Term))
    assert f"A query has at most {MAX_TERMS} terms; the first {MAX_TERMS} were searched." in seen


@pytest.mark.parametrize(
    "part",
    ["a", '"', '"a ', "(", " -", "entity:", "a|", "\x00", "*", "year:2020..", ".", "in:title "],
)
def test_a_million_characters_are_read_in_a_moment(part):
    started = time.perf_counter()
    check(parse(part * (1_000_000 // len(part))))
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    "text", ["-(namibia japan)", "(a b) OR c", "c OR (a b)", "NOT (a b)", "x | (a b)"]
)
def test_parentheses_that_were_to_group_are_said_to_be_passed_over(text):
    assert "Parentheses do not group words here; they were passed over." in parse(text).repairs


@pytest.mark.parametrize("text", ["(a b) c", "Nd(III) OR b", '"-(a b)"', "-(a)"])
def test_parentheses_that_change_nothing_are_passed_over_silently(text):
    assert parse(text).repairs == ()


def test_a_year_may_be_not_stated():
    parsed = parse("year:not-stated")
    assert str(parsed.query) == "year:not-stated"
    assert parsed.repairs == ()
