"""The corpus: articles, their versions and their passages."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
