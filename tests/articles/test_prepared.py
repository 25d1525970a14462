"""Questions whose SQL is made once, asked again with other values."""

import pytest
from django.db.models import F, Q

from articles.models import Article
from articles.prepared import Prepared
from tests.makers import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def keys():
    return [make_article("Some words.", slug=f"a{number}").pk for number in range(5)]


def test_the_sql_is_made_once_for_values_of_a_kind(keys):
    asked = []

    def question(slug):
        asked.append(slug)
        return Article.objects.filter(slug=slug, display="full").values_list("pk")

    called = Prepared(question)
    assert [called(f"a{number}") for number in range(5)] == [[(key,)] for key in keys]
    assert called("nowhere") == []
    assert len(asked) == 1


def test_a_list_may_be_of_any_length_and_stand_beside_another_value(keys):
    among = Prepared(
        lambda slug, some: (
            Article.objects.order_by("slug")
            .filter(pk__in=some)
            .exclude(slug=slug)
            .values_list("pk")
        )
    )
    for number in range(1, 6):
        assert among("a0", keys[:number]) == [(key,) for key in keys[1:number]]
    assert among("a0", []) == []


def test_a_value_may_stand_in_several_places_and_beside_a_sum(keys):
    first, second, *_ = keys
    either = Prepared(
        lambda one, other: (
            Article.objects.alias(next=F("pk") + 1 - 1)
            .filter(Q(next=one) | Q(pk__in=[one, other]))
            .order_by("pk")
            .values_list("pk")
        )
    )
    assert either(first, second) == [(first,), (second,)]


def test_values_are_read_as_the_model_has_them(keys):
    held = Prepared(lambda key: Article.objects.filter(pk=key).values_list("is_public", "imported"))
    ((is_public, imported),) = held(keys[0])
    assert is_public is True and isinstance(imported, dict)
