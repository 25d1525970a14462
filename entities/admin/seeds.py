"""What the seed files said when they were last loaded, to be looked at in admin."""

from django.contrib import admin

from articles.admin import ReadOnly
from entities.models import SeedConflict, SeedRecord


@admin.register(SeedRecord)
class SeedRecordAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["key", "kind"]
    list_filter = ["kind"]
    search_fields = ["key"]


@admin.register(SeedConflict)
class SeedConflictAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["key", "path", "kept", "file_says", "kind"]
    list_filter = ["kind"]
    search_fields = ["key", "path"]
