"""The Content-Security-Policy of every answer."""

from csp.constants import HEADER
from csp.decorators import csp_exempt, csp_update
from csp.middleware import CSPMiddleware
from django.http import HttpResponse
from django.test import RequestFactory

from portal.guard.policy import PolicyMiddleware

REQUEST = RequestFactory().get("/")


def policy_of(middleware, view) -> set[str]:
    return set(middleware(view)(REQUEST).headers.get(HEADER, "").split("; "))


def plain(request):
    return HttpResponse("words")


def test_it_is_the_one_that_django_csp_would_give():
    assert policy_of(PolicyMiddleware, plain) == policy_of(CSPMiddleware, plain)
    assert "default-src 'none'" in policy_of(PolicyMiddleware, plain)


def test_a_view_may_change_it_for_its_own_answers():
    changed = csp_update({"style-src": "'unsafe-inline'"})(plain)
    assert policy_of(PolicyMiddleware, changed) == policy_of(CSPMiddleware, changed)
    assert "style-src 'self' 'unsafe-inline'" in policy_of(PolicyMiddleware, changed)
    assert policy_of(PolicyMiddleware, csp_exempt()(plain)) == {""}
    assert "style-src 'self'" in policy_of(PolicyMiddleware, plain)


def test_a_header_that_is_there_already_stays():
    def own(request):
        return HttpResponse("words", headers={HEADER: "default-src 'self'"})

    assert policy_of(PolicyMiddleware, own) == {"default-src 'self'"}
