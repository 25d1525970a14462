"""Lists to choose from stay short, however large the corpus, and take what they do not show."""

import re

import pytest

from entities import choosing
from tests.makers import make_article, make_entity, make_evidence, make_relationship, recount
from tests.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(monkeypatch):
    """Three articles, each cited by a statement, where two are listed."""
    monkeypatch.setattr(choosing, "MOST_LISTED", 2)
    for number in range(3):
        article = make_article(f"Acme {number} buys ore.", slug=f"text-{number}")
        ends = [make_entity(f"Acme {number}"), make_entity(f"Ore {number}")]
        make_evidence(article, f"Acme {number} buys ore.", relationship=make_relationship(*ends))
    recount()


def options(html, name):
    select = re.search(rf'<select name="{name}".*?</select>', html, re.DOTALL)[0]
    return re.findall(r'<option value="([^"]*)"', select)


@pytest.mark.parametrize("address", ["/relationships/", "/evidence/"])
def test_only_the_first_articles_are_listed_and_any_can_be_chosen(client, many, address):
    listed = options(page(client, address), "article")
    assert len(listed) == 3 and listed[0] == ""
    (other,) = {f"text-{number}" for number in range(3)} - set(listed)
    html = page(client, f"{address}?article={other}")
    assert options(html, "article") == [*listed, other]
    assert f'<option value="{other}" selected>' in html


def test_what_is_not_there_cannot_be_chosen(client, many):
    assert "Select a valid choice" in page(client, "/relationships/?article=nothing")
