"""What changed from one edition to the next: counts, and the first names of each sort of thing."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Model, QuerySet

from articles import models as articles
from entities import models as entities
from portal.editions.connecting import connection_to, reading_by
from portal.guard.layers import address

# So many of each are named; the others are counted.
NAMED = 5
WAYS = ("added", "changed", "gone")


@dataclass(frozen=True)
class Part:
    """A table whose rows belong to things: `owner` says to which, `columns` what is compared."""

    model: type[Model]
    owner: str
    columns: tuple[str, ...] = ()


def with_ends() -> QuerySet:
    return entities.Relationship.objects.select_related("subject", "type", "object")


@dataclass(frozen=True)
class Thing:
    """What readers would call one thing, and the tables that say what it is."""

    key: str
    singular: str
    plural: str
    model: type[Model]
    parts: tuple[Part, ...] = ()
    # Of what is not called by a name, only the number is told.
    named: Callable[[], QuerySet] | None = None


VERSION_OF = "(SELECT article_id FROM {schema}.articles_articleversion WHERE id = {row}.version_id)"

THINGS = (
    Thing("article", "article", "articles", articles.Article, (
        Part(articles.CandidateOrigin, "article_id"),
        Part(articles.ArticleVersion, "article_id"),
        # A passage's words never change, its kind is what a curator gives it.
        Part(articles.Passage, VERSION_OF, ("kind",)),
    ), articles.Article.objects.all),
    Thing("collection", "collection", "collections", articles.Collection, (
        Part(articles.Membership, "collection_id"),
        Part(articles.AnnouncedPiece, "collection_id"),
    ), articles.Collection.objects.all),
    Thing("entity", "entity", "entities", entities.Entity, (
        Part(entities.Name, "entity_id"),
        Part(entities.Identifier, "entity_id"),
        Part(entities.FormerSlug, "entity_id"),
    ), entities.Entity.objects.all),
    Thing("statement", "statement", "statements", entities.Relationship, (
        Part(entities.Evidence, "relationship_id"),
        Part(entities.Qualifier, "relationship_id"),
        Part(entities.RelationshipNote, "relationship_id"),
        Part(entities.FormerStatement, "relationship_id"),
    ), with_ends),
    Thing("note", "note", "notes", entities.Note, (
        Part(entities.NoteSource, "note_id"),
        Part(entities.Anchor, "note_id"),
    )),
    Thing("source", "outside source", "outside sources", entities.Source,
          named=entities.Source.objects.all),
    Thing("figure", "figure", "figures", entities.Observation),
)  # fmt: skip
# The tables that are compared; the words of passages are not.
COMPARED = tuple(part.model for thing in THINGS for part in (thing, *thing.parts))


def compare(new: Path, former: Path) -> list[dict]:
    """What changed from the database `former` to `new`: of each thing that did, in each way the
    number, and slug and title of the first few. Both are of one live database and one schema."""
    with beside(new, former) as cursor:
        found = {thing.key: keys_of(cursor, thing) for thing in THINGS}
    return [
        {"thing": thing.key, **{way: told(thing, way, found[thing.key], new, former)
                                for way in WAYS}}
        for thing in THINGS
        if any(count for count, _ in found[thing.key].values())
    ]  # fmt: skip


@contextmanager
def beside(new: Path, former: Path) -> Iterator:
    connection = connection_to(new)
    try:
        with connection.cursor() as cursor:
            cursor.execute("ATTACH %s AS former", [address(former)])
            yield cursor
    finally:
        connection.close()


def keys_of(cursor, thing: Thing) -> dict[str, tuple[int, list[int]]]:
    """In each way, the number of things that changed and the keys of the first."""
    cursor.execute("CREATE TEMP TABLE touched (id INTEGER PRIMARY KEY)")
    for part in (Part(thing.model, "{row}.id"), *thing.parts):
        for statement in touching(part):
            cursor.execute(f"INSERT OR IGNORE INTO touched {statement}")
    table = thing.model._meta.db_table
    held = {name: f"touched.id IN (SELECT id FROM {name}.{table})" for name in ("main", "former")}
    found = {
        "added": first(cursor, f"{held['main']} AND NOT {held['former']}"),
        "changed": first(cursor, f"{held['main']} AND {held['former']}"),
        "gone": first(cursor, f"{held['former']} AND NOT {held['main']}"),
    }
    cursor.execute("DROP TABLE touched")
    return found


def touching(part: Part) -> Iterator[str]:
    """The queries for the owners of rows that are new or other than before, and of those gone."""
    table = part.model._meta.db_table
    columns = part.columns or [field.column for field in part.model._meta.local_concrete_fields]
    now, then = (", ".join(f'{row}."{column}"' for column in columns) for row in ("n", "o"))
    yield (
        f"SELECT {owner_of(part, 'main', 'n')} FROM main.{table} n"
        f" LEFT JOIN former.{table} o ON o.id = n.id"
        f" WHERE o.id IS NULL OR ({now}) IS NOT ({then})"
    )
    yield (
        f"SELECT {owner_of(part, 'former', 'o')} FROM former.{table} o"
        f" WHERE NOT EXISTS (SELECT 1 FROM main.{table} n WHERE n.id = o.id)"
    )


def owner_of(part: Part, schema: str, row: str) -> str:
    owner = part.owner if "{row}" in part.owner else f"{{row}}.{part.owner}"
    return owner.format(schema=schema, row=row)


def first(cursor, condition: str) -> tuple[int, list[int]]:
    cursor.execute(f"SELECT count(*) FROM touched WHERE {condition}")
    (count,) = cursor.fetchone()
    cursor.execute(f"SELECT id FROM touched WHERE {condition} ORDER BY id LIMIT {NAMED}")
    return count, [key for (key,) in cursor]


def told(thing: Thing, way: str, found: dict, new: Path, former: Path) -> dict:
    count, keys = found[way]
    names = named(thing, keys, former if way == "gone" else new) if keys and thing.named else []
    return {"count": count, "named": names}


def named(thing: Thing, keys: Sequence[int], file: Path) -> list[list[str]]:
    with reading_by(connection_to(file)):
        rows = thing.named().in_bulk(keys)
        return [[rows[key].slug, str(rows[key])] for key in keys]
