"""What a card says of an entity while a reader's pointer or focus rests on its name."""

from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from django.views.generic import DetailView

from entities.models import Entity


@method_decorator([conditional_page, cache_control(no_cache=True)], name="dispatch")
class EntityCard(DetailView):
    """A part of a page and no page: a browser keeps it, and asks whether it still holds."""

    template_name = "entities/card.html"
    context_object_name = "entity"

    def get_queryset(self):
        return Entity.objects.with_counts().for_list()

    def render_to_response(self, context, **kwargs):
        return super().render_to_response(context, headers={"X-Robots-Tag": "noindex"}, **kwargs)
