"""Let a request read one edition, whatever is published meanwhile."""

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed

from portal.editions import serving


class PinningMiddleware:
    """Forget the edition of the thread's last request; what first reads pins the current one.

    What reads nothing, such as a file of the looks, is served without any edition.
    """

    def __init__(self, get_response):
        if not settings.READS_EDITIONS:
            raise MiddlewareNotUsed("This process reads the live database.")
        self.get_response = get_response

    def __call__(self, request):
        serving.release()
        return self.get_response(request)
