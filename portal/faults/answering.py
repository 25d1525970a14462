"""Answer for what goes wrong: 503 where the data are away, 500 where the fault is ours.

Django asks `server_error` about whatever nobody caught, be it a view, a template or a middleware
that raised it.
"""

import sys

from django.db import connections
from django.http import HttpResponse, HttpResponseBadRequest
from django.template import loader
from django.views import defaults

from portal.faults.doubting import is_in_doubt
from portal.faults.recognising import is_away
from portal.guard.methods import READING

RETRY_AFTER = 30  # seconds


def server_error(request) -> HttpResponse:
    """Django's handler500, called while the error is handled."""
    error = sys.exc_info()[1]
    if not (is_away(error) or is_in_doubt()):
        return defaults.server_error(request)
    begin_anew()
    return not_now(request.method in READING)


def bad_request(request, exception) -> HttpResponse:
    """Django's handler400. The page knows no request: its host may be what is wrong with it."""
    return HttpResponseBadRequest(loader.render_to_string("400.html"))


def begin_anew() -> None:
    """Throw this thread's connections away: the next request looks for file and server again."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


def not_now(is_reading: bool) -> HttpResponse:
    """A page that needs no database and no index."""
    page = loader.render_to_string("503.html", {"is_away": True, "is_reading": is_reading})
    return HttpResponse(page, status=503, headers={"Retry-After": RETRY_AFTER})
