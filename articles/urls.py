"""Addresses of the corpus that need nothing but the corpus."""

from django.urls import path

from articles import views

urlpatterns = [
    path("collections/<slug:slug>/", views.CollectionPage.as_view(), name="collection"),
]
