"""Store the collections that an articles.toml describes."""

from typing import Any

from django.db import transaction
from django.forms import modelform_factory

from articles import threeway
from articles.errors import BadInput
from articles.manifest import Manifest, is_tables, line_of
from articles.models import AnnouncedPiece, Article, Collection, Membership
from articles.records import read_slug, said

FIELDS = ("id", "title", "title_source", "introduction", "members", "announced")
PIECE_FIELDS = ("line", "about", "words")
# What every database holds in an integer column.
LARGEST_INTEGER = 2**31 - 1
# By the name of the field in the file; a field of the second piece is "announced 2.line".
Faults = dict[str, str]


def store_collections(manifest: Manifest, failed: list[BadInput]) -> list[str]:
    """Store each collection whole; faults are added to `failed`, conflicts are returned."""
    warnings = []
    for number, table in enumerate(manifest.collections, 1):
        name = str(table.get("id") or f"collection {number}")
        record, faults = read_collection(table)
        faults = faults or not_held(record)
        failed += [fault(manifest, name, *one) for one in faults.items()]
        if faults:
            continue
        try:
            warnings += store_collection(name, record)
        except ValueError as error:
            failed.append(BadInput(manifest.path, f"{name}: {error}"))
    return warnings


def fault(manifest: Manifest, record: str, field_name: str, problem: str) -> BadInput:
    head, _, number = field_name.partition(".")[0].partition(" ")
    line = line_of(manifest.text, record, head, "collection", int(number or 1))
    return BadInput(manifest.path, f"{record}: {field_name}: {problem}", line=line)


def read_collection(table: dict) -> tuple[dict, Faults]:
    """The record in `table`, and what is wrong with it."""
    known = ", ".join(FIELDS)
    faults = {
        name: f"unknown field; known are {known}" for name in sorted(table.keys() - set(FIELDS))
    }
    texts = {"title_source": "curator", "introduction": ""}
    texts |= {name: table[name] for name in ("id", "title", *texts) if name in table}
    faults |= check_texts(texts) or check_slug(texts.get("id", ""))
    form = modelform_factory(Collection, fields=("title", "title_source"))(texts)
    faults = {name: said(problems) for name, problems in form.errors.items()} | faults
    members, pieces = table.get("members", []), table.get("announced", [])
    faults |= check_members(members)
    announced, wrong = read_pieces(pieces)
    record = {
        "title": form.cleaned_data.get("title"),
        "title_source": form.cleaned_data.get("title_source"),
        "introduction": texts["introduction"],
        "members": members,
        "announced": announced,
    }
    return record, faults | wrong


def check_texts(values: dict) -> Faults:
    return {
        name: f"expected a text, found {type(value).__name__}"
        for name, value in values.items()
        if not isinstance(value, str)
    }


def check_slug(slug: str) -> Faults:
    try:
        read_slug(slug)
    except ValueError as error:
        return {"id": str(error)}
    return {}


def check_members(members: Any) -> Faults:
    if not isinstance(members, list) or not all(isinstance(slug, str) for slug in members):
        return {"members": "expected a list of the slugs of articles"}
    if len(set(members)) < len(members):
        return {"members": "an article stands twice"}
    return {}


def read_pieces(pieces: Any) -> tuple[list[dict], Faults]:
    if not is_tables(pieces):
        return [], {"announced": "expected tables: [[collection.announced]]"}
    read, faults = [], {}
    for number, piece in enumerate(pieces, 1):
        values, wrong = read_piece(piece)
        read.append(values)
        faults |= {f"announced {number}.{name}": problem for name, problem in wrong.items()}
    return read, faults


def read_piece(piece: dict) -> tuple[dict, Faults]:
    faults = {name: "unknown field" for name in sorted(piece.keys() - set(PIECE_FIELDS))}
    line = piece.get("line")
    # `true` is an int in Python, and is no line.
    if type(line) is not int or not 0 < line <= LARGEST_INTEGER:
        faults["line"] = f"expected the number of a line, found {line!r}"
    # The words may be left out, which the form of a row does not allow.
    texts = {"about": piece.get("about", ""), "words": piece.get("words", "")}
    names = [name for name in texts if name == "about" or texts[name] != ""]
    form = modelform_factory(AnnouncedPiece, fields=names)(texts)
    wrong = {name: said(problems) for name, problems in form.errors.items()} | check_texts(texts)
    cleaned = form.cleaned_data
    values = {"line": line, "about": cleaned.get("about"), "words": cleaned.get("words", "")}
    return values, faults | wrong


def not_held(record: dict) -> Faults:
    """What names an article that is not there."""
    named = {"introduction": [record["introduction"]], "members": record["members"]}
    held = set(Article.objects.values_list("slug", flat=True))
    return {
        name: absent(slug)
        for name, slugs in named.items()
        for slug in slugs
        if slug and slug not in held
    }


def absent(slug: str) -> str:
    return f"no article “{slug}” is held; import it, or correct the name"


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
        raise ValueError(absent(slug)) from None


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
