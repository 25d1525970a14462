"""Pages that readers narrow down: each state has one address, and what is wrong in one is told."""

import pytest
from django import forms
from django.test import RequestFactory
from django.urls import resolve
from django.views.generic import ListView, TemplateView

from articles.listing import Narrowed, Paged

HERE = "/collections/all-of-it/"


class AskingForm(forms.Form):
    by = forms.ChoiceField(
        label="Order", required=False, choices=[("size", "by size"), ("age", "by age")]
    )
    kind = forms.MultipleChoiceField(required=False, choices=[("a", "small"), ("b", "large")])
    words = forms.CharField(required=False)


class Page(Narrowed, TemplateView):
    form_class = AskingForm
    unsaid = {"by": "size"}


class Numbers(Paged, ListView):
    form_class = AskingForm

    def get_queryset(self):
        return range(120)


def page(query, view=Page):
    request = RequestFactory().get(f"{HERE}?{query}")
    request.resolver_match = resolve(HERE)
    shown = view()
    shown.setup(request)
    return shown


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("", ""),
        ("by=size&words=", ""),
        ("words=%26+x&kind=b&by=age&kind=a&kind=b", "?by=age&kind=a&kind=b&words=%26+x"),
        ("by=nope&foo=1&page=3&words=x", "?words=x"),
        ("by=nope&by=age", "?by=age"),
        ("kind=a&kind=nope", ""),
    ],
)
def test_each_state_has_one_address(query, address):
    assert page(query).address() == HERE + address


def test_a_state_with_one_thing_changed_keeps_the_rest_in_its_order():
    here = page("words=x&kind=b")
    assert here.address(by="age") == f"{HERE}?by=age&kind=b&words=x"
    assert here.address(words="") == f"{HERE}?kind=b"
    assert page("by=age").address(by="size") == HERE


def test_what_is_not_said_is_what_holds_without_a_word():
    assert page("").said("by") == page("by=nope").said("by") == "size"
    assert page("by=age").said("by") == "age"
    assert page("").said("words") == ""


def test_a_page_says_what_it_is_narrowed_to_and_what_is_wrong_in_its_address():
    context = page("by=age&kind=a&words=x").get_context_data()
    assert (context["narrowed_to"], context["faults"]) == ("by age, small, “x”", [])
    context = page("by=nope").get_context_data()
    assert not context["is_narrowed"]
    (fault,) = context["faults"]
    assert fault.startswith("Order: ") and "nope" in fault


@pytest.mark.parametrize(
    ("asked", "before", "here", "after"),
    [
        ("2", "", "&page=2", "&page=3"),
        ("99", "&page=2", "&page=3", None),
        ("x", None, "", "&page=2"),
    ],
)
def test_the_pages_of_a_list_have_numbers_but_for_the_first(asked, before, here, after):
    numbers = page(f"page={asked}&words=x", Numbers)
    numbers.object_list = numbers.get_queryset()
    context = numbers.get_context_data()
    assert context["canonical"] == f"http://testserver{HERE}?words=x{here}"
    assert before is None or context["previous_url"] == f"{HERE}?words=x{before}"
    assert after is None or context["next_url"] == f"{HERE}?words=x{after}"
