"""Choices from tables that grow with the corpus: a list shows the first of them, and takes all."""

from django_filters import ModelChoiceFilter
from django_filters.fields import ModelChoiceField, ModelChoiceIterator

# More are found by the search, and by the pages that lead to a narrowed list.
MOST_LISTED = 200


class FirstChoices(ModelChoiceIterator):
    """The first rows, and the one that is chosen, which keeps its place in the form."""

    def __iter__(self):
        yield "", self.field.empty_label
        listed, chosen = list(self.queryset[:MOST_LISTED]), self.field.chosen
        for row in listed if chosen is None or chosen in listed else [*listed, chosen]:
            yield self.choice(row)

    def __len__(self):
        return sum(1 for _ in self)


class FirstChoicesField(ModelChoiceField):
    iterator = FirstChoices
    chosen = None

    def to_python(self, value):
        self.chosen = super().to_python(value)
        return self.chosen


class FirstChoicesFilter(ModelChoiceFilter):
    field_class = FirstChoicesField
