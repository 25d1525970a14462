"""The figures on their page, and on the pages of their subjects."""

import re
from html import unescape

import pytest

from entities.figures.arranging import sections
from entities.models import Observation, Source
from entities.views import figures as views
from tests.pages import page, text_of

pytestmark = pytest.mark.django_db


def picture(html, title):
    """The markup of the picture with this title."""
    figures = re.findall(r"<figure class=\"chart.*?</figure>", html, re.DOTALL)
    return next(one for one in figures if f"<h3>{title}</h3>" in one)


def row(html, label):
    rows = re.findall(r"<tr\b.*?</tr>", html, re.DOTALL)
    return text_of(next(one for one in rows if re.search(rf">{label}\s*<", one)))


def table_rows(html):
    tables = re.findall(r'<table class="data figures">.*?</table>', html, re.DOTALL)
    return [one for table in tables for one in re.findall(r"<tr><td>.*?</tr>", table, re.DOTALL)]


def test_every_figure_stands_in_a_table_with_its_source_and_edition(built, client):
    rows = table_rows(page(client, "/figures/"))
    assert len(rows) == Observation.objects.count() == 194
    for one, cells in zip(
        [one for made in sections(Observation.objects.for_list()) for one in made.figures],
        rows,
        strict=True,
    ):
        words = (one.subject_name, one.amount_in_words, one.edition, one.remark)
        assert all(word in text_of(cells) for word in words)
        assert f'href="/sources/{one.source.slug}/"' in cells


def test_two_editions_of_a_year_stand_side_by_side_where_they_differ(built, client):
    drawn = picture(page(client, "/figures/"), "Mine production, 2024")
    assert row(drawn, "Nigeria") == (
        "Nigeria editions differ MCS 2026 v1.3 1,500 estimated MCS 2025 13,000 estimated"
    )
    assert "editions differ" not in row(drawn, "China</a>")
    assert "MCS 2026 v1.3 (2026-05-27)" in text_of(drawn)


def test_not_available_is_said_in_words_and_has_no_bar(built, client):
    drawn = picture(page(client, "/figures/"), "Reserves, 2025")
    assert "Not available, which is not zero: Burma, India, Madagascar, Nigeria" in text_of(drawn)
    assert ">Burma<" not in drawn


def test_zero_is_written_as_zero_and_has_no_length(built, client):
    drawn = picture(page(client, "/figures/"), "Mine production, 2025")
    greenland = next(one for one in drawn.split("<tr") if ">Greenland<" in one)
    assert row(drawn, "Greenland") == "Greenland 0"
    assert "<svg" not in greenland


def test_a_range_a_lower_bound_and_a_plan_look_and_read_as_what_they_are(built, client):
    html = page(client, "/figures/")
    spread = picture(html, "Mine production, Yttrium")
    assert 'class="is-range" x="66.6667%" width="33.3333%"' in spread
    assert "10,000 to 15,000" in text_of(spread)
    total = row(picture(html, "Reserves, 2025"), "World total")
    assert total == "World total over 75,000,000"
    assert '<strong class="is-planned">2,000</strong> tonnes a year' in html


def test_an_estimate_is_told_by_pattern_and_word(built, client):
    drawn = picture(page(client, "/figures/?period=2024"), "Mine production, 2024")
    states = next(one for one in drawn.split("<tr") if ">United States " in one)
    assert states.count('class="is-estimated"') == states.count("url(#hatch-") == 1
    assert 'class="is-reported"' in states
    assert "45,500 reported" in text_of(states) and "45,000 estimated" in text_of(states)


def test_the_points_of_a_small_line_are_said(built, client):
    html = page(client, "/figures/?entity=dysprosium")
    said = "2021 410, 2022 382, 2023 330, 2024 257, 2025 239 (estimated)."
    assert f'aria-label="Average price, Dysprosium, U.S. dollars a kilogram: {said}"' in html
    assert html.count("<circle") == 5


def test_a_line_has_a_gap_where_a_year_is_missing(built, client):
    Observation.objects.filter(subject="dysprosium", period="2023").delete()
    html = page(client, "/figures/?entity=dysprosium")
    assert "2023: not listed." in text_of(html)
    assert html.count('class="stroke') == 2


def test_who_an_edition_leaves_out_is_not_listed_even_when_narrowed_to_it(built, client):
    Observation.objects.get(subject="Nigeria", period="2024", value=13000).delete()
    drawn = picture(page(client, "/figures/?subject=Nigeria"), "Mine production, Nigeria")
    assert row(drawn, "2024") == "2024 MCS 2026 v1.3 1,500 estimated MCS 2025 not listed"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("measure=reserves", 36),
        ("subject=Nigeria", 6),
        ("entity=china", 6),
        ("entity=lofdal", 10),
        ("period=2023&measure=mine_production", 18),
        ("edition=MCS+2025", 54),
        ("entity=china&subject=Nigeria", 0),
        ("unknown=1&page=9", 194),
    ],
)
def test_the_figures_narrow(built, client, query, count):
    html = page(client, f"/figures/?{query}")
    assert len(table_rows(html)) == count
    if not count:
        assert "No figure held answers to this." in html


