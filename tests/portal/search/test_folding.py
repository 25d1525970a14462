"""Words that differ only in how they are written find each other, and no others do."""

import random
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from portal.search.folding import STOP_WORDS, forms, is_stop, plains, stems, words, words_with

TYPOGRAPHY = [
    "JOGMEC Jogmec jogmec ＪＯＧＭＥＣ",
    "Québec Quebec Que\u0301bec QUÉBEC",
    "Zürich Zurich Zu\u0308rich",
    "Łódź Lodz",
    "Tromsø Tromso",
    "Đồng Dong",
    "Straße Strasse STRASSE",
    "æther aether",
    "œuvre oeuvre",
    "İzmir Izmir ızmir",
    "ﬁne fine",
    "CO₂ CO2 co²",
    "Ⅳ IV",
    "Nb₂O₅ Nb2O5",
    "Japan's Japan’s Japan‘s Japanʼs Japan′s Japan＇s Japan`s JAPAN'S Japans‘ Japan",
    "don't don’t dont",
    "O'Neill O’Neill ONeill",
    "l'uranium l’uranium L‘uranium uranium",
    "d’Ivoire ivoire",
    "qu'il il",
    "co-operation cooperation coöperation Co-operation co‑operation",
    "co-ordinate coordinate co‐ordinate",
    "re-export reexport re\u00adexport",
    "e-mail email E-mail",
    "by-product byproduct",
    "U.S. US U.S us U.S.’s",
    "E.U. EU",
    "D.R.C. DRC",
    "2,300 2300 2\u00a0300 2\u202f300 2\u2009300 ２３００ ٢٣٠٠",
    "1,234,567.5 1234567.5",
    "ex\u00adport ex\u200bport ex\ufeffport export",
    "ガス ｶﾞｽ カ\u3099ス",
    "コト ヿ",
    "ทำ ทํา",
    "العَرَبِيَّة العربية",
    "שָׁלוֹם שלום",
    "йод и\u0306од",
    "Ελλάδα ελλαδα ΕΛΛΆΔΑ",
    "ᾠδή ωδη",
]

SPELLINGS = [
    "organise organize organises organizes",
    "organisation organization organisations organizations",
    "organised organized",
    "organising organizing",
    "organiser organizers",
    "organisational organizational",
    "crystallised crystallized",
    "stabilisation stabilization",
    "collectivised collectivized",
    "analyse analyze",
    "electrolysed electrolyzed",
    "colour color colours",
    "labour labor",
    "favourable favorable",
    "neighbouring neighboring",
    "neighbourhoods neighborhood",
    "behavioural behavioral",
    "centre center centres centers",
    "centred centered",
    "metre meter",
    "kilometres kilometers",
    "fibre fiber",
    "litre liter",
    "theatre theater",
    "calibre caliber",
    "defence defense defences defenses",
    "offence offense",
    "licence license licences",
    "licencing licensing",
    "pretence pretense",
    "practise practice",
    "practised practiced",
    "travelling traveling",
    "labelled labeled",
    "modelling modeling",
    "fuelled fueled",
    "signalling signaling",
    "cancelled canceled",
    "equalled equaled",
    "counsellor counselors",
    "jewellery jewelry",
    "fulfil fulfill",
    "enrol enroll",
    "enrolment enrollment",
    "skilful skillful",
    "instalment installment",
    "aluminium aluminum",
    "sulphur sulfur",
    "sulphide sulfide",
    "sulphates sulfate",
    "caesium cesium",
    "programme program programmes programs",
    "kilogramme kilogram",
    "grey gray",
    "catalogue catalog catalogues",
    "dialogue dialog",
    "analogue analog",
    "mould mold",
    "plough plow",
    "ageing aging",
    "judgement judgment",
    "acknowledgement acknowledgment",
    "artefact artifacts",
    "sceptic skeptic",
    "archaeology archeology archæology",
    "palaeontology paleontology",
    "oestrogen estrogen œstrogen",
    "foetus fetus fœtus",
    "manoeuvre maneuver",
    "manoeuvring maneuvering",
    "anaemia anemia",
    "haematite hematite",
    "haemoglobin hemoglobin",
    "paediatric pediatric",
    "encyclopaedia encyclopedia",
    "cosy cozy",
    "moustaches mustache",
]

