"""The kinds of entity."""

from entities import kinds
from entities.models import Entity


def test_the_kinds_are_those_of_the_design():
    assert list(kinds.KINDS) == [
        "country", "union", "region", "organization", "person", "project", "agreement", "element",
        "element_group", "application", "concept",
    ]  # fmt: skip


def test_every_kind_is_told_apart_by_its_letter():
    letters = [kind.letter for kind in kinds.KINDS.values()]
    assert len(set(letters)) == len(letters)


def test_an_entity_can_be_of_every_kind():
    assert Entity._meta.get_field("kind").flatchoices == kinds.choices()


def test_an_entity_whose_kind_is_gone_still_shows():
    kind = kinds.kind_of("lost_kind")
    assert (kind.label, kind.letter, kind.css) == ("lost kind", "?", "kind-lost-kind")


def test_what_much_is_said_of_is_a_hub():
    assert kinds.HUB_KINDS == ["country", "union", "region", "element_group"]
