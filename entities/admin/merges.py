"""Merges and splits in admin: made, and undone, at the desk."""

from django.contrib import admin

from articles.admin import ReadOnly
from entities.models import Merge


@admin.register(Merge)
class MergeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["other_name", "kind", "entity", "made_at", "made_by", "undone_at"]
    list_filter = ["kind"]
    search_fields = ["other_name", "other_slug", "entity_slug"]
    list_select_related = ["entity"]
