"""Addresses of entities, relationships, notes and sources."""

from django.urls import path

from entities import views

urlpatterns = [
    path("entities/", views.EntityList.as_view(), name="entities"),
    path("entities/<slug:slug>/", views.EntityPage.as_view(), name="entity"),
    path("elements/", views.ElementsPage.as_view(), name="elements"),
    path("relationships/", views.RelationshipList.as_view(), name="relationships"),
    path("relationships/<slug:slug>/", views.RelationshipPage.as_view(), name="relationship"),
    path("evidence/", views.EvidenceList.as_view(), name="evidence"),
    path("notes/", views.NoteList.as_view(), name="notes"),
    path("sources/", views.SourceList.as_view(), name="sources"),
    path("sources/<slug:slug>/", views.SourcePage.as_view(), name="source"),
]
