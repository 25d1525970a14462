"""What every admin page of a curated model does: nothing is overwritten unseen, and all is kept."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpResponseRedirect

from articles.curating.goingback import GoesBack
from articles.curating.opened import TellsOfOthers


class Curated(GoesBack, TellsOfOthers, admin.ModelAdmin):
    """An admin page with its history, on which two curators cannot undo each other's work."""

    def response_action(self, request, queryset):
        """Rows that were taken away since the list was opened are told of, and passed over."""
        if request.POST.get("select_across", "0") != "1":
            self.tell_of_gone(request, queryset)
        return super().response_action(request, queryset)

    def tell_of_gone(self, request, queryset) -> None:
        chosen = set(request.POST.getlist(ACTION_CHECKBOX_NAME))
        held = {str(key) for key in queryset.filter(pk__in=chosen).values_list("pk", flat=True)}
        if gone := len(chosen - held):
            rows = "row was" if gone == 1 else "rows were"
            self.message_user(
                request,
                f"{gone} of the chosen {rows} passed over: gone meanwhile, or no longer in this "
                "list.",
                messages.WARNING,
            )

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Whoever follows an address to a row that is gone is shown what became of it."""
        if address := self.history_of_gone(object_id):
            self.message_user(
                request, f"This {opts.verbose_name} was deleted. Its history is kept.",
                messages.WARNING,
            )  # fmt: skip
            return HttpResponseRedirect(address)
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
