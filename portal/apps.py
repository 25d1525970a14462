"""The project package as an app: it holds the build command."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
