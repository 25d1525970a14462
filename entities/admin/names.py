"""Rules for names, and names that no entity has, in admin."""

from functools import partial

from django.contrib import admin

from articles.admin import ReadOnly
from entities import linking
from entities.admin.relinking import LinksAnew
from entities.models import NameRule, UnclaimedName


@admin.register(NameRule)
class NameRuleAdmin(LinksAnew, admin.ModelAdmin):
    list_display = ["text", "entity", "verdict", "decided_at", "decided_by"]
    list_filter = ["verdict"]
    search_fields = ["text", "entity__name", "entity__short_name"]
    autocomplete_fields = ["entity"]
    list_select_related = ["entity"]

    def save_model(self, request, obj, form, change):
        obj.decided_by = request.user.get_username()
        super().save_model(request, obj, form, change)
        self.tell(request, linking.link_named({obj.text, form.initial.get("text", obj.text)}))

    def linking_without(self, queryset):
        return partial(linking.link_named, list(queryset.values_list("text", flat=True)))


@admin.register(UnclaimedName)
class UnclaimedNameAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["text", "article_count", "mention_count"]
    search_fields = ["text"]
