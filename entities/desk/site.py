"""The admin site, with the desk's screens beside the rows."""

from django.contrib.admin import AdminSite
from django.urls import include, path

from articles.curating.recent import recent_changes
from entities.desk.attention import points_for, screens_for
from entities.desk.recent import RecentChanges

LATEST, ROWS = 8, 3


class DeskSite(AdminSite):
    site_header = site_title = "Lodestone curation"
    index_title = "The desk"

    def get_urls(self):
        return [
            path("desk/", include("entities.desk.urls")),
            path("changes/", RecentChanges.as_screen(), name="recent_changes"),
            *super().get_urls(),
        ]

    def index(self, request, extra_context=None):
        """What needs a person comes first."""
        context = {
            "screens": screens_for(request.user),
            "points": points_for(request.user),
            "changes": recent_changes(request.user, LATEST, ROWS),
        }
        return super().index(request, {**context, **(extra_context or {})})
