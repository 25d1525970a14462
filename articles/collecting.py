"""Store the collections that an articles.toml describes."""

from typing import Any

from django.db import transaction

from articles import threeway
from articles.errors import BadInput
from articles.manifest import Manifest, is_tables
from articles.models import AnnouncedPiece, Article, Collection, Membership, TitleSource
from articles.records import read_slug

FIELDS = ("id", "title", "title_source", "introduction", "members", "announced")
PIECE_FIELDS = ("line", "about", "words")


def store_collections(manifest: Manifest, failed: list[BadInput]) -> list[str]:
    """Store each collection whole; faults are added to `failed`, conflicts are returned."""
    warnings = []
    for number, table in enumerate(manifest.collections, 1):
        name = table.get("id") or f"collection {number}"
        try:
            record = read_collection(table)
            warnings += store_collection(read_slug(table.get("id")), record)
        except (ValueError, Article.DoesNotExist) as error:
            failed.append(BadInput(manifest.path, f"{name}: {error}"))
    return warnings


def read_collection(table: dict) -> dict:
    if unknown := sorted(table.keys() - set(FIELDS)):
        raise ValueError(f"unknown field {', '.join(unknown)}; known are {', '.join(FIELDS)}")
    if not table.get("title"):
        raise ValueError("title: missing")
    if table.get("title_source", "curator") not in TitleSource.values:
        raise ValueError(f"title_source: expected one of {', '.join(TitleSource.values)}")
    check_members(table.get("members", []))
    if not is_tables(table.get("announced", [])):
        raise ValueError("announced: expected tables: [[collection.announced]]")
    for piece in table.get("announced", []):
        if not isinstance(piece.get("line"), int) or not piece.get("about"):
            raise ValueError("announced: each piece needs a line and what it is about")
        if unknown := sorted(piece.keys() - set(PIECE_FIELDS)):
            raise ValueError(f"announced: unknown field {', '.join(unknown)}")
    return {
        "title": str(table["title"]),
        "title_source": str(table.get("title_source", "curator")),
        "introduction": str(table.get("introduction", "")),
        "members": list(table.get("members", [])),
        "announced": [
            {"line": piece["line"], "about": piece["about"], "words": piece.get("words", "")}
            for piece in table.get("announced", [])
        ],
    }


def check_members(members: Any) -> None:
    if not isinstance(members, list) or not all(isinstance(slug, str) for slug in members):
        raise ValueError("members: expected a list of the slugs of articles")
    if len(set(members)) < len(members):
        raise ValueError("members: an article stands twice")


def record_of(collection: Collection) -> dict:
    pieces = collection.announced.values("line", "about", "words")
    return {
        "title": collection.title,
        "title_source": collection.title_source,
        "introduction": collection.introduction.slug if collection.introduction else "",
        "members": [member.article.slug for member in members_of(collection)],
        "announced": list(pieces.order_by("position")),
    }


def members_of(collection: Collection):
    return collection.membership_set.select_related("article")


@transaction.atomic
def store_collection(slug: str, record: dict) -> list[str]:
    collection = Collection.objects.select_related("introduction").filter(slug=slug).first()
    if collection and collection.imported == record:
        return []
    ours = record_of(collection) if collection else {}
    collection = collection or Collection(slug=slug)
    merged, conflicts = threeway.merge(collection.imported, ours, record)
    collection.title, collection.title_source = merged["title"], merged["title_source"]
    collection.introduction = article(merged["introduction"]) if merged["introduction"] else None
    collection.imported = record
    collection.save()
    if merged["members"] != ours.get("members"):
        replace_members(collection, merged["members"])
    if merged["announced"] != ours.get("announced"):
        replace_announced(collection, merged["announced"])
    return [f"{slug}: {conflict}" for conflict in conflicts]


def article(slug: str) -> Article:
    try:
        return Article.objects.get(slug=slug)
    except Article.DoesNotExist:
        raise ValueError(f"no article “{slug}” is held; import it, or correct the name") from None


def replace_members(collection: Collection, slugs: list[str]) -> None:
    collection.membership_set.all().delete()
    Membership.objects.bulk_create(
        Membership(collection=collection, article=article(slug), position=position)
        for position, slug in enumerate(slugs, 1)
    )


def replace_announced(collection: Collection, pieces: list[dict]) -> None:
    collection.announced.all().delete()
    AnnouncedPiece.objects.bulk_create(
        AnnouncedPiece(collection=collection, position=position, **piece)
        for position, piece in enumerate(pieces, 1)
    )
