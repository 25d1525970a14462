"""Choices from tables that grow with the corpus: a list shows the first of them, and takes all."""

from collections.abc import Sequence

from django_filters import ModelChoiceFilter
from django_filters.fields import ModelChoiceField, ModelChoiceIterator

# More are found by the search, and by the pages that lead to a narrowed list.
MOST_LISTED = 200


class FirstChoices(ModelChoiceIterator):
    """The first rows, and the one that is chosen, which keeps its place in the form."""

    def __iter__(self):
        yield "", self.field.empty_label
        names, chosen = self.field.called_by, self.field.chosen
        rows = self.queryset.values_list(self.field.to_field_name, *names)[:MOST_LISTED]
        # Called by the first of its names that it has.
        listed = {value: next(filter(None, called), "") for value, *called in rows}
        yield from (listed | self.also(chosen)).items()

    def also(self, chosen) -> dict[str, str]:
        return {} if chosen is None else {self.field.prepare_value(chosen): str(chosen)}

    def __len__(self):
        return sum(1 for _ in self)


class FirstChoicesField(ModelChoiceField):
    iterator = FirstChoices
    chosen = None

    def __init__(self, *args, called_by: Sequence[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.called_by = called_by

    def to_python(self, value):
        self.chosen = super().to_python(value)
        return self.chosen


class FirstChoicesFilter(ModelChoiceFilter):
    field_class = FirstChoicesField
