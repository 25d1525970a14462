"""The pages of outside works: grouped by what they are worth, with what rests on each."""

import re

import pytest

from entities.models import Source
from entities.models.note import Grade
from entities.views.sources import GRADES

pytestmark = pytest.mark.django_db


def test_every_grade_is_explained_in_words():
    assert list(GRADES) == list(Grade)


def test_the_works_stand_under_their_grades_and_none_is_lost(built, client):
    html = client.get("/sources/").content.decode()
    for grade in Grade:
        section = html.partition(f'<h2 id="{grade.value}">')[2].partition("<h2 ")[0]
        listed = set(re.findall(r'<th scope="row"><a href="/sources/([\w-]+)/"', section))
        assert listed == set(Source.objects.filter(grade=grade).values_list("slug", flat=True))


def test_what_rests_on_a_work_is_counted_as_its_page_counts_it(built, client):
    html = client.get("/sources/").content.decode()
    counted = re.findall(r'href="(/sources/[\w-]+/)#(notes|figures)">(\d+) ', html)
    assert len(counted) > 20
    for address, what, n in counted:
        page = client.get(address).content.decode()
        assert re.search(rf'<h2 id="{what}"[^>]*>[^<]*<span class="count">{n}</span>', page)


def test_a_portal_without_outside_works_says_so(client):
    assert "No outside work is held yet." in client.get("/sources/").content.decode()
