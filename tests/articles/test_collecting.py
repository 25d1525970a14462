"""Collections that an articles.toml describes."""

import pytest
from django.db import connection

from articles.models import Collection
from tests.dumps import every_row
from tests.makers import import_paths, messages, write_files

HEAD = """
[[article]]
id = "one"
seed_file = "one.txt"

[[collection]]
id = "focus"
title = "A focus"
"""

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def import_with(tmp_path, more: str):
    write_files(tmp_path, {"articles.toml": HEAD + more, "one.txt": "One.", "two.txt": "Two."})
    return import_paths(tmp_path)


def members() -> list[str]:
    places = Collection.objects.get().membership_set.select_related("article")
    return [place.article.slug for place in places]


def test_the_seeds_announce_two_pieces_that_are_not_held(built):
    focus = Collection.objects.get(slug="rare-earths-special-focus")
    assert focus.introduction.slug == "rare-earths-special-focus-introduction"
    assert [(one.line, one.words) for one in focus.announced.all()] == [
        (7, "Our first article"), (10, "Our second feature"),
    ]  # fmt: skip


def test_members_stand_in_their_order(tmp_path):
    assert not import_with(tmp_path, 'members = ["two", "one"]').failed
    assert members() == ["two", "one"]


def test_the_same_again_writes_nothing(tmp_path):
    import_with(tmp_path, 'members = ["two", "one"]\nintroduction = "one"')
    before = every_row(connection)
    import_paths(tmp_path)
    assert every_row(connection) == before


def test_a_change_of_the_file_is_taken_over(tmp_path):
    import_with(tmp_path, 'members = ["two", "one"]')
    import_with(tmp_path, 'members = ["one"]\nintroduction = "two"')
    assert members() == ["one"]
    assert Collection.objects.get().introduction.slug == "two"


def test_what_a_curator_changed_stays_and_a_clash_is_told(tmp_path):
    import_with(tmp_path, 'members = ["two"]')
    Collection.objects.update(title="Curated")
    (tmp_path / "articles.toml").write_text(
        HEAD.replace("A focus", "From the file") + 'members = ["one"]'
    )
    report = import_paths(tmp_path)
    assert any("focus: title: kept the curator's 'Curated'" in one for one in report.warnings)
    assert (Collection.objects.get().title, members()) == ("Curated", ["one"])


PIECE = "[[collection.announced]]\n"


@pytest.mark.parametrize(
    "more, line, problem",
    [
        ('introduction = "absent"', 9, "introduction: no article “absent” is held"),
        ('members = ["absent"]', 9, "members: no article “absent” is held"),
        ('\n\nmembers = "one"', 11, "members: expected a list of the slugs of articles"),
        ('members = ["one", "one"]', 9, "members: an article stands twice"),
        ("announced = 3", 9, "announced: expected tables"),
        ('announced = ["one"]', 9, "announced: expected tables"),
        (PIECE + 'line = "x"\nabout = "y"', 9, "announced 1.line: expected the number of a line"),
        (PIECE + 'line = true\nabout = "y"', 9, "announced 1.line: expected the number of a line"),
        (
            'announced = [{line=99999999999999999999, about="x"}]',
            9,
            "announced 1.line: expected the number of a line",
        ),
        (PIECE + 'line = 1\nabout = "y"\nword = "z"', 9, "announced 1.word: unknown field"),
        (PIECE + "line = 1", 9, "announced 1.about: This field is required"),
        (PIECE + 'line = 1\nabout = ["y"]', 9, "announced 1.about: expected a text, found list"),
        (
            PIECE + 'line = 1\nabout = "y"\n' + PIECE + f'line = 1\nabout = "{"y" * 301}"',
            12,
            "announced 2.about: Ensure this value has at most 300",
        ),
        ('title_source = "nobody"', 9, "title_source: Select a valid choice"),
        ("introduction = 3", 9, "introduction: expected a text, found int"),
        ('autor = "x"', 9, "autor: unknown field"),
    ],
)
def test_a_fault_is_told_and_no_half_of_a_collection_written(tmp_path, more, line, problem):
    report = import_with(tmp_path, more)
    assert f"articles.toml:{line}: focus: {problem}" in messages(report.failed)
    assert report.created == 2
    assert not Collection.objects.exists()


@pytest.mark.parametrize(
    "stated, altered, problem",
    [
        ('title = "A focus"', 'title = ["a"]', ":8: focus: title: expected a text, found list"),
        ('title = "A focus"', "", ":7: focus: title: This field is required"),
        ('title = "A focus"', f'title = "{"a" * 301}"', ":8: focus: title: Ensure this value has"),
        ('id = "focus"', "id = 5", ": 5: id: expected a text, found int"),
        ('id = "focus"', "", ": collection 1: id: “” is no slug"),
    ],
)
def test_a_collection_has_a_name_and_a_title(tmp_path, stated, altered, problem):
    content = HEAD.replace(stated, altered)
    write_files(tmp_path, {"articles.toml": content, "one.txt": "One."})
    assert f"articles.toml{problem}" in messages(import_paths(tmp_path).failed)
    assert not Collection.objects.exists()


def test_all_faults_of_a_collection_are_told_at_once(tmp_path):
    report = import_with(tmp_path, 'members = 3\nannounced = 3\nautor = "x"')
    assert len(report.failed) == 3


def test_an_announced_piece_may_have_no_words(tmp_path):
    assert not import_with(tmp_path, PIECE + 'line = 1\nabout = "y"').failed
    assert Collection.objects.get().announced.get().words == ""
