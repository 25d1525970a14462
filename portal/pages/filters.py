"""What the list of articles can be narrowed by."""

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q

from articles.models import Article
from entities import kinds
from entities.models import Entity, Link

NOT_STATED = "not-stated"


def with_not_stated(values):
    """Choices of a field, with one for the articles whose text does not state it."""
    return [(NOT_STATED, "Not stated in the text"), *((value, value) for value in values)]


class ArticleFilter(filters.FilterSet):
    title = filters.CharFilter(method="with_words", label="Words in the title", max_length=100)
    entity = filters.ModelMultipleChoiceFilter(
        queryset=Entity.objects.named(), to_field_name="slug", method="naming_all",
        label="Names all of", widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    kind = filters.ChoiceFilter(
        choices=kinds.choices, method="naming_kind", label="Names a", empty_label="Any kind"
    )
    language = filters.ChoiceFilter(
        choices=lambda: with_not_stated(Article.objects.published().languages().distinct()),
        method="stated_as", label="Language", empty_label="Any language",
    )  # fmt: skip
    publisher = filters.ChoiceFilter(
        choices=lambda: with_not_stated(Article.objects.published().publishers().distinct()),
        method="stated_as", label="Publisher", empty_label="Any publisher",
    )  # fmt: skip

    class Meta:
        model = Article
        fields = ["title", "entity", "kind", "language", "publisher"]

    def with_words(self, queryset, name, value):
        words = Q()
        for word in value.split():
            words &= Q(title__icontains=word)
        return queryset.filter(words)

    def naming_all(self, queryset, name, entities):
        for entity in entities:
            links = Link.objects.public().filter(article=OuterRef("pk"), entity=entity)
            queryset = queryset.filter(Exists(links))
        return queryset

    def naming_kind(self, queryset, name, kind):
        links = Link.objects.public().filter(article=OuterRef("pk"), entity__kind=kind)
        return queryset.filter(Exists(links))

    def stated_as(self, queryset, name, value):
        return queryset.filter(**{name: "" if value == NOT_STATED else value})