PLURALS = [
    "metal metals",
    "ore ores",
    "mine mines",
    "REE REEs REE's",
    "country countries",
    "box boxes",
    "process processes",
    "gas gases gasses",
    "lens lenses",
    "potato potatoes",
    "cargo cargoes cargos",
    "bus buses",
    "virus viruses",
    "house houses",
    "movie movies",
    "cache caches",
    "shoe shoes",
    "analysis analyses",
    "crisis crises",
    "basis bases",
    "hypothesis hypotheses",
    "electrolysis electrolyses",
    "axis axes",
    "phenomenon phenomena",
    "criterion criteria",
    "stratum strata",
    "spectrum spectra",
    "bacterium bacteria",
    "index indices indexes",
    "matrix matrices",
    "vertex vertices",
    "appendix appendices",
    "man men",
    "woman women",
    "chairman chairmen",
    "policeman policemen",
    "child children",
    "foot feet",
    "tooth teeth",
    "mouse mice",
    "goose geese",
    "half halves",
    "knife knives",
    "leaf leaves",
    "life lives",
    "wolf wolves",
    "shelf shelves",
    "valve valves",
]

APART = [
    "four for",
    "hour or",
    "filled filed",
    "filling filing",
    "polled poled",
    "tour tor",
    "rare rear",
    "ore or",
    "metal medal",
    "prise prize",
    "timbre timber",
    "tonne ton",
    "tonnes tons",
    "tyre tire",
    "news new",
    "lens len",
    "gas ga",
    "us u",
    "Laos Lao",
    "series serie",
    "species specie",
    "chaos chao",
    "omen Oman",
    "ramen Raman",
    "Boeing being",
    "ecosystem ecozystem",
    "shoes shes",
    "3.5 35",
    "1980s 1980",
    "CO2 CO",
    "Nd2 2",
    "ガス カス",
    "की का",
]


@pytest.mark.parametrize("alike", TYPOGRAPHY + SPELLINGS + PLURALS)
def test_what_differs_only_in_writing_has_one_form_and_one_stem(alike):
    alike = alike.split(" ")
    assert len({forms(word) for word in alike}) == 1
    assert len({stems(word) for word in alike}) == 1
    assert stems(alike[0])


@pytest.mark.parametrize("apart", APART)
def test_different_words_stay_apart(apart):
    one, other = apart.split(" ")
    assert forms(one) != forms(other)
    assert stems(one) != stems(other)


@pytest.mark.parametrize(
    "kin",  # The last two are kin to the stemmer only.
    ["mine mining", "base bases", "analysis analysing", "revise revision", "refilled refiled"],
)
def test_kindred_words_share_a_stem_but_no_form(kin):
    one, other = kin.split(" ")
    assert stems(one) == stems(other)
    assert forms(one) != forms(other)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Rare-earth", "rare earth"),
        ("rare—earth", "rare earth"),
        ("rare−earth", "rare earth"),
        ("rare_earth", "rare earth"),
        ("Sm-Co and Co-Ni", "sm co and co ni"),
        ("NdFeB, 2B; Nb2O5", "ndfeb 2b nb2o5"),
        ("vitamin C. The plan B.Then", "vitamin c the plan b then"),
        ("It was 3.5. 10,20 and 2 300", "it was 3.5 10 20 and 2 300"),
        ("in 1990,200 came", "in 1990 200 came"),
        ("the 'metals' of 'Japan'", "the metals of japan"),
        ("U.S.-based", "us based"),
        ("한국어 단어", "한국어 단어"),
        ("हिन्दी", "हिन्दी"),
        ("東", "東"),
        ("資源機構", "資源 源機 機構"),
        ("エネルギー・金属", "エネ ネル ルギ ギー 金属"),
        ("rareアースx", "rare アー ース x"),
        ("ไทย๒๕", "ไท ทย 25"),
        ("😀 … \x00 \ud800", ""),
        ("a\ud800b\x00c", "a b c"),
    ],
)
def test_text_is_parted_into_plain_words(text, folded):
    assert plains(text) == folded


