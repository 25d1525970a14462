"""What lists of entities and relationships can be narrowed by."""

import django_filters as filters
from django import forms
from django.core.validators import RegexValidator
from django.db.models import Exists, OuterRef, Q

from articles.dates import in_words
from articles.models import Article
from entities import kinds
from entities.choosing import FirstChoicesFilter
from entities.figures import measures
from entities.models import (
    Claim,
    Entity,
    Evidence,
    EvidenceState,
    Name,
    Observation,
    Relationship,
    RelationType,
    Support,
)
from entities.timeline import SORTS


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
    entity = FirstChoicesFilter(
        queryset=Entity.objects.related(), to_field_name="slug", method="about",
        called_by=["short_name", "name"], empty_label="Every entity",
    )  # fmt: skip
    article = FirstChoicesFilter(
        queryset=Article.objects.published(), to_field_name="slug", method="from_article",
        called_by=["title"], empty_label="Every article",
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
    article = FirstChoicesFilter(
        queryset=Article.objects.published().filter(
            Exists(Evidence.objects.filter(article=OuterRef("pk")))
        ),
        to_field_name="slug", called_by=["title"], label="Article", empty_label="Every article",
    )  # fmt: skip
    support = filters.ChoiceFilter(
        choices=Support.choices, label="Support", empty_label="Every support"
    )

    class Meta:
        model = Evidence
        fields = ["state", "article", "support"]


YEAR = RegexValidator(r"^(0|-?[1-9][0-9]{0,9})\Z", "Write a year, such as 2022.")


def year_field(label):
    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 6})
    return forms.CharField(
        label=label, required=False, validators=[YEAR], max_length=11, widget=widget
    )


class TimelineForm(forms.Form):
    kind = forms.ChoiceField(
        label="What", required=False,
        choices={"": "All of them"} | {sort: label.capitalize() for sort, label in SORTS.items()},
    )  # fmt: skip
    # The language keeps the word for itself.
    vars()["from"] = year_field("From the year")
    until = year_field("Until the year")
    dated = forms.ChoiceField(
        label="Date", required=False,
        choices=[("", "What has a date"), ("no", "What has no date")],
    )  # fmt: skip

    def clean(self):
        data = super().clean()
        first, last = data.get("from"), data.get("until")
        if first and last and int(first) > int(last):
            self.add_error("until", f"{last} is before {first}.")
        if data.get("dated") and (first or last):
            self.add_error("dated", "What has no date falls within no years.")
        return data


def held(field: str) -> list[str]:
    """The values of a field of figures, each once."""
    return list(
        Observation.objects.exclude(**{field: ""})
        .order_by(field)
        .values_list(field, flat=True)
        .distinct()
    )


def held_measures():
    return [(measure, measures.label_of(measure)) for measure in held("measure")]


def held_subjects():
    return [(subject, subject) for subject in held("subject")]


def held_periods():
    return [(period, in_words(period)) for period in reversed(held("period"))]


def held_editions():
    return [(edition, edition) for edition in held("edition")]


class FigureFilter(filters.FilterSet):
    measure = filters.ChoiceFilter(choices=held_measures, empty_label="Every measure")
    subject = filters.ChoiceFilter(
        choices=held_subjects, label="Subject, as the source writes it", empty_label="Every subject"
    )
    entity = filters.ModelChoiceFilter(
        queryset=Entity.objects.all(), to_field_name="slug", widget=forms.HiddenInput
    )
    period = filters.ChoiceFilter(choices=held_periods, empty_label="Every period")
    edition = filters.ChoiceFilter(choices=held_editions, empty_label="Every edition")

    class Meta:
        model = Observation
        fields = ["measure", "subject", "entity", "period", "edition"]
