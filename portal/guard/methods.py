"""Keep the public pages read-only, and what no database takes away from them."""

from django.conf import settings
from django.http import HttpResponseNotAllowed
from django.urls import reverse

READING = ("GET", "HEAD")
NUL = "%00"


class ReadOnlyMiddleware:
    """Answer 405 to every method that could write, but in Django admin."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.admin = reverse("admin:index") if settings.IS_CURATED else None

    def __call__(self, request):
        if request.method not in READING and not self.is_admin(request.path):
            return HttpResponseNotAllowed(READING)
        return self.get_response(request)

    def is_admin(self, path):
        return self.admin is not None and path.startswith(self.admin)


class NoNulMiddleware:
    """Pass over NUL in a query string: no text holds it, and PostgreSQL refuses to look for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if NUL in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace(NUL, "")
        return self.get_response(request)
