"""Merges and splits in admin: made, and undone, at the desk, to which the entities' pages lead."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from articles.admin import ReadOnly
from entities.models import FormerStatement, Merge


class OneOrTwo:
    """For the pages of entities: two are one after all, or one is two."""

    actions = ["merge_two"]

    def has_merge_permission(self, request):
        return request.user.has_perm("entities.add_merge")

    @admin.action(description="Merge the two chosen", permissions=["merge"])
    def merge_two(self, request, queryset):
        slugs = list(queryset.order_by("pk").values_list("slug", flat=True)[:3])
        if len(slugs) == 2:
            return redirect(desk("merge", zip(("entity", "with"), slugs, strict=True)))
        self.message_user(request, "Choose two entities: no more, no fewer.", messages.ERROR)

    @admin.display(description="one or two")
    def one_or_two(self, entity):
        chosen = {"entity": entity.slug}
        return format_html(
            '<a href="{}">Merge with another…</a> · <a href="{}">Split…</a>',
            desk("merge", chosen), desk("split", chosen),
        )  # fmt: skip


def desk(screen: str, chosen) -> str:
    return f"{reverse(f'admin:desk_{screen}')}?{urlencode(dict(chosen))}"


@admin.register(Merge)
class MergeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["other_name", "kind", "entity", "made_at", "made_by", "undone_at", "at_desk"]
    list_filter = ["kind"]
    search_fields = ["other_name", "other_slug", "entity_slug"]
    list_select_related = ["entity"]

    @admin.display(description="at the desk")
    def at_desk(self, merge):
        address = reverse("admin:desk_merge_record", args=[merge.pk])
        return format_html('<a href="{}">What was done, and undo</a>', address)


@admin.register(FormerStatement)
class FormerStatementAdmin(ReadOnly, admin.ModelAdmin):
    """Made, and taken away, by merges: addresses of statements never die."""

    list_display = ["slug", "relationship"]
    search_fields = ["slug", "relationship__slug"]
    list_select_related = [
        "relationship__subject", "relationship__type", "relationship__object",
    ]  # fmt: skip
