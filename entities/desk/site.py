"""The admin site, with the desk's screens beside the rows."""

from django.contrib.admin import AdminSite
from django.urls import include, path


class DeskSite(AdminSite):
    site_header = site_title = "Lodestone curation"
    index_title = "The desk"

    def get_urls(self):
        return [path("desk/", include("entities.desk.urls")), *super().get_urls()]
