"""The map of the world, with a list of all that it shows beside it."""

from django import forms
from django.views.generic import TemplateView

from articles.listing import Narrowed
from entities.models import Entity, Source
from entities.pictures.map.atlas import atlas
from entities.pictures.map.world import Held, Point, WorldMap, world_map
from entities.places import OCCURRENCES, Places, Spot, places

# What the map is shaded by, and what holds the count.
COUNTS = {"statements": "relationship_count", "articles": "article_count"}
# More marks than these would hide each other; the list of entities has all projects.
PROJECTS_SHOWN = 300
OTHER_LIST = {"places": "occurrences", "occurrences": "places"}


class MapForm(forms.Form):
    """What an address can ask of the map; the first of the choices is what it shows unasked."""

    by = forms.ChoiceField(
        label="Shaded by", required=False, choices=[(count, count) for count in COUNTS]
    )
    layers = forms.ChoiceField(
        label="Occurrences, for reference",
        required=False,
        choices=[("all", "shown"), ("stated", "left out")],
    )
    list = forms.ChoiceField(
        label="List",
        required=False,
        choices=[("places", "countries and projects"), ("occurrences", "every occurrence")],
    )


class MapPage(Narrowed, TemplateView):
    form_class = MapForm
    unsaid = {name: field.choices[0][0] for name, field in MapForm.base_fields.items()}
    template_name = "entities/map.html"

    def get_context_data(self, **kwargs):
        found = places(most=PROJECTS_SHOWN)
        state = {name: self.said(name) for name in self.form.fields}
        picture = picture_of(found, **state)
        return super().get_context_data(
            places=found,
            picture=picture,
            state=state,
            noun=state["by"].removesuffix("s"),
            countries=[
                (one, picture.left_out.get(one.get_absolute_url())) for one in found.countries
            ],
            switches=[self.switch(name) for name in ("by", "layers")],
            occurrences=atlas().by_country,
            occurrence_count=len(atlas().occurrences),
            occurrence_url=self.address(list=OTHER_LIST[state["list"]]),
            occurrence_source=Source.objects.filter(slug=OCCURRENCES).first(),
            **kwargs,
        )

    def switch(self, name: str) -> tuple[str, list[tuple[str, str, bool]]]:
        """What else can be chosen, each at its address, and what is chosen now."""
        field, now = self.form.fields[name], self.said(name)
        choices = [
            (label, self.address(**{name: value}), value == now) for value, label in field.choices
        ]
        return field.label, choices


def picture_of(found: Places, by: str, layers: str, **rest) -> WorldMap:
    return world_map(
        atlas(),
        [held(one, by) for one in found.countries],
        [point(one) for one in found.spots if one.is_drawn],
        atlas().occurrences if layers == "all" else (),
    )


def held(country: Entity, by: str) -> Held:
    count = getattr(country, COUNTS[by])
    return Held(country.number, str(country), country.get_absolute_url(), count)


def point(spot: Spot) -> Point:
    address, kind = "", "project"
    if spot.entity:
        address, kind = spot.entity.get_absolute_url(), spot.entity.kind
    return Point(spot.name, address, kind, float(spot.longitude), float(spot.latitude))
