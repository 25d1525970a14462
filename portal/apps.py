"""The project package as an app: it holds the build command and the search."""

from django.apps import AppConfig
from django.conf import settings


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self):
        from django.core.signals import request_finished, request_started
        from django.db.backends.signals import connection_created
        from django.db.models.signals import post_migrate

        from articles.signals import article_changed, many_begin, many_end
        from entities import finding
        from entities.signals import knowledge_changed, relinking_queued
        from portal.cache import counting
        from portal.faults import patience
        from portal.pages import stored
        from portal.search import holding, indexing, receivers

        article_changed.connect(receivers.note_articles, dispatch_uid="search")
        knowledge_changed.connect(receivers.note_knowledge, dispatch_uid="search")
        relinking_queued.connect(receivers.have_worked_off, dispatch_uid="search")
        finding.Index.finder = staticmethod(holding.articles_with)
        many_begin.connect(receivers.begin_many, dispatch_uid="search")
        many_end.connect(receivers.end_many, dispatch_uid="search")
        article_changed.connect(stored.forget_articles, dispatch_uid="texts")
        knowledge_changed.connect(stored.forget_knowledge, dispatch_uid="texts")
        indexing.FOLLOWER.at_leisure = stored.store_some
        if settings.IS_CURATED:
            connection_created.connect(counting.watch, dispatch_uid="counting")
            article_changed.connect(counting.note_change, dispatch_uid="counting")
            knowledge_changed.connect(counting.note_change, dispatch_uid="counting")
            post_migrate.connect(counting.note_migration, sender=self, dispatch_uid="counting")
            self.bring_to_the_desk()
        if not settings.READS_EDITIONS:
            # Nobody locks an edition.
            connection_created.connect(patience.bind, dispatch_uid="patience")
            request_started.connect(patience.begin, dispatch_uid="patience")
            request_finished.connect(patience.end, dispatch_uid="patience")

    def bring_to_the_desk(self):
        """The desk lists screens, and knows nothing of editions."""
        from entities.desk.attention import SCREENS
        from portal.editions.desk import LISTED

        SCREENS.append(LISTED)
