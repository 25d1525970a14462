"""The small map on the pages of countries and projects."""

from entities.models import Entity
from entities.pictures.map.atlas import Land, Occurrence, atlas
from entities.pictures.map.locator import locator
from entities.places import all_spots


def locator_of(entity: Entity) -> dict | None:
    """What is known of its place, with a small map; nothing where nothing is."""
    on_map = entity.kind_info.on_map
    spots = all_spots(entity) if on_map == "mark" else []
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


def land_of(country: Entity | None) -> Land | None:
    """The outline of a country, whose identifiers are read once."""
    schemes = {one.scheme: one.value for one in country.identifiers.all()} if country else {}
    return atlas().land(schemes.get("iso3166_1_num", ""))


def occurrences_in(land: Land | None) -> list[Occurrence]:
    return [one for one in atlas().occurrences if land and one.number == land.number]
