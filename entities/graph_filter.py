"""What the graph of an entity can be narrowed by."""

import django_filters as filters
from django import forms
from django.db.models import Q

from entities import kinds
from entities.models import Claim, Relationship, RelationType

STEPS = [("1", "One step"), ("2", "Two steps")]
SORTS = {
    "subject": "Subject",
    "type": "Statement",
    "object": "Object",
    "claim": "Claim",
    "quotes": "Independent quotes",
}


def sorts() -> list[tuple[str, str]]:
    """Every column, and the same downwards."""
    return [(sign + name, label) for name, label in SORTS.items() for sign in ("", "-")]


class GraphFilter(filters.FilterSet):
    steps = filters.ChoiceFilter(choices=STEPS, label="Steps", method="as_it_is")
    type = filters.ModelMultipleChoiceFilter(
        field_name="type__slug", queryset=RelationType.objects.all(), to_field_name="slug",
        distinct=False, label="Type of statement", widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    kind = filters.MultipleChoiceFilter(
        choices=kinds.choices, method="with_kinds", label="Kind of neighbour",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    claim = filters.MultipleChoiceFilter(
        choices=Claim.choices, distinct=False, label="Claim", widget=forms.CheckboxSelectMultiple
    )
    sort = filters.ChoiceFilter(choices=sorts, label="Order", method="as_it_is")

    class Meta:
        model = Relationship
        fields = ["steps", "type", "kind", "claim", "sort"]

    def __init__(self, *args, entity, **kwargs):
        super().__init__(*args, **kwargs)
        self.entity = entity

    @property
    def steps_taken(self) -> int:
        return int(self.form.cleaned_data.get("steps") or 1) if self.is_valid() else 1

    def filter_queryset(self, queryset):
        """First what is asked for, then what of it is near: a path through the rest is none."""
        return super().filter_queryset(queryset).within(self.entity, self.steps_taken)

    def as_it_is(self, queryset, name, value):
        return queryset

    def with_kinds(self, queryset, name, values):
        """Both ends are of these kinds, but for the entity itself."""
        for end in ("subject", "object") if values else ():
            queryset = queryset.filter(Q(**{end: self.entity}) | Q(**{f"{end}__kind__in": values}))
        return queryset
