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


def test_no_line_is_wider_than_its_room_and_no_word_is_dropped_unsaid():
    name = "Democratic Republic of the Congo and its many provinces"
    broken = lines(name, 13, 130, most=2)
    assert len(broken) == 2 and all(width(line, 13) <= 130 for line in broken)
    assert broken[-1].endswith("…")
    assert " ".join(lines(name, 13, 130, most=9)) == name
