"""Keep the public pages read-only, and what no database takes away from them."""

from django.http import HttpResponseNotAllowed
from django.urls import reverse

READING = ("GET", "HEAD")
NUL = "%00"


class ReadOnlyMiddleware:
    """Answer 405 to every method that could write, but in Django admin."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.admin = reverse("admin:index")

    def __call__(self, request):
        if request.method not in READING and not request.path.startswith(self.admin):
            return HttpResponseNotAllowed(READING)
        return self.get_response(request)


class NoNulMiddleware:
    """Pass over NUL in a query string: no text holds it, and PostgreSQL refuses to look for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if NUL in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace(NUL, "")
        return self.get_response(request)
