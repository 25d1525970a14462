"""Every kind has a shape that pictures can draw."""

from entities.kinds import KINDS
from entities.pictures.marks import PATHS, path_of


def test_every_kind_has_a_shape_of_those_that_are_drawn():
    assert {kind.shape for kind in KINDS.values()} <= set(PATHS)


def test_no_two_kinds_share_shape_and_letter():
    marks = [(kind.shape, kind.letter) for kind in KINDS.values()]
    assert len(set(marks)) == len(marks)


def test_a_kind_no_longer_declared_is_still_drawn():
    assert path_of("gone") == PATHS["square"]
