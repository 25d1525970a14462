"""Addresses of entities, relationships, notes and sources."""

from django.urls import path

from entities.views.cards import EntityCard
from entities.views.connections import ConnectionsPage
from entities.views.elements import ElementsPage
from entities.views.entities import EntityList, EntityPage
from entities.views.evidence import EvidenceList
from entities.views.figures import FigureList
from entities.views.gaps import GapsPage
from entities.views.graph import GraphPage, GraphPicture
from entities.views.notes import NoteList
from entities.views.places import MapPage
from entities.views.relationships import RelationshipList, RelationshipPage
from entities.views.sources import SourceList, SourcePage
from entities.views.timeline import TimelinePage

urlpatterns = [
    path("entities/", EntityList.as_view(), name="entities"),
    path("entities/<slug:slug>/graph/", GraphPage.as_view(), name="graph"),
    path("entities/<slug:slug>/graph.svg", GraphPicture.as_view(), name="graph-picture"),
    path("entities/<slug:slug>/", EntityPage.as_view(), name="entity"),
    path("entities/<slug:slug>/card/", EntityCard.as_view(), name="entity-card"),
    path("elements/", ElementsPage.as_view(), name="elements"),
    path("relationships/", RelationshipList.as_view(), name="relationships"),
    path("relationships/<slug:slug>/", RelationshipPage.as_view(), name="relationship"),
    path("connections/", ConnectionsPage.as_view(), name="connections"),
    path("evidence/", EvidenceList.as_view(), name="evidence"),
    path("map/", MapPage.as_view(), name="map"),
    path("figures/", FigureList.as_view(), name="figures"),
    path("gaps/", GapsPage.as_view(), name="gaps"),
    path("notes/", NoteList.as_view(), name="notes"),
    path("sources/", SourceList.as_view(), name="sources"),
    path("sources/<slug:slug>/", SourcePage.as_view(), name="source"),
    path("timeline/", TimelinePage.as_view(), name="timeline"),
]
