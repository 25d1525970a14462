"""Addresses that lead to another page now."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from articles.heads import Headed
from entities.models import Entity


class Moved(Headed):
    """A page of something that once was at other addresses: they lead to this one for ever."""

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            held = self.former(kwargs["slug"])
            if not held:
                raise
            address = reverse(request.resolver_match.view_name, args=[held.slug])
            query = request.META["QUERY_STRING"]
            return leads_to(f"{address}?{query}" if query else address)

    def former(self, slug: str):
        """What was once at this address, if readers get it."""
        raise NotImplementedError


class MovedEntity(Moved):
    """A page of an entity, which was merged into this one or had another slug."""

    def former(self, slug):
        return Entity.objects.filter(former_slugs__slug=slug).first()


def leads_to(address: str):
    response = redirect(address, permanent=True)
    # Browsers would keep it for ever, and a merge can be undone: they ask each time.
    response["Cache-Control"] = "no-cache"
    return response
