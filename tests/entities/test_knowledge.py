"""How words of the curators are set, and where: never a quote, and never a passage."""

import re

import pytest

from entities.templatetags.knowledge import curled, language
from entities.templatetags.statements import quote_figure
from portal.pages.samples import Quote

NEWS = "/articles/japan-namibia-rare-earths-exploration-deal/"


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("subject 'This deposit' = Lofdal", "subject ‘This deposit’ = Lofdal"),
        ('It says "rich in yttrium".', "It says “rich in yttrium”."),
        ("JOGMEC's account", "JOGMEC’s account"),
        ("the countries' share", "the countries’ share"),
        ("""("'Lofdal' is named")""", "(“‘Lofdal’ is named”)"),
        ("already “so” and ‘so’", "already “so” and ‘so’"),
        ("", ""),
    ],
)
def test_quotation_marks_are_those_of_print(typed, set_):
    assert curled(typed) == set_


def test_a_language_is_named_and_an_unknown_one_keeps_its_code():
    assert [language(code) for code in ("en", "ja", "af", "zh-hans", "naq")] == [
        "English", "Japanese", "Afrikaans", "Simplified Chinese", "naq",
    ]  # fmt: skip


def test_what_it_is_read_as_is_set_and_the_quote_stays_as_it_is():
    quote = Quote("the project's", reads_as="'the project' = Lofdal")
    html = quote_figure({"origin": "http://testserver"}, quote)
    assert "“the project&#x27;s”" in html
    assert "Read as: ‘the project’ = Lofdal." in html


@pytest.mark.django_db
def test_a_quote_on_paper_has_a_whole_address_and_none_on_its_own_article(built, client):
    cited = re.findall(r'cite="([^"]+)"', client.get("/entities/lofdal/").content.decode())
    assert cited
    assert all(address.startswith(f"http://testserver{NEWS[:10]}") for address in cited)
    assert f'cite="http://testserver{NEWS}' not in client.get(NEWS).content.decode()


@pytest.mark.django_db
def test_place_facts_and_picture_come_before_the_statements(built, client):
    html = client.get("/entities/lofdal/").content.decode()
    order = ["locator", "facts", "graph", "statements", "articles", "names"]
    places = [html.index(f'<h2 id="{one}"') for one in order]
    assert places == sorted(places)
    jumps = html[html.index("jumps") : html.index('<div class="columns')]
    for fragment in re.findall(r'href="#([^"]+)"', jumps):
        assert f'id="{fragment}"' in html


@pytest.mark.django_db
def test_a_page_without_place_and_facts_has_no_empty_column(built, client):
    assert "at a glance" not in client.get("/entities/critical-minerals/").content.decode()


@pytest.mark.django_db
def test_provenance_is_told_in_words(built, client):
    html = client.get(NEWS).content.decode()
    assert "<dt>Language</dt><dd>English</dd>" in html
    assert re.search(r"\.txt, \d,\d{3} bytes|\d{1,3},\d{3} bytes", html)
