"""What articles are narrowed by: addresses, counts, chips."""

import pytest

from articles.models import Article
from entities.models import Entity
from portal.search.contract import Facet, InYears, Linked, Search
from portal.search.facets import Narrowing, bounds
from portal.search.indexing import ensure
from tests.makers import make_article

pytestmark = pytest.mark.django_db


def narrowing(fixed=(), entities=(), **chosen):
    values = {Facet(name): value for name, value in chosen.items()}
    return Narrowing("/search/", values, entities, fixed)


def test_an_address_has_one_order_and_is_encoded():
    state = narrowing([("q", "rare & earth")], publisher=["B", "A ü"], language=["en"])
    assert state.url() == ("/search/?q=rare+%26+earth&language=en&publisher=A+%C3%BC&publisher=B")


def test_a_value_is_added_in_its_place_and_a_chosen_one_taken_away():
    state = narrowing([("q", "x")], publisher=["B"], year=["2022"])
    address = state.toggled(Facet.PUBLISHER)
    assert address("A") == "/search/?q=x&publisher=A&publisher=B&year=2022"
    assert address("B") == "/search/?q=x&year=2022"
    assert narrowing(year=["2022"]).toggled(Facet.YEAR)("2022") == "/search/"


def test_the_address_of_a_toggle_is_the_canonical_one_of_the_state_it_leads_to():
    state = narrowing([("q", "x")], entity=["b"], language=["en"], year=["2020", "2022"])
    for facet, value in ((Facet.ENTITY, "a"), (Facet.YEAR, "2021"), (Facet.PUBLISHER, "P")):
        chosen = {**state.chosen, facet: [*state.chosen[facet], value]}
        assert state.toggled(facet)(value) == Narrowing("/search/", chosen, (), state.fixed).url()


def test_entities_are_all_meant_and_years_are_alternatives(db):
    jogmec = Entity.objects.create(slug="jogmec", name="JOGMEC", kind="organization")
    japan = Entity.objects.create(slug="japan", name="Japan", kind="country")
    state = narrowing(entity=["jogmec", "japan"], entities=[jogmec, japan], year=["2020", "2022"])
    assert state.narrow(Search()).required == (
        (Linked((japan.pk,)),),
        (Linked((jogmec.pk,)),),
        (InYears(2020, 2020), InYears(2022, 2022)),
    )


def test_each_chip_says_what_it_is_and_leads_to_the_state_without_it():
    chips = narrowing([("q", "x")], kind=["element_group"], year=["not-stated"]).chips()
    assert [(chip.label, chip.value, chip.url) for chip in chips] == [
        ("names a", "element group", "/search/?q=x&year=not-stated"),
        ("year", "not stated in the text", "/search/?q=x&kind=element_group"),
    ]


@pytest.fixture
def shelf(db):
    """Articles of two publishers and three years, one of them undated."""
    for number, (publisher, date) in enumerate(
        [("Alpha", "2021"), ("Alpha", "2022"), ("Beta", "2022-05"), ("", "")]
    ):
        head = f"publisher: {publisher}\n" * bool(publisher) + f"published: '{date}'\n" * bool(date)
        make_article(
            f"---\ntitle: Text {number}\n{head}---\nA harbour, told of for the {number}th time.",
            slug=f"text-{number}", suffix=".md",
        )  # fmt: skip
    ensure()


def listed(state, name):
    groups = {group.name: group for group in state.groups(Search())}
    (part,) = groups[name].parts
    return [(option.label, option.count, option.is_chosen) for option in part.listed]


def test_years_stand_newest_first_and_the_undated_last(shelf, engine):
    ensure()
    assert listed(narrowing(), "year") == [
        ("2022", 2, False), ("2021", 1, False), ("not stated in the text", 1, False)]  # fmt: skip


def test_other_values_of_a_chosen_facet_are_counted_as_if_it_were_not_chosen(shelf, engine):
    ensure()
    state = narrowing(publisher=["Alpha"])
    assert listed(state, "publisher") == [
        ("Alpha", 2, True), ("not stated in the text", 1, False), ("Beta", 1, False)]  # fmt: skip
    assert listed(state, "year") == [("2022", 1, False), ("2021", 1, False)]


def test_a_count_is_what_the_address_leads_to_on_the_list_of_articles(shelf, client):
    groups = client.get("/articles/").context["facets"]
    options = [option for group in groups for part in group.parts for option in part.listed]
    assert len(options) == 6
    for option in options:
        assert client.get(option.url).context["paginator"].count == option.count, option
    assert Article.objects.count() == 4


def test_where_not_all_are_counted_the_page_says_so(engine, settings):
    assert bounds(100) == ""
    is_bounded = settings.SEARCH_BACKEND == "postgres"
    assert bounds(1_000_000) == (
        "Counted among 20,000 of the 1,000,000 articles found." if is_bounded else ""
    )
