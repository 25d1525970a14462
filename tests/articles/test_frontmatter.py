"""Front matter taken off a text."""

from pathlib import Path

import pytest

from articles.errors import BadInput
from articles.frontmatter import take_front_matter

PATH = Path("text.md")


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: A deal\nlang: en\ndate: 2022-11-08\nslug: deal\n---\nText.",
        '+++\ntitle = "A deal"\nlang = "en"\ndate = 2022-11-08\nslug = "deal"\n+++\nText.',
        '{\n"title": "A deal",\n"lang": "en", "date": "2022-11-08", "slug": "deal"\n}\nText.',
        "---\r\ntitle: A deal\r\nlang: en\r\ndate: 2022-11-08\r\nslug: deal\r\n---\r\nText.",
    ],
    ids=["YAML", "TOML", "JSON", "CRLF"],
)
def test_the_three_forms_say_the_same(text):
    front = take_front_matter(text, PATH)
    assert front.body.strip() == "Text."
    assert front.slug == "deal"
    assert front.record == {"title": "A deal", "language": "en", "published": "2022-11-08"}


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nA paragraph below a rule.\n\nAnother: with a colon.",
        "---\n\nA paragraph between two rules.\n\n---\n\nAnother.",
        "---\nThe minister said: we sign. And so on.\n---\nAnother.",
        "Text without any.\n\n---\n\ntitle: not one",
        "+++ plus +++",
        "{ a brace }\n\nText.",
    ],
)
def test_a_text_without_front_matter_stays_whole(text):
    front = take_front_matter(text, PATH)
    assert (front.body, front.first_line, front.record) == (text, 1, {})


def test_the_body_knows_on_which_line_it_begins():
    front = take_front_matter("---\ntitle: A\nauthor: B\n---\nFirst.\nSecond.", PATH)
    lines = front.body.split("\n")
    assert lines[5 - front.first_line] == "First."


def test_a_rule_further_down_belongs_to_the_text():
    front = take_front_matter("---\ntitle: A\n---\n\nOne.\n\n---\n\nTwo.", PATH)
    assert "One.\n\n---\n\nTwo." in front.body


@pytest.mark.parametrize("value", ["unknown", "Not stated", "", '""', "null", "~"])
def test_what_is_not_stated_is_no_value(value):
    assert take_front_matter(f"---\ntitle: A\nauthor: {value}\n---\n", PATH).record["author"] == ""


@pytest.mark.parametrize(
    "stated, field, value",
    [
        ("title: 2022", "title", "2022"),
        ("author: [Ann, Bob]", "author", "Ann, Bob"),
        ("published: 2022", "published", "2022"),
        ("date: 2022-11-08T10:00:00Z", "published", "2022-11-08"),
        ("date: 2021/2023", "published", "2021/2023"),
        ("public: false", "is_public", False),
        ("display: quotes", "display", "quotes"),
        ("rights: CC BY 4.0", "rights", "CC BY 4.0"),
        ("references_not_held: [One, Two]", "references_not_held", ["One", "Two"]),
    ],
)
def test_values_of_other_types_are_read_where_they_mean_one_thing(stated, field, value):
    assert take_front_matter(f"---\n{stated}\n---\n", PATH).record == {field: value}


@pytest.mark.parametrize(
    "stated, problem",
    [
        ("title: [A, [B]]", "title: expected text, found list"),
        ("author: {first: Ann}", "author: expected text, found dict"),
        ("title: true", "title: expected text, found bool"),
        ("public: 1", "is_public: expected true or false"),
        ("url: not an address", "source_url: Enter a valid URL"),
        ("display: half", "display: "),
        ("date: soon", "published: “soon” is not an EDTF date"),
        ("references_not_held: One", "references_not_held: expected a list"),
        ("slug: A b", "slug: “A b” is no slug"),
        (f"title: {'x' * 501}", "title: Ensure this value has at most 500"),
        ("date: 2022-02-31", "malformed front matter: day is out of range"),
    ],
)
def test_a_value_that_the_field_cannot_hold_is_told_with_its_line(stated, problem):
    with pytest.raises(BadInput) as bad:
        take_front_matter(f"---\nlang: en\ngenre: news\n{stated}\n---\nText.", PATH)
    assert bad.value.line == 4
    assert problem in str(bad.value)
    assert str(bad.value).startswith("text.md:4: ")
    assert "\n" not in str(bad.value)


@pytest.mark.parametrize(
    "text, line",
    [
        ("---\ntitle: A\nauthor: [Ann\n---\nText.", 4),
        ("---\ntitle: A\ngenre: news: item\n---\nText.", 3),
        ("---\na: 1\nb: 2\n\tc: 3\n---\nText.", 4),
        ("---\ntitle: A\nx: !!python/object:os.system y\n---\nText.", 3),
        ('+++\ntitle = "A"\nauthor = Ann\n+++\nText.', 3),
        ('{\n"title": "A",\n"author": Ann\n}\nText.', 3),
    ],
)
def test_malformed_front_matter_is_told_with_the_line_of_the_file(text, line):
    with pytest.raises(BadInput, match="malformed front matter") as bad:
        take_front_matter(text, PATH)
    assert bad.value.line == line


def test_fields_that_are_not_used_are_named():
    assert take_front_matter("---\ntitle: A\nlayout: post\n---\n", PATH).ignored == ("layout",)


def test_aliases_that_feed_on_one_another_end_soon():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [*{before}, *{before}]\n"
        for before, name in zip("abcdefghijklmnopqrstuvwx", "bcdefghijklmnopqrstuvwxy", strict=True)
    )
    assert take_front_matter(f"---\n{bomb}---\nText.", PATH).body.strip() == "Text."


def test_blank_lines_do_not_shift_the_line_of_a_fault():
    with pytest.raises(BadInput) as bad:
        take_front_matter("---\ntitle: A\n\n\nurl: not an address\n---\nText.", PATH)
    assert bad.value.line == 5
