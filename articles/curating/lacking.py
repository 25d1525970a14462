"""Lists in admin narrowed to the rows that something is missing from."""

from django.contrib import admin

PARAMETER = "lacks"


class Lacking(admin.SimpleListFilter):
    """`offered` has a label, and the method of the queryset that finds the rows, by name."""

    title = "what is missing"
    parameter_name = PARAMETER
    offered: dict[str, tuple[str, str]] = {}

    def lookups(self, request, model_admin):
        return [(name, label) for name, (label, _) in self.offered.items()]

    def queryset(self, request, queryset):
        if self.value() not in self.offered:
            return queryset
        _, method = self.offered[self.value()]
        return getattr(queryset, method)()
