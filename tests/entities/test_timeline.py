"""The page of times: what has a date, as vague as it is, and what has none."""

import random
import re
from html import unescape

import pytest
from django.utils.text import capfirst

from articles.models import Article
from entities import timeline
from entities.models import Entity, Evidence, Qualifier, Relationship
from tests.articles.test_dates import DAYLESS, SORTS
from tests.makers import make_article, make_entity, make_evidence, make_relationship

pytestmark = pytest.mark.django_db

EDTF = [
    *SORTS, "2021/2023", "2021/..", "../2021", "../..", "2021/", "2022-21~/2023", "{2018,2020}",
    "[..1760-12]", "2023/2021", "2023/2021", *DAYLESS,
]  # fmt: skip


def page(client, query=""):
    response = client.get(f"/timeline/?{query}" if query else "/timeline/")
    assert response.status_code == 200, query
    return response.content.decode()


def drawn(html, size="wide"):
    """The addresses that the picture of this width leads to."""
    picture = re.search(rf'<svg class="picture timeline timeline-{size}".*?</svg>', html, re.DOTALL)
    return re.findall(r'<a href="([^"]+)"', picture[0]) if picture else []


def rows(html):
    """When, and the address of what, of each row of the table."""
    table = html.partition("times-table")[2].partition("</table>")[0]
    found = re.findall(r'<td>(.*?)</td><th scope="row">.*?href="([^"]+)"', table, re.DOTALL)
    return [(unescape(when), address) for when, address in found]


def listed(html):
    return [address for _, address in rows(html)]


def counted(html):
    tally = re.search(r'role="status">(.*?)</p>', html, re.DOTALL)[1]
    words = re.sub(r"<[^>]+>", "", tally)
    return [int(n.replace(",", "")) for n in re.findall(r"[\d,]*\d", words)]


def dated(**dates):
    """A statement that readers get, with these dates."""
    number = Relationship.objects.count()
    statement = make_relationship(
        make_entity(f"Subject {number}", names=()), make_entity(f"Object {number}", names=())
    )
    make_evidence(make_article(f"Words {number}.", slug=f"a{number}"), f"Words {number}.",
                  relationship=statement)  # fmt: skip
    for name, text in dates.items():
        Qualifier.objects.create(relationship=statement, key=name, date=text)
    return statement


def test_the_picture_the_table_and_what_is_undated_hold_all_there_is(built, client):
    html = page(client)
    assert drawn(html) == drawn(html, "narrow")
    assert sorted(drawn(html)) == sorted(listed(html))
    assert "/entities/eu-namibia-2022-agreement/" in drawn(html)
    assert counted(html) == [4, 1, 57, 2]
    public = Relationship.objects.public().count() + Article.objects.published().count()
    assert public + Entity.objects.filter(kind="agreement").count() == 4 + 1 + 57 + 2


def test_every_count_of_the_undated_is_the_length_of_its_list(built, client):
    for query, n in re.findall(r'href="/timeline/\?([^"]*dated=no)">(\d+)', page(client)):
        html = page(client, unescape(query))
        seen = listed(html)
        while following := re.search(r'rel="next" href="/timeline/\?([^"]+)"', html):
            html = page(client, unescape(following[1]))
            seen += listed(html)
        assert len(seen) == len(set(seen)) == int(n)


@pytest.mark.parametrize("seed", range(3))
def test_dates_of_any_sort_lose_nothing(built, client, seed):
    dice = random.Random(seed)
    for one in dice.sample(list(Relationship.objects.order_by("slug")), 25):
        one.qualifiers.filter(key__in=timeline.DATED).delete()
        for key in dice.sample(timeline.DATED, dice.randint(1, 2)):
            Qualifier.objects.create(relationship=one, key=key, date=dice.choice(EDTF))
    for article in Article.objects.all():
        Article.objects.filter(pk=article.pk).update(published=dice.choice(EDTF))
    moments = timeline.moments()
    held = set(Relationship.objects.public().values_list("slug", flat=True))
    assert {one.slug for one in moments if one.sort == "statements"} == held
    seen = [one for one in moments if one.span]
    found, query = [], ""
    things = timeline.whole(moments)
    told = [(capfirst(one.words), things[one].thing.get_absolute_url()) for one in moments]
    while True:
        html = page(client, query)
        found += rows(html)
        assert sorted(drawn(html)) == sorted(drawn(html, "narrow")) == sorted(listed(html))
        following = re.search(r'rel="next" href="/timeline/\?([^"]+)"', html)
        if not following:
            break
        query = unescape(following[1])
    assert found == told[: len(seen)] and len(seen) == counted(html)[0]
    for one, row in dice.sample(list(zip(seen, told, strict=False)), 4):
        for year in {int(end) for end in one.years if 1 <= end <= 9999}:
            html, inside = page(client, f"from={year}&until={year}"), []
            while following := re.search(r'rel="next" href="/timeline/\?([^"]+)"', html):
                inside += rows(html)
                html = page(client, unescape(following[1]))
            assert row in inside + rows(html), (row, year)
    assert [one.place for one in seen] == sorted(one.place for one in seen)


