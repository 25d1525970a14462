"""Lists that readers narrow down: every state of one is an address."""

from urllib.parse import urlencode

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

    def canonical_query(self, page) -> str:
        pages = [("page", page.number)] if page.number > 1 else []
        return urlencode([*self.stated(), *pages])

    def faults(self) -> list[str]:
        if not self.filterset.is_bound:
            return []
        return [
            f"{self.filterset.form.fields[name].label or name}: {' '.join(errors)}"
            for name, errors in self.filterset.form.errors.items()
        ]
