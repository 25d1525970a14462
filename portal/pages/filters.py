"""What the list of articles, and what a search finds, can be narrowed by."""

import re

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q

from articles.models import Article
from entities import kinds
from entities.models import Entity, Link
from portal.search.backends import backend
from portal.search.contract import Facet, Search, Sort, Unavailable
from portal.search.facets import Narrowing, match_of
from portal.search.resolving import NOT_STATED

MOST_VALUES = 20
# None is of the year nought, by which the index knows what has no year.
YEAR = re.compile(r"(?!0000)[0-9]{4}")


def check_number(values) -> None:
    if len(values) > MOST_VALUES:
        raise ValidationError(f"At most {MOST_VALUES} at once.")


class StatedField(forms.MultipleChoiceField):
    """Values that articles state; a query says which of those asked for there are."""

    def __init__(self, *, held, **kwargs):
        super().__init__(choices=[(NOT_STATED, "Not stated in the text")], **kwargs)
        self.held = held

    def validate(self, value):
        check_number(value)
        asked = {one for one in value if one != NOT_STATED}
        held = {str(one) for one in self.held(asked)} if asked else set()
        if unknown := sorted(asked - held):
            raise ValidationError(f"No article held states “{unknown[0]}”.")


class StatedFilter(filters.MultipleChoiceFilter):
    field_class = StatedField


def indexed(facet: Facet, value: str) -> bool:
    """Whether an article in the index states it."""
    asked = Search(required=((match_of(facet, value),),))
    return backend().search(Sort.ARTICLE, asked, limit=1).total > 0


def held_values(facet: Facet):
    def held(asked):
        try:
            return [value for value in asked if indexed(facet, value)]
        except Unavailable:
            # The database has to look through all articles.
            stated = Article.objects.published().filter(**{f"{facet}__in": asked})
            return stated.order_by().values_list(facet.value, flat=True).distinct()

    return held


def held_years(asked):
    years = {one for one in asked if YEAR.fullmatch(one)}
    try:
        return [year for year in years if indexed(Facet.YEAR, year)]
    except Unavailable:
        dated = Article.objects.published().filter(published_earliest__year__in=map(int, years))
        return dated.order_by().values_list("published_earliest__year", flat=True).distinct()


class SeveralEntities(forms.ModelMultipleChoiceField):
    def clean(self, value):
        check_number(value or ())
        return super().clean(value)


class EntityFilter(filters.ModelMultipleChoiceFilter):
    field_class = SeveralEntities


class ArticleFilter(filters.FilterSet):
    entity = EntityFilter(
        queryset=Entity.objects.named(), to_field_name="slug", method="naming_all", label="Entity"
    )
    kind = filters.MultipleChoiceFilter(
        choices=kinds.choices, method="naming_kinds", label="Kind of entity"
    )
    language = StatedFilter(held=held_values(Facet.LANGUAGE), method="stated_as", label="Language")
    publisher = StatedFilter(
        held=held_values(Facet.PUBLISHER), method="stated_as", label="Publisher"
    )
    year = StatedFilter(held=held_years, method="dated", label="Year")

    class Meta:
        model = Article
        fields = ["entity", "kind", "language", "publisher", "year"]

    def naming_all(self, queryset, name, entities):
        for entity in entities:
            links = Link.objects.public().filter(article=OuterRef("pk"), entity=entity)
            queryset = queryset.filter(Exists(links))
        return queryset

    def naming_kinds(self, queryset, name, chosen):
        for kind in chosen:
            links = Link.objects.public().filter(article=OuterRef("pk"), entity__kind=kind)
            queryset = queryset.filter(Exists(links))
        return queryset

    def stated_as(self, queryset, name, values):
        return queryset.filter(**{f"{name}__in": ["" if v == NOT_STATED else v for v in values]})

    def dated(self, queryset, name, values):
        years = Q(published_earliest__year__in=[int(v) for v in values if v != NOT_STATED])
        return queryset.filter(
            years | Q(published_earliest=None) if NOT_STATED in values else years
        )

    @property
    def is_used(self):
        """Whether the address narrows anything: most do not, and a form costs much to check."""
        return self.is_bound and not self.data.keys().isdisjoint(self.base_filters)

    def faults(self):
        errors = self.form.errors.values() if self.is_used else ()
        return [fault for faults in errors for fault in faults]

    def narrowing(self, path: str, fixed=()) -> Narrowing:
        """The facets in force, what is at fault in the address left out."""
        # To ask for the errors fills in the data that are without.
        data = self.form.cleaned_data if self.is_used and self.form.errors is not None else {}
        entities = list(data.get("entity") or ())
        chosen = {facet: list(data.get(facet.value) or ()) for facet in Facet}
        chosen[Facet.ENTITY] = [entity.slug for entity in entities]
        return Narrowing(path, chosen, entities, fixed)