@pytest.mark.parametrize(
    "query", ["measure=nope", "subject=Atlantis", "entity=nope", "period=1066", "edition=nope"]
)
def test_a_value_that_is_not_there_gives_a_clear_message(built, client, query):
    html = page(client, f"/figures/?{query}")
    assert "This address asks for something that is not here." in html
    assert not table_rows(html)


@pytest.mark.parametrize("last", ["2023", "2024"])
def test_of_a_value_given_twice_the_last_counts_and_nothing_is_falsely_not_listed(
    built, client, last
):
    first = {"2023": "2024", "2024": "2023"}[last]
    html = page(client, f"/figures/?period={first}&period={last}&measure=mine_production")
    china = row(picture(html, f"Mine production, {last}"), "China</a>")
    assert ("255,000" if last == "2023" else "270,000") in china
    assert "Not listed" not in html
    canonical = unescape(re.search(r'rel="canonical" href="http://testserver([^"]+)"', html)[1])
    assert canonical == f"/figures/?measure=mine_production&period={last}"
    assert heading(page(client, canonical)) == heading(html) == f"Figures: Mine production, {last}"


def heading(html):
    return text_of(re.search(r"<h1>.*?</h1>", html, re.DOTALL)[0])


def test_the_entity_asked_for_is_shown_and_can_be_taken_away(built, client):
    html = page(client, "/figures/?entity=lofdal&measure=contained_treo")
    (chip,) = re.findall(r'<a rel="nofollow" href="([^"]+)"><span>(.*?)</a>', html)
    assert (chip[0], text_of(chip[1])) == (
        "/figures/?measure=contained_treo", "About Lofdal ×take away",
    )  # fmt: skip


def test_an_entity_held_without_figures_is_no_fault(built, client):
    html = page(client, "/figures/?entity=jogmec")
    assert "No figure held answers to this." in html and "not here" not in html


def test_every_state_has_one_canonical_address(built, client):
    html = page(client, "/figures/?period=2024&x=1&measure=reserves&entity=")
    assert re.search(r'rel="canonical" href="([^"]+)"', html)[1] == (
        "http://testserver/figures/?measure=reserves&amp;period=2024"
    )
    assert "<title>Figures: Reserves, 2024 · Lodestone</title>" in html


def test_what_is_too_much_for_one_page_is_not_half_drawn(built, client, monkeypatch):
    monkeypatch.setattr(views.FigureList, "paginate_by", 50)
    html = page(client, "/figures/")
    assert len(table_rows(html)) == 50
    assert '<figure class="chart' not in html and 'class="key"' not in html
    lede = text_of(html.partition('<nav aria-label="Measures')[0])
    assert "narrow them to see pictures. These are the tables of the 50 on this page." in lede
    assert html.count('<details class="rows" open>') == html.count('<details class="rows"')
    assert "194 figures from outside sources" in lede and "on this page, with every remark" in html


def test_an_entitys_page_draws_the_newest_periods_and_leads_to_all(built, client, monkeypatch):
    monkeypatch.setattr(views, "MOST_ON_A_PAGE", 5)
    html = page(client, "/entities/china/")
    shown = [text_of(cells) for cells in table_rows(html)]
    assert len(shown) == 5 and all(re.search("2024|2025", cells) for cells in shown)
    assert '<a href="/figures/?entity=china">All 6 figures</a>' in html
    assert "2023" not in picture(html, "Mine production, China")


def test_without_a_figure_the_page_says_so(db, client):
    assert "No figure held answers to this." in page(client, "/figures/")


def test_figures_stand_on_the_pages_of_their_subjects_alone(built, client):
    china = page(client, "/entities/china/")
    assert "MCS 2025: production quota" in text_of(picture(china, "Mine production, China"))
    assert 'href="/figures/?entity=china"' in china
    assert len(table_rows(china)) == 6
    assert "charts.css" not in page(client, "/entities/jogmec/")


def test_lofdals_figures_are_said_each_on_its_own_basis(built, client):
    html = page(client, "/entities/lofdal/")
    own = text_of(html[html.index('id="figures"') :])
    assert "44,760,000 tonnes Ore, measured + indicated, at 0.17% TREO" in own
    assert "2,000 tonnes a year planned TREO" in own
    assert "53,430,000" not in own


def test_markup_in_a_figure_is_shown_and_not_obeyed(db, client):
    source = Source.objects.create(slug="s", title="<i>S</i>", publisher="P", grade="primary")
    for subject in ("<b>Acme</b>", "Beta"):
        Observation.objects.create(
            measure="reserves", subject=subject, period="2024", value=5, unit="t", basis="<u>",
            status="reported", source=source, edition="<s>1</s>",
        )  # fmt: skip
    html = page(client, "/figures/")
    assert "<b>Acme" not in html and "<i>S" not in html and "<s>1" not in html
    assert "&lt;b&gt;Acme&lt;/b&gt;" in html
