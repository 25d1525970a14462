"""The project package as an app: it holds the build command and the search."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self):
        from articles.signals import article_changed
        from entities.signals import knowledge_changed
        from portal.search import receivers

        article_changed.connect(receivers.note_articles, dispatch_uid="search")
        knowledge_changed.connect(receivers.note_knowledge, dispatch_uid="search")