def test_a_plain_word_keeps_its_number_and_its_spelling():
    assert plains("Programmes’ Centres") == "programmes centres"


def test_a_word_says_where_it_stands():
    text = "L’uranium: U.S. coöpe\u0301ration, 2 300 t (ores)"
    assert [text[word.start : word.end] for word in words(text)] == [
        "L’uranium",
        "U.S",
        "coöpe\u0301ration",
        "2",
        "300",
        "t",
        "ores",
    ]


def test_a_bigram_says_where_it_stands():
    text = "in ｶﾞｽと金 of"
    assert [(text[word.start : word.end], word.stem) for word in words(text)] == [
        ("in", "in"),
        ("ｶﾞｽ", "ガス"),
        ("ｽと", "スと"),
        ("と金", "と金"),
        ("of", "of"),
    ]


def test_a_word_longer_than_100_characters_is_known_by_its_first_100():
    assert stems("x" * 100) == stems("x" * 101) == "x" * 100


@pytest.mark.parametrize(
    "letter", ["a", "é", "ﷺ", "金", "a'", "a.", "9,", "co-", "\u0301", " ", "\xad"]
)
def test_a_megabyte_of_one_letter_is_folded(letter):
    stems(letter * (2**20 // len(letter)))


ALPHABETS = [
    range(0x20, 0x7F),
    range(0xA0, 0x530),
    range(0x590, 0x700),
    range(0x900, 0xE80),
    range(0x2000, 0x2100),
    range(0x3000, 0x3400),
    range(0x4E00, 0x4F00),
    range(0xFE00, 0x10000),
    range(0x110000),
    [ord(character) for character in "'’.,-\u00a0 \n0123456789aeslourU.S"],
]


def random_texts(seed: int, number: int = 500) -> list[str]:
    chance = random.Random(seed)
    return [
        "".join(chr(chance.choice(chance.choice(ALPHABETS))) for _ in range(80))
        for _ in range(number)
    ]


def test_a_text_is_folded_to_its_words_whatever_it_holds():
    for text in random_texts(1):
        found = words(text)
        assert plains(text) == " ".join(word.plain for word in found)
        assert forms(text) == " ".join(word.form for word in found)
        assert stems(text) == " ".join(word.stem for word in found)


def test_the_words_of_some_stems_are_found_where_they_stand():
    for text in random_texts(3):
        wanted = {word.stem for word in words(text)[::3]}
        expected = [word for word in words(text) if word.stem in wanted]
        assert list(words_with(text, wanted)) == expected


def test_a_folded_word_is_never_empty_and_has_no_space_in_it():
    for text in random_texts(2):
        for word in words(text):
            for folded in (word.plain, word.form, word.stem):
                assert folded.split() == [folded]


def test_words_stand_in_order_and_only_bigrams_overlap():
    for text in random_texts(3):
        found = words(text)
        for one, next_one in pairwise(found):
            assert one.start <= next_one.start
            assert one.end <= next_one.start or len(one.plain) > 1
        assert all(0 <= word.start < word.end <= len(text) for word in found)


def test_folding_a_plain_word_again_changes_nothing():
    for text in random_texts(4):
        for word in words(text):
            again = words(word.plain)
            assert [(one.plain, one.form, one.stem) for one in again] == [
                (word.plain, word.form, word.stem)
            ]


def test_threads_fold_alike():
    texts = random_texts(5, 100) + TYPOGRAPHY + SPELLINGS + PLURALS
    alone = [stems(text) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        for together in threads.map(lambda _: [stems(text) for text in texts], range(16)):
            assert together == alone


def test_stop_words_are_no_content_words():
    assert {"the", "of", "who", "why", "dont", "it"} <= STOP_WORDS
    assert not STOP_WORDS & {"us", "may", "might", "mine", "doe", "ill", "well", "no"}


def test_a_stop_word_is_known_however_it_is_written():
    assert [is_stop(word) for word in words("Don’t WHO the US")] == [True, True, True, False]


def test_a_stop_word_is_not_stemmed():
    assert stems("does because themselves") == "does because themselves"
