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

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    "more, problem",
    [
        ('introduction = "absent"', "no article “absent” is held"),
        ('members = ["absent"]', "no article “absent” is held"),
        ('members = "one"', "members: expected a list of the slugs of articles"),
        ('members = ["one", "one"]', "members: an article stands twice"),
        ("announced = 3", "announced: expected tables"),
        ('announced = ["one"]', "announced: expected tables"),
        ('[[collection.announced]]\nline = "x"\nabout = "y"', "announced: each piece needs a line"),
        (
            '[[collection.announced]]\nline = 1\nabout = "y"\nword = "z"',
            "announced: unknown field word",
        ),
        ('title_source = "nobody"', "title_source: expected one of"),
        ('autor = "x"', "unknown field autor"),
    ],
)
def test_a_fault_is_told_and_no_half_of_a_collection_written(tmp_path, more, problem):
    report = import_with(tmp_path, more)
    assert f"articles.toml: focus: {problem}" in messages(report.failed)
    assert sorted(report.created) == ["one", "two"]
    assert not Collection.objects.exists()
