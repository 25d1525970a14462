"""Addresses of entities, relationships, notes and sources."""

from django.urls import path

from entities.views.elements import ElementsPage
from entities.views.entities import EntityList, EntityPage
from entities.views.evidence import EvidenceList
from entities.views.notes import NoteList
from entities.views.relationships import RelationshipList, RelationshipPage
from entities.views.sources import SourceList, SourcePage

urlpatterns = [
    path("entities/", EntityList.as_view(), name="entities"),
    path("entities/<slug:slug>/", EntityPage.as_view(), name="entity"),
    path("elements/", ElementsPage.as_view(), name="elements"),
    path("relationships/", RelationshipList.as_view(), name="relationships"),
    path("relationships/<slug:slug>/", RelationshipPage.as_view(), name="relationship"),
    path("evidence/", EvidenceList.as_view(), name="evidence"),
    path("notes/", NoteList.as_view(), name="notes"),
    path("sources/", SourceList.as_view(), name="sources"),
    path("sources/<slug:slug>/", SourcePage.as_view(), name="source"),
]
