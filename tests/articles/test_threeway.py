"""Merging what a file says with what a curator changed."""

import pytest

from articles.threeway import MISSING, at, merge, places, put

BASE = {"a": 1, "b": {"x": 1, "y": 2}, "list": [1]}


@pytest.mark.parametrize(
    "ours, theirs, merged",
    [
        (BASE, BASE, BASE),
        (BASE | {"a": 2}, BASE, BASE | {"a": 2}),
        (BASE, BASE | {"a": 3}, BASE | {"a": 3}),
        (BASE | {"a": 2}, BASE | {"list": []}, BASE | {"a": 2, "list": []}),
        (BASE | {"a": 2}, BASE | {"a": 2}, BASE | {"a": 2}),
        (
            BASE | {"b": {"x": 9, "y": 2}},
            BASE | {"b": {"x": 1, "y": 8}},
            BASE | {"b": {"x": 9, "y": 8}},
        ),
        (BASE | {"new": 1}, BASE | {"other": 2}, BASE | {"new": 1, "other": 2}),
        ({"b": BASE["b"], "list": [1]}, BASE, {"b": BASE["b"], "list": [1]}),
        (BASE, {"a": 1}, {"a": 1}),
        (BASE, MISSING, MISSING),
        (MISSING, BASE, MISSING),
    ],
)
def test_what_only_one_side_changed_is_taken(ours, theirs, merged):
    assert merge(BASE, ours, theirs) == (merged, [])


def test_what_was_never_held_is_taken_from_the_file():
    assert merge(MISSING, MISSING, BASE) == (BASE, [])


def test_a_clash_keeps_ours_and_says_where():
    merged, (conflict,) = merge(BASE, BASE | {"b": {"x": 5}}, BASE | {"b": {"x": 6, "y": 2}}, "f")
    assert merged["b"] == {"x": 5}
    assert (conflict.path, conflict.kept, conflict.file_says) == ("f.b.x", 5, 6)


def test_every_clash_is_told():
    _, conflicts = merge(BASE, {"a": 2, "list": [2]}, {"a": 3, "list": [3]})
    assert [conflict.path for conflict in conflicts] == ["a", "list"]


@pytest.mark.parametrize(
    "ours, theirs", [(MISSING, {"a": 2}), ({"a": 2}, MISSING)], ids=["we deleted", "they deleted"]
)
def test_a_deletion_against_a_change_is_a_clash_that_ours_wins(ours, theirs):
    merged, (conflict,) = merge({"a": 1}, ours, theirs, "record")
    assert merged is ours
    assert "nothing" in str(conflict)


def test_both_sides_adding_the_same_key_otherwise_is_a_clash():
    merged, conflicts = merge({}, {"a": 1}, {"a": 2})
    assert (merged, len(conflicts)) == ({"a": 1}, 1)


def test_a_value_is_found_and_replaced_by_the_keys_that_lead_to_it():
    assert dict(places(BASE))["b.x"] == ("b", "x")
    assert at(BASE, ("b", "y")) == 2
    assert at(BASE, ("a", "y")) is at(BASE, ("c",)) is MISSING
    assert put(BASE, ("b", "x"), 9) == BASE | {"b": {"x": 9, "y": 2}}
    assert put(BASE, ("b", "x"), MISSING) == BASE | {"b": {"y": 2}}
    assert put(BASE, (), MISSING) is MISSING
    assert BASE["b"] == {"x": 1, "y": 2}
