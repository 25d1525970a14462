"""How much room words take in a picture."""

from entities.pictures.lettering import fitted, lines, width


def test_longer_words_take_more_room():
    assert width("Lofdal", 13) < width("Lofdal Project", 13)
    assert width("希土類", 13) > width("abc", 13)


def test_what_has_room_stays_whole():
    assert fitted("Lofdal", 13, 200) == "Lofdal"


def test_what_has_none_is_cut_and_says_so():
    cut = fitted("Japan Organization for Metals and Energy Security", 13, 120)
    assert cut.endswith("…") and width(cut, 13) <= 120


def test_a_name_is_broken_between_words():
    assert lines("Japan Organization for Metals", 13, 150) == ["Japan Organization", "for Metals"]


def test_a_word_wider_than_its_room_is_broken_and_none_is_lost():
    word = "Donaudampfschifffahrtsgesellschaft"
    for name in (word, f"Die {word}", "北京有色金属研究总院稀土材料国家工程研究中心"):
        broken = lines(name, 13, 120, most=9)
        assert all(width(line, 13) <= 120 for line in broken)
        assert "".join(broken).replace(" ", "") == name.replace(" ", "") and "…" not in broken[-1]
    assert len(broken) == 3


def test_no_letter_is_broken_from_what_belongs_to_it():
    name = "e\u0301" * 30
    broken = lines(name, 13, 60, most=99)
    assert "".join(broken) == name and all(line[0] == "e" for line in broken)
    assert fitted(name, 13, 60).endswith("e\u0301…")


def test_no_line_is_wider_than_its_room_and_no_word_is_dropped_unsaid():
    name = "Democratic Republic of the Congo and its many provinces"
    broken = lines(name, 13, 130, most=2)
    assert len(broken) == 2 and all(width(line, 13) <= 130 for line in broken)
    assert broken[-1].endswith("…")
    assert " ".join(lines(name, 13, 130, most=9)) == name
