"""Addresses of the search."""

from django.urls import path

from portal.search import views

urlpatterns = [
    path("search/", views.SearchPage.as_view(), name="search"),
    path("search/help/", views.HelpPage.as_view(), name="search-help"),
    path("search/suggestions/", views.Suggestions.as_view(), name="suggestions"),
    path("opensearch.xml", views.OpenSearchDescription.as_view(), name="opensearch"),
    path("robots.txt", views.Robots.as_view(), name="robots"),
]
