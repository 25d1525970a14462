"""What lists of entities and relationships can be narrowed by."""

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q

from articles.models import Article
from entities import kinds
from entities.models import Claim, Entity, Name, Relationship, RelationType


class EntityFilter(filters.FilterSet):
    q = filters.CharFilter(method="with_words", label="Words in a name", max_length=100)
    kind = filters.ChoiceFilter(choices=kinds.choices, label="Kind", empty_label="Every kind")
    letter = filters.CharFilter(
        field_name="name", lookup_expr="istartswith", max_length=1, widget=forms.HiddenInput
    )

    class Meta:
        model = Entity
        fields = ["q", "kind", "letter"]

    def with_words(self, queryset, name, value):
        named = Name.objects.filter(entity=OuterRef("pk"), text__icontains=value)
        return queryset.filter(
            Q(name__icontains=value) | Q(short_name__icontains=value) | Exists(named)
        )


class RelationshipFilter(filters.FilterSet):
    type = filters.ModelChoiceFilter(
        queryset=RelationType.objects.all(), to_field_name="slug", empty_label="Every type"
    )
    claim = filters.ChoiceFilter(choices=Claim.choices, empty_label="Every claim")
    entity = filters.ModelChoiceFilter(
        queryset=Entity.objects.related(), to_field_name="slug", method="about",
        empty_label="Every entity",
    )  # fmt: skip
    article = filters.ModelChoiceFilter(
        queryset=Article.objects.published(), to_field_name="slug", method="from_article",
        empty_label="Every article",
    )  # fmt: skip

    class Meta:
        model = Relationship
        fields = ["type", "claim", "entity", "article"]

    def about(self, queryset, name, entity):
        return queryset.involving(entity)

    def from_article(self, queryset, name, article):
        return queryset.supported_by(article)
