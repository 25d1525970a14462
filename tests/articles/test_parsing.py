"""Bytes to passages, each exactly as it stands in the file."""

from pathlib import Path

import pytest

from articles.errors import BadInput
from articles.manifest import Block, Entry
from articles.parsing import decode, parse_article, split_plain_text
from tests.makers import lines

LONG = "A paragraph of one line that is longer than anybody wraps by hand, " * 3


def texts(text: str) -> list[str]:
    return [passage.text for passage in split_plain_text(text)]


def places(text: str) -> list[tuple[int, int]]:
    return [(passage.line, passage.line_end) for passage in split_plain_text(text)]


def parse(text: str, name: str = "text.txt", **options):
    return parse_article(text, path=Path(name), sha256="x", **options)


def test_a_blank_line_ends_a_passage():
    assert texts("One.\n\nTwo.\n\n\n\nThree.\n") == ["One.", "Two.", "Three."]
    assert places("One.\n\nTwo.\n\n\n\nThree.\n") == [(1, 1), (3, 3), (7, 7)]


def test_without_blank_lines_there_is_a_passage_a_line():
    text = "A heading\nA paragraph of some length, and more of it.\nShort.\nAnother paragraph."
    assert texts(text) == text.split("\n")


def test_lines_wrapped_by_hand_form_one_passage_with_their_breaks():
    text = "The company Namibia\nCritical Metals owns\nthe project.\n\nThe end."
    assert texts(text) == ["The company Namibia\nCritical Metals owns\nthe project.", "The end."]
    assert places(text) == [(1, 3), (5, 5)]


def test_a_single_wrapped_paragraph_is_one_passage():
    text = "The company Namibia\nCritical Metals owns\nthe whole project at\nLofdal, they say."
    assert texts(text) == [text]


def test_long_lines_beside_one_another_are_paragraphs_of_their_own():
    text = f"Title\n\n{LONG}\n{LONG}two\n\nEnd."
    assert texts(text) == ["Title", LONG, LONG + "two", "End."]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_every_kind_of_line_end_is_one_break(end):
    lines = ["One stands", "wrapped.", "", "Two.", ""]
    assert texts(end.join(lines)) == ["One stands\nwrapped.", "Two."]
    assert places(end.join(lines)) == [(1, 2), (4, 4)]


def test_other_separators_than_line_ends_stay_within_their_line():
    text = "One\u2028still one\x0b\x0cand\x85more.\n\nTwo\u2029still two."
    assert texts(text) == text.split("\n\n")


@pytest.mark.parametrize("blank", ["\u00a0", " \t ", "\u3000", "\u2003\u00a0"])
def test_a_line_of_nothing_but_space_is_blank(blank):
    assert texts(f"One.\n{blank}\nTwo.") == ["One.", "Two."]


def test_space_at_the_ends_of_lines_is_kept():
    assert texts("  One.  \n\n\tTwo.\u00a0") == ["  One.  ", "\tTwo.\u00a0"]


def test_a_text_without_a_last_line_end_loses_nothing():
    assert texts("One.\n\nTwo") == texts("One.\n\nTwo\n") == ["One.", "Two"]


def test_every_character_of_the_seeds_is_in_a_passage(seeds):
    for path in sorted((seeds / "articles").glob("*.txt")):
        text = path.read_bytes().decode()
        passages = split_plain_text(text)
        assert "".join(passage.text for passage in passages) == text.replace("\n", "")
        for passage in passages:
            assert text.split("\n")[passage.line - 1] == passage.text


# --- bytes


def test_a_byte_order_mark_is_no_part_of_the_text():
    assert decode(b"\xef\xbb\xbfText", Path("a")) == "Text"
    assert decode(b"\xef\xbb\xbfText", Path("a"), "UTF_8") == "Text"


def test_letters_are_composed_and_nothing_else_is_changed():
    assert decode("Cafe\u0301 ﬁve … ½ “x”".encode(), Path("a")) == "Café ﬁve … ½ “x”"


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "latin-1", "utf-16-be"])
def test_other_encodings_are_read_where_named(encoding):
    assert decode("Café".encode(encoding), Path("a"), encoding) == "Café"


