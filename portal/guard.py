"""Keep the public pages read-only: GET and HEAD, and nothing else."""

from django.http import HttpResponseNotAllowed
from django.urls import reverse

READING = ("GET", "HEAD")


class ReadOnlyMiddleware:
    """Answer 405 to every method that could write, but in Django admin."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.admin = reverse("admin:index")

    def __call__(self, request):
        if request.method not in READING and not request.path.startswith(self.admin):
            return HttpResponseNotAllowed(READING)
        return self.get_response(request)
