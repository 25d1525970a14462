"""What lists of entities and relationships can be narrowed by."""

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q

from articles.models import Article
from entities import kinds
from entities.models import (
    Claim,
    Entity,
    Evidence,
    EvidenceState,
    Name,
    Relationship,
    RelationType,
    Support,
)


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
    source = filters.ChoiceFilter(
        choices=[("changed", "source changed"), ("found", "a quote in its context")],
        method="with_source", label="Source", empty_label="Found or changed",
    )  # fmt: skip

    class Meta:
        model = Relationship
        fields = ["type", "claim", "entity", "article", "source"]

    def about(self, queryset, name, entity):
        return queryset.involving(entity)

    def from_article(self, queryset, name, article):
        return queryset.supported_by(article)

    def with_source(self, queryset, name, value):
        return queryset.with_soundness().filter(is_sound=value == "found")


class EvidenceFilter(filters.FilterSet):
    state = filters.ChoiceFilter(
        choices=EvidenceState.choices, label="State", empty_label="Every state"
    )
    article = filters.ModelChoiceFilter(
        queryset=Article.objects.published().filter(
            Exists(Evidence.objects.filter(article=OuterRef("pk")))
        ),
        to_field_name="slug", label="Article", empty_label="Every article",
    )  # fmt: skip
    support = filters.ChoiceFilter(
        choices=Support.choices, label="Support", empty_label="Every support"
    )

    class Meta:
        model = Evidence
        fields = ["state", "article", "support"]