@pytest.mark.parametrize(
    "raw, words",
    [
        (b"", "the file is empty"),
        (b"\n\t ", "only white space"),
        (b"ok\xc3", "byte 0xc3 at byte offset 2"),
        (b"\xed\xa0\x80", "byte offset 0"),
        (b"ab\0", "NUL byte at byte offset 2"),
        (b"\xef\xbb\xbfab\0", "NUL byte at byte offset 5"),
    ],
)
def test_bytes_that_are_no_text_are_refused(raw, words):
    with pytest.raises(BadInput, match=words):
        decode(raw, Path("a.txt"))


# --- title, slug and kinds


def test_the_title_is_the_text_s_own_headline():
    parsed = parse(f"Japan signs a deal\n\n{LONG}\n\n{LONG}")
    assert (parsed.record["title"], parsed.record["title_source"]) == ("Japan signs a deal", "text")
    assert parsed.passages[0].kind == "title"


def test_a_text_without_a_headline_is_called_by_its_opening_words():
    parsed = parse(f"{LONG}\n\n{LONG}")
    assert parsed.record["title"].startswith("A paragraph of one line that is longer")
    assert parsed.record["title"].endswith("…")
    assert len(parsed.record["title"].split()) == 12


def test_front_matter_wins_over_the_text_and_articles_toml_over_both():
    text = "---\ntitle: From the front\ngenre: essay\n---\n\n# From the text\n\nWords."
    assert parse(text, "a.md").record["title"] == "From the front"
    entry = Entry("slug", "a.md", record={"title": "From the manifest"})
    parsed = parse(text, "a.md", entry=entry)
    assert (parsed.slug, parsed.record["title"], parsed.record["genre"]) == (
        "slug", "From the manifest", "essay",
    )  # fmt: skip


@pytest.mark.parametrize(
    "name, slug",
    [("A Deal, 2022.txt", "a-deal-2022"), ("Über.md", "uber"), ("日本.txt", "article-cf2abf0c")],
)
def test_a_file_s_name_makes_its_slug(name, slug):
    assert parse("Words.", name).slug == slug


def test_line_numbers_count_the_front_matter():
    parsed = parse("---\ntitle: A\n---\n\nOne.\n\nTwo.")
    assert [passage.line for passage in parsed.passages] == [5, 7]


def test_blocks_hold_for_the_bytes_they_were_written_for_alone():
    entry = Entry("a", "a.txt", sha256="x", blocks=(Block(1, 3, "promo", "", "", "Why."),))
    text = f"{LONG}\n\n{LONG}"
    marked = parse(text, entry=entry)
    assert [(one.kind, one.reason) for one in marked.passages] == [("promo", "Why.")] * 2
    assert marked.warnings == ()
    other = parse_article(text, path=Path("a.txt"), sha256="y", entry=entry)
    assert {one.kind for one in other.passages} == {"body"}
    assert "its blocks were left aside and the classifier asked" in other.warnings[0]


def test_the_classifier_gives_its_reason():
    assert all(passage.reason for passage in parse(f"{LONG}\n\n{LONG}").passages)


def test_markdown_and_html_have_no_lines():
    assert {one.line for one in parse("# A\n\nText.", "a.md").passages} == {None}
    assert {one.line for one in parse("<p>Text.</p>", "a.html").passages} == {None}


def test_short_lines_without_blank_ones_between_are_read_one_by_one_where_one_is_a_label():
    text = lines(
        "Home", "News", "Sport", "Subscribe", "",
        "City council approves the harbour plan", "",
        "The council of the harbour city approved the plan on Monday, after a long debate on its",
        "cost and on the noise that the new quay would bring to the streets behind it.", "",
        "Related articles", "Bus drivers to strike on Friday", "Police seek a witness",
    )  # fmt: skip
    texts = [passage.text for passage in split_plain_text(text)]
    assert texts[:4] == ["Home", "News", "Sport", "Subscribe"]
    assert texts[5].count("\n") == 1
    assert texts[6:] == [
        "Related articles", "Bus drivers to strike on Friday", "Police seek a witness",
    ]  # fmt: skip


def test_a_stanza_stays_one_passage():
    text = "A song\n\nThe river runs,\nthe mill stands still,\nand we go home."
    assert len(split_plain_text(text)) == 2
