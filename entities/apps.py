"""The knowledge: entities, their names, relationships, evidence and notes."""

from django.apps import AppConfig


class EntitiesConfig(AppConfig):
    name = "entities"

    def ready(self):
        from articles.signals import article_changed
        from entities import receivers
        from entities.signals import knowledge_changed

        article_changed.connect(receivers.relink_and_anchor, dispatch_uid="entities")
        knowledge_changed.connect(receivers.count, dispatch_uid="entities")
