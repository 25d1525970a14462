"""The sentences in which a text names something."""

from entities.mentioning import Place, sentences_naming

TEXT = "Acme dug. Nobody knew why. Then Acme sold, and Acme Corp. left."


def places(text, *names, position=4):
    starts = [(text.index(name, start), name) for name, start in names]
    return [Place(position, text, start, start + len(name)) for start, name in starts]


def found(*places, language="en"):
    return list(sentences_naming(places, language))


def words(sentence):
    return "".join(piece for piece, _ in sentence.pieces)


def test_each_sentence_that_names_it_is_given_once_with_every_name_marked():
    first, second = found(*places(TEXT, ("Acme", 0), ("Acme", 10), ("Acme", 40)))
    assert (words(first), first.mention_count) == ("Acme dug.", 1)
    assert words(second) == "Then Acme sold, and Acme Corp. left."
    assert [piece for piece, is_name in second.pieces if is_name] == ["Acme", "Acme"]


def test_the_same_words_in_another_passage_are_another_sentence():
    one, other = places("Acme dug.", ("Acme", 0)), places("Acme dug.", ("Acme", 0), position=9)
    assert [sentence.position for sentence in found(*one, *other)] == [4, 9]


def test_a_name_that_runs_over_the_end_of_a_sentence_joins_it_to_the_next():
    text = "It owns Acme. Inc. Acme. It ended."
    (sentence,) = found(Place(1, text, 8, 12), Place(1, text, 8, 24))
    assert words(sentence) == "It owns Acme. Inc. Acme."


def test_its_link_finds_the_sentence_itself():
    (sentence,) = found(*places("Acme, here-by, dug.", ("Acme", 0)))
    assert sentence.fragment == "#p4:~:text=Acme%2C%20here%2Dby%2C%20dug."


def test_a_text_in_another_language_is_cut_by_its_own_rules():
    text = "日本は合意した。アクメは掘った。終わり。"
    (sentence,) = found(*places(text, ("アクメ", 0)), language="ja")
    assert words(sentence) == "アクメは掘った。"
