"""Lists to choose from, as pages write them."""

import pytest
from django.http import QueryDict
from django.test.html import parse_html

from entities.filters import RelationshipFilter
from portal.templatetags.selects import select
from tests.makers import make_article, make_entity, make_evidence, make_relationship, recount

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", ["", "claim=disputed&entity=japan", "claim=%22%3E&entity=nope"])
def test_a_list_is_what_its_widget_would_write(built, query):
    form = RelationshipFilter(QueryDict(query)).form
    for name in ("type", "claim", "entity", "source"):
        assert parse_html(select(form[name])) == parse_html(str(form[name])), name


def test_what_a_choice_is_called_is_escaped(built):
    bold = make_relationship(make_entity("<b>Bold</b>", slug="bold"), make_entity("Ore"))
    make_evidence(make_article("Bold."), "Bold.", relationship=bold)
    recount()
    field = RelationshipFilter(QueryDict("entity=bold")).form["entity"]
    assert '<option value="bold" selected>&lt;b&gt;Bold&lt;/b&gt;</option>' in select(field)
