"""Pages that readers narrow down: every state of one is an address."""

from django.forms import ChoiceField, ModelChoiceField, ModelMultipleChoiceField
from django.urls import reverse
from django.utils.functional import cached_property
from django_filters.views import FilterView


class Narrowed:
    """A page that a form reads the address of. What it does not know there it passes over."""

    form_class = None
    # What holds without a word: it stands in no address.
    unsaid: dict[str, str] = {}

    @cached_property
    def form(self):
        return self.form_class(self.request.GET)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "canonical": self.request.build_absolute_uri(self.address()),
            "is_narrowed": bool(self.stated()),
            "narrowed_to": ", ".join(self.narrowed_to()),
            "faults": self.faults(),
        }

    def stated(self) -> list[tuple[str, str]]:
        """What is asked for and known, in one order whatever the order of the address."""
        return [
            (name, value)
            for name in self.form.fields
            for value in self.given(name)
            if value and value != self.unsaid.get(name) and name not in self.form.errors
        ]

    def given(self, name: str) -> list[str]:
        """What the form reads in the address: of a field that takes one value, the last."""
        data = self.form[name].data
        return sorted(set(data)) if isinstance(data, list) else [data]

    def said(self, name: str) -> str:
        """The value of a field that takes one, or what holds without a word."""
        return dict(self.stated()).get(name, self.unsaid.get(name, ""))

    def address(self, **changes: str) -> str:
        """The one address of this state, or of it with some of its parts changed."""
        match = self.request.resolver_match
        return reverse(match.view_name, kwargs=match.kwargs, query=self.query(**changes))

    def query(self, **changes: str) -> list[tuple[str, str]]:
        kept = [pair for pair in self.stated() if pair[0] not in changes]
        made = [pair for pair in changes.items() if pair[1] != self.unsaid.get(pair[0], "")]
        order = [*self.form.fields, "page"]
        return sorted([*kept, *made], key=lambda pair: order.index(pair[0]))

    def narrowed_to(self) -> list[str]:
        """The values in force as readers know them: "element", "JOGMEC"."""
        names = dict.fromkeys(name for name, _ in self.stated())
        return [word for name in names for word in self.words_for(name)]

    def words_for(self, name: str) -> list[str]:
        field, value = self.form.fields[name], self.form.cleaned_data[name]
        if isinstance(field, ModelMultipleChoiceField):
            return [str(one) for one in value]
        if isinstance(field, ChoiceField) and not isinstance(field, ModelChoiceField):
            labels = dict(field.choices)
            values = value if isinstance(value, list) else [value]
            return [str(labels.get(one, one)) for one in values]
        return [str(value) if isinstance(field, ModelChoiceField) else f"“{value}”"]

    def faults(self) -> list[str]:
        return [
            f"{self.form.fields[name].label or name}: {' '.join(errors)}"
            for name, errors in self.form.errors.items()
        ]


class Paged(Narrowed):
    """A list of which an address shows one page; the first has no number."""

    paginate_by = 50
    unsaid = {"page": "1"}

    def paginate_queryset(self, queryset, page_size):
        """A page number out of reach shows the nearest page there is."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        page.object_list = self.shown(page.object_list)
        return paginator, page, page.object_list, page.has_other_pages()

    def shown(self, rows):
        """What the page shows of the rows that are found."""
        return rows

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        number = context["page_obj"].number
        return context | {
            "canonical": self.request.build_absolute_uri(self.address(page=str(number))),
            "previous_url": self.address(page=str(number - 1)),
            "next_url": self.address(page=str(number + 1)),
        }


class NarrowedList(Paged, FilterView):
    """A list of rows that a filterset narrows."""

    @property
    def form(self):
        return self.filterset.form
