"""One entity as its page shows it: what is held of it alone, by questions that are prepared."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.http import Http404

from articles.prepared import Prepared
from entities.models import Entity, Identifier, Name, Observation
from entities.rows import NamedEntity, columns

NEIGHBOURS_SHOWN = 15


@dataclass(slots=True)
class OwnEntity(NamedEntity):
    """All that is held of it in one row."""

    subtype: str
    description: str
    date: str
    date_note: str
    symbol: str
    atomic_number: int | None
    class_usgs: str
    class_eu: str
    class_geo3: str
    class_seeds: str
    members_total: int | None
    uses: list[str]
    article_count: int
    # Whether they are to be asked for: most entities have none.
    has_figures: bool

    get_class_usgs_display = Entity.get_class_usgs_display
    get_class_eu_display = Entity.get_class_eu_display
    get_class_geo3_display = Entity.get_class_geo3_display
    get_class_seeds_display = Entity.get_class_seeds_display


@dataclass(slots=True)
class ShownEntity(OwnEntity):
    country: NamedEntity | None
    parent_group: NamedEntity | None


@dataclass(slots=True)
class ShownName:
    text: str
    language: str
    links: bool
    used_from: str
    used_until: str


@dataclass(slots=True)
class ShownIdentifier:
    scheme: str
    value: str

    url = Identifier.url
    get_scheme_display = Identifier.get_scheme_display


@Prepared
def entity_called(slug):
    figures = Observation.objects.order_by().filter(entity=OuterRef("pk"))
    entities = Entity.objects.with_counts().annotate(has_figures=Exists(figures)).order_by()
    others = *columns(NamedEntity, "country__"), *columns(NamedEntity, "parent_group__")
    return entities.filter(slug=slug).values_list(*columns(OwnEntity), *others)


@Prepared
def names(entity):
    held = Name.objects.filter(entity=entity).order_by("-links", "pk")
    return held.values_list(*columns(ShownName))


@Prepared
def identifiers(entity):
    held = Identifier.objects.filter(entity=entity).order_by("scheme")
    return held.values_list(*columns(ShownIdentifier))


@Prepared
def named_together(entity):
    others = Entity.objects.named_together_with(entity)[:NEIGHBOURS_SHOWN]
    return others.values_list(*columns(NamedEntity), "passage_count")


@Prepared
def in_group(entity):
    held = Entity.objects.filter(parent_group=entity).order_by("atomic_number", "name")
    return held.values_list(*columns(NamedEntity))


def entity_at(slug: str) -> ShownEntity:
    rows = entity_called(slug)
    if not rows:
        raise Http404
    own, others = rows[0][:-10], (rows[0][-10:-5], rows[0][-5:])
    return ShownEntity(*own, *(NamedEntity(*one) if one[0] else None for one in others))


def names_of(entity: ShownEntity) -> list[ShownName]:
    return [ShownName(*row) for row in names(entity.pk)]


def identifiers_of(entity: ShownEntity) -> list[ShownIdentifier]:
    return [ShownIdentifier(*row) for row in identifiers(entity.pk)]


def neighbours_of(entity: ShownEntity) -> list[tuple[NamedEntity, int]]:
    """Entities that share passages with it, each with in how many."""
    return [(NamedEntity(*other), number) for *other, number in named_together(entity.pk)]


def members_of(entity: ShownEntity) -> list[NamedEntity]:
    """Of a group of elements, those that are in it, as the periodic table has them."""
    if entity.kind != "element_group":
        return []
    return [NamedEntity(*row) for row in in_group(entity.pk)]
