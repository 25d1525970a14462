"""The names that link, and the matcher built of them no sooner than it pays."""

import pytest

from entities.called import Matchers, linking_of, names_that_link
from entities.models import Name
from tests.makers import make_entity

ONE, OTHER = (("Lofdal", 1), ("Namibia", 2)), (("Lofdal", 1), ("Japan", 3))
TEXTS = ["Lofdal is in Namibia, and not in Japan."]


def found(matchers: Matchers, names, texts) -> list[str]:
    return [span.surface for span in matchers.matcher_for(names, texts).find_all(texts)[0]]


def test_whatever_was_asked_before_the_names_asked_for_are_found():
    matchers = Matchers()
    for _ in range(3):
        assert found(matchers, ONE, ["In Japan."]) == []
        assert found(matchers, ONE, TEXTS) == ["Lofdal", "Namibia"]
        assert found(matchers, OTHER, TEXTS) == ["Lofdal", "Japan"]


def test_all_names_are_built_in_when_they_are_asked_for_again_and_kept_until_one_changes():
    matchers = Matchers()
    few = matchers.matcher_for(ONE, ["In Namibia."])
    assert few.find(TEXTS[0])[0].surface == "Namibia"
    every = matchers.matcher_for(ONE, ["In Namibia."])
    assert every.find(TEXTS[0])[0].surface == "Lofdal"
    assert matchers.matcher_for(ONE, TEXTS) is every
    assert matchers.matcher_for(OTHER, TEXTS) is not every


@pytest.mark.parametrize(
    ("name", "links"),
    [("Rare earths", True), ("rare  earths", True), ("RARE earths", False), ("", False),
     ("never", False), ("Dy", False)],
)  # fmt: skip
def test_a_name_links_if_one_that_matches_the_same_does(name, links, db):
    dysprosium = make_entity("Dysprosium", kind="element", symbol="Dy", names=["Dy"])
    Name.objects.create(entity=dysprosium, text="never", links=False)
    make_entity("Rare earths")
    assert linking_of([name, "Other"]) == ({name} if links else set())
    assert [text for text, _ in names_that_link()] == ["Rare earths"]
