"""The queue of changes of names, in admin: what, who, when, how far, and what came of it."""

from django.contrib import admin

from articles.admin import ReadOnly
from entities.models import Relinking


@admin.register(Relinking)
class RelinkingAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["what", "asked_by", "asked_at", "state", "articles_left", "result"]
    list_filter = [("finished_at", admin.EmptyFieldListFilter)]
    search_fields = ["what", "asked_by"]
    list_select_related = ["superseded_by"]
    fields = [*list_display[:3], "state", "articles_left", "result", "finished_at", "superseded_by"]

    @admin.display(description="articles left")
    def articles_left(self, job):
        return "not known yet" if job.left is None else f"{job.left:,}"
