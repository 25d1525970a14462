"""Names of entities in a query."""

import pytest

from entities.models import Name
from portal.search.documents import names_of
from portal.search.folding import words
from portal.search.models import NameKey
from portal.search.names import find_names
from tests.makers import make_entity

pytestmark = pytest.mark.django_db


def held(*entities):
    NameKey.objects.bulk_create(
        NameKey(entity_id=entity, key=key, is_symbol=is_symbol)
        for entity, key, is_symbol in names_of([one.pk for one in entities])
    )


def found(text):
    folded = words(text)
    return [
        (text[folded[one.first].start : folded[one.last - 1].end], [e.slug for e in one.entities])
        for one in find_names(text, folded)
    ]


@pytest.fixture
def portal():
    """A few entities that are easily taken for one another."""
    union = make_entity("European Union", kind="union", names=["European Union", "EU"])
    europium = make_entity("Europium", kind="element", symbol="Eu")
    yttrium = make_entity("Yttrium", kind="element", symbol="Y")
    namibia = make_entity("Namibia", kind="country")
    company = make_entity("Namibia Critical Metals", names=["Namibia Critical Metals Inc."])
    Name.objects.create(entity=company, text="Namibia Rare Earths", links=False)
    jogmec = make_entity("Japan Organization for Metals", short_name="JOGMEC", slug="jogmec")
    Name.objects.create(
        entity=jogmec, text="独立行政法人エネルギー・金属鉱物資源機構", language="ja", links=False
    )
    earths = make_entity("Rare earth elements", kind="element_group", names=["rare earths", "REE"])
    congo = make_entity("Democratic Republic of the Congo", kind="country", slug="drc")
    Name.objects.create(entity=congo, text="DRC", links=False)
    held(union, europium, yttrium, namibia, company, jogmec, earths, congo)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("REE", [("REE", ["rare-earth-elements"])]),
        ("ree", [("ree", ["rare-earth-elements"])]),
        ("DRC", [("DRC", ["drc"])]),
        ("D.R.C.", [("D.R.C", ["drc"])]),
        ("EU", [("EU", ["european-union"])]),
        ("eu", [("eu", ["european-union"])]),
        ("E.U.", [("E.U", ["european-union"])]),
        ("Eu", [("Eu", ["europium"])]),
        ("Y", [("Y", ["yttrium"])]),
        ("y", []),
        ("Namibia Rare Earths", [("Namibia Rare Earths", ["namibia-critical-metals"])]),
        ("namibia rare earth", [("namibia rare earth", ["namibia-critical-metals"])]),
        ("rare earths in Namibia",
         [("rare earths", ["rare-earth-elements"]), ("Namibia", ["namibia"])]),
        ("独立行政法人エネルギー・金属鉱物資源機構",
         [("独立行政法人エネルギー・金属鉱物資源機構", ["jogmec"])]),
        ("Namibia’s europium", [("Namibia’s", ["namibia"]), ("europium", ["europium"])]),
        ("Japan-Namibia deal", [("Namibia", ["namibia"])]),
        ("critical metals", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_query_names_what_is_called_so(portal, text, names):
    assert found(text) == names


def test_a_name_that_two_share_means_either(db):
    held(make_entity("Gibeon", slug="town"), make_entity("Gibeon", slug="crater"))
    assert found("Gibeon") == [("Gibeon", ["town", "crater"])]


def test_one_query_of_the_database_finds_all(portal, django_assert_num_queries):
    with django_assert_num_queries(1):
        found("who mines rare earths for JOGMEC in Namibia and where else in the world")


def test_a_query_of_the_greatest_length_is_looked_up_within_bounds(portal):
    assert found("鉱" * 300) == []
    assert found("namibia " * 37)[0] == ("namibia", ["namibia"])