@pytest.mark.parametrize(
    ("dates", "words", "ends"),
    [
        ({"date": "2022"}, "2022", ((2022, 1, 1), (2022, 12, 31))),
        ({"date": "2022-08~"}, "about August 2022", ((2022, 8, 1), (2022, 8, 31))),
        ({"date": "2022?"}, "2022, uncertain", ((2022, 1, 1), (2022, 12, 31))),
        ({"as_of": "2023-08"}, "as of August 2023", ((2023, 8, 1), (2023, 8, 31))),
        ({"start": "2020"}, "since 2020", ((2020, 1, 1), None)),
        ({"end": "2020"}, "until 2020", (None, (2020, 12, 31))),
        ({"start": "2015", "end": "2019-06"}, "2015 to June 2019", ((2015, 1, 1), (2019, 6, 30))),
        ({"date": "2021/.."}, "from 2021 on", ((2021, 1, 1), None)),
        ({"start": "2021/.."}, "beginning from 2021 on", ((2021, 1, 1), None)),
        ({"date": "2001-24"}, "winter 2001", ((2001, 1, 1), (2001, 12, 31))),
        ({"date": "{2018,2020}"}, "2018 and 2020", ((2018, 1, 1), (2020, 12, 31))),
    ],
)  # fmt: skip
def test_a_vague_date_stays_as_vague_as_it_is(client, dates, words, ends):
    dated(**dates)
    (one,) = [one for one in timeline.moments() if one.span]
    assert (one.span.first, one.span.last) == ends
    html = page(client)
    assert f"{words[0].upper()}{words[1:]}</td>" in html
    assert f": {words}" in html


def test_an_end_held_before_its_beginning_is_still_found_in_each_of_its_years(client):
    dated(start="2019", end="2015")
    assert [len(listed(page(client, f"from={y}&until={y}"))) for y in (2014, 2015, 2017, 2019)] == [
        0, 1, 1, 1,
    ]  # fmt: skip
    assert "h-315" not in page(client) and "h--" not in page(client)


def test_the_picture_says_of_a_statement_that_its_source_changed(client):
    dated(date="2022")
    assert "source changed" not in page(client)
    Evidence.objects.update(state="needs_person")
    assert ": 2022 · source changed" in page(client)


def test_since_and_until_are_one_and_another_date_stands_by_itself(client):
    statement = dated(start="2015", end="2019", as_of="2018")
    assert listed(page(client)) == [statement.get_absolute_url()] * 2


def test_what_readers_do_not_get_is_not_there(client):
    statement = dated(date="2022")
    assert statement.get_absolute_url() in page(client)
    Article.objects.update(is_public=False)
    assert statement.get_absolute_url() not in page(client)


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("kind=statements", 3), ("kind=entities", 1), ("kind=articles", 0),
        ("from=2022", 4), ("from=2023", 0), ("until=2021", 0), ("from=2022&until=2022", 4),
        ("kind=entities&from=2020&until=2030", 1),
    ],
)  # fmt: skip
def test_the_timeline_narrows(built, client, query, n):
    html = page(client, query)
    assert len(listed(html)) == len(drawn(html)) == counted(html)[0] == n


def test_a_span_is_found_in_each_year_that_it_may_fall_in(client):
    dated(date="2015/2019")
    assert [len(listed(page(client, f"from={y}&until={y}"))) for y in range(2014, 2021)] == [
        0, 1, 1, 1, 1, 1, 0,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("kind=nope", "What: Select a valid choice"), ("from=soon", "Write a year, such as 2022."),
        ("from=2023&until=2020", "2020 is before 2023."),
        ("dated=no&from=2022", "What has no date falls within no years."),
        ("dated=yes", "Date: Select a valid choice"), ("until=2022.5", "Write a year"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_an_address_is_said(built, client, query, said):
    html = page(client, query)
    assert "This address asks for something that is not here." in html
    assert said in html
    assert listed(html) == drawn(html) == []


def test_every_state_has_one_canonical_address(built, client):
    html = page(client, "until=2030&foo=1&kind=statements&from=2020&page=9")
    canonical = re.search(r'rel="canonical" href="http://testserver([^"]+)"', html)[1]
    assert unescape(canonical) == "/timeline/?kind=statements&from=2020&until=2030"
    assert "<title>Timeline: statements, from 2020, until 2030 · Lodestone</title>" in html


def test_many_dates_are_counted_over_the_years_and_drawn_a_page_at_a_time(
    client, django_assert_max_num_queries
):
    make = [
        Article(slug=f"n{n}", title=f"Number {n}", published=f"{1990 + n % 35}-05-{n % 28 + 1:02}")
        for n in range(400)
    ]
    for one in make:
        one.set_days()
    Article.objects.bulk_create(make)
    with django_assert_max_num_queries(8):
        html = page(client)
    assert len(drawn(html)) == 30
    assert len(html) < 90_000
    make_entity("Long", kind="agreement", names=(), date="1980/2015")
    for narrowed, most in [("", 12), ("kind=articles&from=2003&until=2017", 12)]:
        bins = re.findall(
            r'<li><a href="/timeline/\?([^"]*from=[^"]+)">.*?class="count">(\d+)<',
            page(client, narrowed),
        )
        assert 5 < len(bins) <= most
        for query, n in bins:
            assert counted(page(client, unescape(query)))[0] == int(n), query


def test_an_empty_portal_says_so(client):
    assert "Nothing held has a date yet." in page(client)
    assert "Nothing of this sort is without a date." in page(client, "dated=no")
