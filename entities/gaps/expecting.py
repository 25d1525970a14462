"""What an entity of a kind should have, and how the portal holds it. Each is one declaration."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.lookups import GreaterThanOrEqual

from entities.querysets import count_of, related


@dataclass(frozen=True)
class Filled:
    """A field of the entity that is not empty."""

    name: str
    empty: str | tuple | None = ""

    def held(self, entities: QuerySet) -> Q:
        return ~Q(**{self.name: list(self.empty) if self.empty == () else self.empty})


@dataclass(frozen=True)
class Stated:
    """Statements of one type that readers get, in which it stands at this end."""

    type: str
    end: str = "subject"
    least: int = 1

    def held(self, entities: QuerySet) -> Q:
        statements = related(entities, "relations_from").public().filter(type__slug=self.type)
        if self.least == 1:
            return Q(Exists(statements.filter(**{self.end: OuterRef("pk")})))
        return Q(GreaterThanOrEqual(count_of(statements, self.end), self.least))


@dataclass(frozen=True)
class Kept:
    """Rows of another table about it, as readers get them: `key` leads back to the entity."""

    name: str
    key: str = "entity"
    narrowed: tuple[tuple[str, str | int], ...] = ()

    def held(self, entities: QuerySet) -> Q:
        rows = related(entities, self.name)
        rows = rows.public() if hasattr(rows, "public") else rows
        return Q(Exists(rows.filter(**{self.key: OuterRef("pk")}, **dict(self.narrowed))))


@dataclass(frozen=True)
class Located:
    """A place that a source gives as a point on the globe."""

    def held(self, entities: QuerySet) -> Q:
        places = related(entities, "observations").located()
        return Q(Exists(places.filter(entity=OuterRef("pk"))))


@dataclass(frozen=True)
class Expectation:
    """`words` say what it is; any one of `ways` will do. An article that names the entity may
    tell it where `is_told`: where kinds are given as `beside`, one that names it with these."""

    slug: str
    words: str
    ways: tuple[Filled | Stated | Kept | Located, ...]
    beside: tuple[str, ...] = ()
    is_told: bool = True

    def lacking(self, entities: QuerySet) -> Q:
        """The one condition by which entities that lack it are counted, and listed."""
        return ~reduce(or_, (way.held(entities) for way in self.ways))

    @property
    def types(self) -> set[str]:
        """The types of statement that would tell it, where nothing else would."""
        types = {way.type for way in self.ways if isinstance(way, Stated)}
        return types if len(types) == len(self.ways) else set()


DESCRIPTION = Expectation("description", "description", (Filled("description"),), is_told=False)
ARTICLE = Expectation(
    "article", "mention in an article",
    (Kept("counts", narrowed=(("article_count__gt", 0),)),), is_told=False,
)  # fmt: skip
STATEMENT = Expectation(
    "statement", "statement in an article",
    (Kept("counts", narrowed=(("relationship_count__gt", 0),)),),
)  # fmt: skip
EVERY = (DESCRIPTION, ARTICLE, STATEMENT)

ISO_CODE = Expectation(
    "iso-code", "ISO 3166 code",
    (Kept("identifiers", narrowed=(("scheme", "iso3166_1_alpha2"),)),), is_told=False,
)  # fmt: skip
SEAT = Expectation(
    "country", "country or owner", (Filled("country", None), Stated("state_owned_by")), ("country",)
)
OFFICE = Expectation("office", "office", (Stated("holds_office_in"),), ("country",))
COUNTRY = Expectation(
    "country", "country", (Filled("country", None), Stated("located_in")), ("country", "region")
)
PLACE = Expectation("place", "place", (Located(),))
OWNER = Expectation("owner", "owner", (Stated("project_of"),), ("organization",))
ELEMENT = Expectation(
    "element", "element", (Stated("enriched_in"), Stated("potential_source_of")),
    ("element", "element_group"),
)  # fmt: skip
# No seed has this type of statement; a curator who adds it closes the gap.
STAGE = Expectation("stage", "stage of development", (Stated("at_stage"),))
PARTIES = Expectation(
    "parties", "second party", (Stated("party_to", "object", least=2),),
    ("country", "union", "organization"),
)  # fmt: skip
DATE = Expectation("date", "date", (Filled("date"),))
SUBJECT = Expectation(
    "subject", "subject", (Stated("concerns"),), ("element", "element_group", "project")
)
USE = Expectation("use", "use", (Filled("uses", ()), Stated("used_in")), ("application",))
CLASSES = Expectation(
    "class", "class by any convention",
    (Filled("class_usgs"), Filled("class_eu"), Filled("class_geo3")), is_told=False,
)  # fmt: skip
MEMBERS = Expectation(
    "members", "members",
    (Kept("group_members", "parent_group"), Stated("member_of_group", "object")), is_told=False,
)  # fmt: skip
