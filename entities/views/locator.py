"""The small map on the pages of countries and projects."""

from articles.prepared import Prepared
from entities.models import Entity
from entities.pictures.map.atlas import Land, Occurrence, atlas
from entities.pictures.map.locator import locator
from entities.places import all_spots
from entities.rows import NamedEntity
from entities.views.shown import ShownEntity


def locator_of(entity: ShownEntity) -> dict | None:
    """What is known of its place, with a small map; nothing where nothing is."""
    on_map = entity.kind_info.on_map
    spots = all_spots(entity.pk) if on_map == "mark" else []
    drawn = [spot for spot in spots if spot.is_drawn]
    land = land_of(entity if on_map == "outline" else drawn and entity.country)
    if not land and not spots:
        return None
    points = [(float(spot.longitude), float(spot.latitude)) for spot in drawn]
    return {
        "picture": locator(atlas(), land, points) if land or points else None,
        "spots": spots,
        "land": land,
        "occurrences": occurrences_in(land),
    }


def land_of(country: NamedEntity | None) -> Land | None:
    """The outline of a country."""
    return atlas().land(*number_of(country.pk)[0]) if country else None


@Prepared
def number_of(entity):
    return Entity.objects.filter(pk=entity).order_by().with_number().values_list("number")


def occurrences_in(land: Land | None) -> list[Occurrence]:
    return [one for one in atlas().occurrences if land and one.number == land.number]
