"""Lists that readers narrow down: every state of one is an address."""

from urllib.parse import urlencode

from django.forms import ChoiceField, ModelChoiceField, ModelMultipleChoiceField
from django_filters.views import FilterView


class NarrowedList(FilterView):
    """A filtered, paginated list. What it does not know in an address it passes over."""

    paginate_by = 50

    def paginate_queryset(self, queryset, page_size):
        """A page number out of reach shows the nearest page there is."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        query = self.canonical_query(context["page_obj"])
        path = self.request.path + (f"?{query}" if query else "")
        return context | {
            "canonical": self.request.build_absolute_uri(path),
            "is_narrowed": bool(self.stated()),
            "narrowed_to": ", ".join(self.narrowed_to()),
            "previous_query": self.query_of(context["page_obj"], -1),
            "next_query": self.query_of(context["page_obj"], 1),
            "faults": self.faults(),
        }

    def stated(self) -> list[tuple[str, str]]:
        """The filters in force, in one order whatever the order of the address."""
        if not self.filterset.is_bound:
            return []
        return [
            (name, value)
            for name in self.filterset.filters
            for value in sorted(set(self.request.GET.getlist(name)))
            if value and name not in self.filterset.form.errors
        ]

    def narrowed_to(self) -> list[str]:
        """The values in force as readers know them: "element", "JOGMEC"."""
        names = dict.fromkeys(name for name, _ in self.stated())
        return [word for name in names for word in self.words_for(name)]

    def words_for(self, name: str) -> list[str]:
        form = self.filterset.form
        field, value = form.fields[name], form.cleaned_data[name]
        if isinstance(field, ModelMultipleChoiceField):
            return [str(one) for one in value]
        if isinstance(field, ChoiceField) and not isinstance(field, ModelChoiceField):
            labels = dict(field.choices)
            values = value if isinstance(value, list) else [value]
            return [str(labels.get(one, one)) for one in values]
        return [str(value) if isinstance(field, ModelChoiceField) else f"“{value}”"]

    def canonical_query(self, page) -> str:
        return self.query_of(page, 0)

    def query_of(self, page, step: int) -> str:
        """This state `step` pages further, at its one address; the first page has no number."""
        number = page.number + step
        return urlencode([*self.stated(), *([("page", number)] if number > 1 else [])])

    def faults(self) -> list[str]:
        if not self.filterset.is_bound:
            return []
        return [
            f"{self.filterset.form.fields[name].label or name}: {' '.join(errors)}"
            for name, errors in self.filterset.form.errors.items()
        ]
