"""What the admin pages share whose rows readers search."""

from django.db import transaction
from django.db.models import QuerySet

from entities.announcing import Concerned, announce


class Announces:
    """Tells of whatever a page changes: what it concerned before, and what it concerns after."""

    def concerned(self, rows: QuerySet) -> Concerned:
        raise NotImplementedError

    def announce(self, obj) -> None:
        announce(**self.concerned(type(obj).objects.filter(pk=obj.pk)))

    def save_model(self, request, obj, form, change):
        self.announce(obj)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """All is saved by now, whichever part of the page was changed."""
        super().save_related(request, form, formsets, change)
        self.announce(form.instance)

    def delete_model(self, request, obj):
        self.delete_queryset(request, type(obj).objects.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        concerned = self.concerned(queryset)
        super().delete_queryset(request, queryset)
        # Who hears of it finds the rows gone.
        announce(**concerned)
