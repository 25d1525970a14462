"""The periodic table and the conventions of light and heavy, as readers get them."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from entities.conventions import Standing, tally
from entities.models import Entity
from tests.makers import make_entity
from tests.pages import page, text_of

pytestmark = pytest.mark.django_db


def table_of(html):
    return re.search(r'<table class="periodic".*?</table>', html, re.DOTALL)[0]


def tiles(html):
    """The words of each cell that is held, by the slug of its element."""
    cells = re.findall(r'<a href="/entities/([\w-]+)/">(.*?)</a>', table_of(html), re.DOTALL)
    return {slug: text_of(words) for slug, words in cells}


@pytest.mark.parametrize("address", ["/", "/elements/", "/elements/?by=eu"])
def test_the_17_are_links_in_their_places_and_the_other_101_are_not(built, client, address):
    html = page(client, address)
    expected = Entity.objects.elements().values_list("slug", flat=True)
    assert list(tiles(html)) == list(expected)
    ghosts = re.findall(r"<small>(\d+)</small>", table_of(html))
    assert len(ghosts) == len(set(ghosts)) == 101


def test_each_cell_says_as_many_articles_and_statements_as_its_lists_hold(built, client):
    shown = tiles(page(client, "/elements/"))
    assert len(shown) == 17
    for slug, words in shown.items():
        articles = re.search(r"(\d+) article", text_of(page(client, f"/articles/?entity={slug}")))
        statements = re.search(r"(\d+) statement", text_of(page(client, f"/entities/{slug}/")))
        counted = re.findall(r"(\d+) (?:article|statement)", words)
        assert counted or words.endswith("not named")
        assert (counted or ["0", "0"]) == [articles[1], statements[1]], slug


def test_a_cell_names_its_element_whole(built, client):
    shown = tiles(page(client, "/elements/"))
    assert shown["dysprosium"] == "Dy 66 Dysprosium 2 articles 5 statements"
    assert shown["erbium"] == "Er 68 Erbium not named"


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("usgs", {"Sc": "outside", "Y": "heavy", "Eu": "light", "Gd": "light", "Dy": "heavy"}),
        ("eu", {"Sc": "separate", "Pm": "not assessed", "Eu": "heavy", "Sm": "light"}),
        ("geochemical", {"Y": "outside", "Dy": "middle", "Tb": "middle", "Er": "heavy"}),
    ],
)
def test_the_class_of_a_cell_follows_the_convention_of_the_address(built, client, by, words):
    html = page(client, f"/elements/?by={by}")
    shown = list(tiles(html).values())
    for symbol, word in words.items():
        assert any(text.startswith(f"{word} {symbol} ") for text in shown), symbol
    current = re.findall(r'href="/elements/\?by=(\w+)" aria-current="true"', html)
    assert current == [by]
    assert f'rel="canonical" href="http://testserver/elements/?by={by}"' in html


def test_every_class_has_its_pattern_beside_its_word(built, client):
    html = page(client, "/elements/?by=eu")
    legend = re.search(r'aria-label="Classes, EU">(.*?)</ul>', html, re.DOTALL)[1]
    assert text_of(legend) == "light 5 heavy 10 separate 1 not assessed 1"
    assert re.findall(r'class="swatch (\w+)"', legend) == [
        "light", "heavy", "separate", "not_assessed",
    ]  # fmt: skip


def test_without_a_convention_nothing_is_light_or_heavy(built, client):
    html = page(client, "/elements/?by=&foo=1")
    assert not re.search("light|heavy|middle", table_of(html))
    assert 'rel="canonical" href="http://testserver/elements/"' in html
    assert '<a href="/elements/" aria-current="true">None</a>' in html


@pytest.mark.parametrize("by", ["nope", "USGS", "<b>", "x" * 5000])
def test_an_unknown_convention_gives_a_clear_message(built, client, by):
    html = page(client, f"/elements/?by={by}")
    assert "is none of usgs, eu, geochemical" in html
    assert "<b>" not in html
    assert 'rel="canonical" href="http://testserver/elements/"' in html


def test_all_conventions_stand_side_by_side(built, client):
    html = page(client, "/elements/")
    europium = re.search(r"<tr><td[^>]*>63</td>.*?</tr>", html, re.DOTALL)[0]
    assert text_of(europium.replace("</t", " </t")).split(maxsplit=3) == [
        "63", "Eu", "Europium", "light heavy middle not stated 0 0",
    ]  # fmt: skip


def test_a_class_that_is_not_recorded_is_said_to_be_so(built, client):
    Entity.objects.filter(slug="erbium").update(class_usgs="")
    assert tiles(page(client, "/elements/?by=usgs"))["erbium"].startswith("not recorded Er 68")


def test_classes_are_counted_in_the_order_of_their_declaration():
    standings = [Standing(value) for value in ("", "heavy", "light", "heavy")]
    assert [(one.word, n) for one, n in tally(standings)] == [
        ("light", 1), ("heavy", 2), ("not recorded", 1),
    ]  # fmt: skip


def test_the_table_has_headers_for_its_groups_periods_and_series(built, client):
    table = table_of(page(client, "/elements/"))
    assert re.findall(r'<th scope="col">.*?</span>(\d+)</th>', table) == [
        str(group) for group in range(1, 19)
    ]
    assert table.count('<th scope="row"') == 9
    # A series has no group: its cells say which row they belong to, and nothing of columns.
    assert table.count('headers="series-6"') == 15
    for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL):
        spans = re.findall(r'<t[dh][^>]*?(?:colspan="(\d+)"[^>]*)?>', row)
        assert sum(int(span or 1) for span in spans) == 19


def test_a_portal_without_elements_shows_where_they_would_stand(db, client):
    for address in ("/", "/elements/"):
        html = page(client, address)
        assert not tiles(html)
        assert len(re.findall(r"<small>\d+</small>", table_of(html))) == 118
    assert "No element is held yet" in html
    assert 'id="classes"' not in html


@pytest.fixture
def misplaced(db):
    """Two elements with one number, and three without a place of their own."""
    for name, number in (
        ("Erbium", 68), ("Erbium again", 68), ("Zeroth", 0), ("Last", 119), ("Nameless", None),
    ):  # fmt: skip
        make_entity(name, slug=slugify(name), kind="element", atomic_number=number)


def test_no_element_is_dropped_for_want_of_a_place(misplaced, client):
    for address in ("/elements/", "/"):
        html = page(client, address)
        assert list(tiles(html)) == ["erbium"]
        said = text_of(re.search(r'class="placeless">(.*?)</p>', html, re.DOTALL)[1])
        for words in (
            "Without a place in the table:", "Erbium again (68)", "Zeroth (0)", "Last (119)",
            "Nameless (number not recorded)",
        ):  # fmt: skip
            assert words in said
    assert "1 element in its place" in text_of(page(client, "/elements/"))
    legend = re.search(r'aria-label="Classes, EU">(.*?)</ul>', page(client, "/elements/?by=eu"))[1]
    assert text_of(legend) == "not recorded 1"


@pytest.mark.parametrize(
    ("number", "problem"),
    [(0, "1 to 118"), (119, "1 to 118"), (68, "68 is the number of Erbium already")],
)
def test_a_number_that_has_no_place_of_its_own_is_refused(db, number, problem):
    make_entity("Erbium", slug="erbium", kind="element", atomic_number=68).full_clean()
    other = Entity(name="Other", slug="other", kind="element", atomic_number=number)
    with pytest.raises(ValidationError) as refused:
        other.full_clean()
    assert problem in " ".join(refused.value.message_dict["atomic_number"])
    Entity(name="Group", slug="group", kind="element_group", atomic_number=number).full_clean()


def test_an_empty_portal_connects_nothing(db, client):
    make_entity("Acme", slug="acme")
    connected = page(client, "/").partition('id="connected"')[2].partition("</section>")[0]
    assert "No statement is held yet." in connected and "Acme" not in connected
