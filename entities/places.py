"""Where the entities lie that have a place: what a map can draw, and what it can only list."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from entities import kinds
from entities.figures.measures import basis_in_words
from entities.models import Entity, Observation, Source
from entities.models import Relationship as Statement
from entities.pictures.map.degrees import in_words
from entities.pictures.map.world import is_on_map
from entities.querysets.figures import HIGHEST, ONE_PLACE

COORDINATES = tuple(HIGHEST)
OCCURRENCES = "src-usgs-ree-occurrences"


@dataclass(frozen=True)
class Spot:
    """A place of one subject as one source gives it."""

    subject: str
    entity: Entity | None
    latitude: Decimal | None
    longitude: Decimal | None
    basis: str
    precision: str
    source: Source

    @property
    def name(self) -> str:
        return str(self.entity or self.subject)

    @property
    def is_located(self) -> bool:
        """Whether both coordinates are there and can be true."""
        return (
            self.latitude is not None
            and self.longitude is not None
            and abs(self.latitude) <= HIGHEST["latitude"]
            and abs(self.longitude) <= HIGHEST["longitude"]
        )

    @property
    def is_drawn(self) -> bool:
        return self.is_located and is_on_map(self.latitude)

    @property
    def place(self) -> str:
        return in_words(self.latitude, self.longitude) if self.is_located else ""


@dataclass(frozen=True)
class Area:
    """Where something lies: as the curator put it, or as a statement does."""

    entity: Entity
    statement: Statement | None = None


@dataclass
class Project:
    """What a map marks by a point, with the places on record for it."""

    entity: Entity
    spots: list[Spot]
    # Where the curator or a statement puts it.
    lies_in: list[Area]


@dataclass
class Places:
    countries: list[Entity] = field(default_factory=list)
    wide: list[Entity] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    # Of whatever else a source gives the place of.
    others: list[Spot] = field(default_factory=list)
    # How many there are of both, listed or not.
    project_count: int = 0
    other_count: int = 0

    @property
    def spots(self) -> list[Spot]:
        return [spot for project in self.projects for spot in project.spots] + self.others


def places(most: int) -> Places:
    """All that has a place, each once, the most stated of first; of projects at most so many."""
    found, spots, stated = Places(), by_entity(all_spots()), stated_places()
    for entity in placed_entities():
        match entity.kind_info.on_map:
            case "outline":
                found.countries.append(entity)
            case "mark":
                own = spots.pop(entity.pk, [])
                found.projects.append(Project(entity, own, lies_in(entity, stated)))
            case _:
                found.wide.append(entity)
    found.others = [spot for rest in spots.values() for spot in rest]
    return shortened(found, most)


def shortened(found: Places, most: int) -> Places:
    """The projects that can be drawn before those that cannot, as many as may be."""
    projects = sorted(found.projects, key=lambda one: not any(s.is_drawn for s in one.spots))
    return replace(
        found,
        projects=projects[:most],
        others=found.others[:most],
        project_count=len(projects),
        other_count=len(found.others),
    )


def by_entity(spots: list[Spot]) -> dict[int | None, list[Spot]]:
    """Spots by the key of their entity; those of what is not held by None."""
    groups: dict[int | None, list[Spot]] = {}
    for one in spots:
        groups.setdefault(one.entity and one.entity.pk, []).append(one)
    return groups


def placed_entities():
    placed = [kind.slug for kind in kinds.KINDS.values() if kind.on_map]
    entities = Entity.objects.filter(kind__in=placed).with_counts().with_number()
    return entities.select_related("country").order_by("-relationship_count", "name")


def all_spots(entity: int | None = None) -> list[Spot]:
    """The places that sources give, of one entity or of all; a source's two coordinates as one."""
    rows = Observation.objects.filter(measure__in=COORDINATES).select_related("entity", "source")
    pairs: dict[tuple, dict[str, Observation]] = {}
    for row in rows.filter(entity=entity) if entity else rows:
        key = tuple(getattr(row, name) for name in ONE_PLACE)
        pairs.setdefault(key, {})[row.measure] = row
    return [spot(pair) for pair in pairs.values()]


def spot(pair: dict[str, Observation]) -> Spot:
    one = next(iter(pair.values()))
    remarks = dict.fromkeys(row.remark for row in pair.values() if row.remark)
    latitude, longitude = (pair[measure].value if measure in pair else None
                           for measure in COORDINATES)  # fmt: skip
    basis, precision = basis_in_words(one.basis), "; ".join(remarks)
    return Spot(one.subject, one.entity, latitude, longitude, basis, precision, one.source)


def stated_places() -> dict[int, list[Area]]:
    """What statements say of where entities lie, by the key of the entity."""
    stated: dict[int, list[Area]] = {}
    located = Statement.objects.public().with_soundness().filter(type__slug="located_in")
    for one in located.select_related("object"):
        stated.setdefault(one.subject_id, []).append(Area(one.object, one))
    return stated


def lies_in(entity: Entity, stated: dict[int, list[Area]]) -> list[Area]:
    areas = stated.get(entity.pk, [])
    is_known = not entity.country or entity.country in [area.entity for area in areas]
    return areas if is_known else [Area(entity.country), *areas]
