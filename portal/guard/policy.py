"""The Content-Security-Policy, which is the same for all answers but a few."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings


class PolicyMiddleware(CSPMiddleware):
    """django-csp, which puts a policy together for every answer anew: here for those alone whose
    views change it. No page has a nonce."""

    def __init__(self, get_response):
        super().__init__(get_response)
        self.policy = build_policy()

    def __call__(self, request):
        response = self.get_response(request)
        # In development, Django's own pages of errors are let be.
        if settings.DEBUG or is_changed(response):
            return self.process_response(request, response)
        response.headers.setdefault(HEADER, self.policy)
        return response


def is_changed(response) -> bool:
    """Whether one of django-csp's decorators has left its mark."""
    return any(name.startswith("_csp") for name in vars(response))
