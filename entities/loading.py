"""Write the curation files into the database: all of it or nothing, and never over a curator."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.db import models as db
from django.db.models import ProtectedError

from articles import threeway
from articles.models import Article
from articles.threeway import MISSING
from articles.whitespace import fold
from entities import anchoring, announcing, checking, models
from entities.announcing import Concerned
from entities.seeds import (
    ENTITY_LINKS,
    ENTITY_PLAIN,
    NOTE_PLAIN,
    OBSERVATION_KEY,
    OBSERVATION_PLAIN,
    SOURCE_PLAIN,
    TYPE_PLAIN,
    Problem,
    SeedReader,
    Seeds,
    as_json,
    quote_key,
)
from entities.validating import FILES, Corpus, Validator


class BadSeeds(Exception):
    """The files cannot be loaded; `problems` says everything that is wrong."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__(f"{len(problems)} problems")


@dataclass
class Report:
    """What a load did, by keys, and the conflicts in which a curator's word stood."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)

    @property
    def has_changes(self) -> bool:
        return bool(self.created or self.updated or self.removed)


def load_seeds(folder: Path) -> Report:
    """Load a folder of curation files. Raises BadSeeds, having written nothing."""
    seeds = SeedReader(folder).read()
    corpus = Corpus.of(folder)
    if problems := Validator(seeds, corpus).validate():
        raise BadSeeds(problems)
    with transaction.atomic():
        return Loader(seeds, corpus).load()


class Loader:
    """Merges every record of `seeds` with what the database holds, kind by kind."""

    def __init__(self, seeds: Seeds, corpus: Corpus):
        self.seeds, self.corpus = seeds, corpus
        self.report = Report()
        self.articles = dict(Article.objects.values_list("slug", "pk"))
        self.concerned: Concerned = defaultdict(set)

    def load(self) -> Report:
        doomed: list[tuple[str, str]] = []
        for kind in ("source", "entity", "relation_type", "note", "relationship", "observation"):
            doomed += self.load_kind(kind)
        # What rests on others goes before what it rests on.
        for kind, key in reversed(doomed):
            self.remove(kind, key)
        announcing.announce(**self.concerned)
        return self.report

    def load_kind(self, kind: str) -> list[tuple[str, str]]:
        """Merge and write the records of one kind; the keys of those to remove."""
        store = STORES[kind](self)
        base = {seed.key: seed for seed in models.SeedRecord.objects.filter(kind=kind)}
        ours, theirs = store.read_all(), self.seeds.records[kind]
        doomed: list[str] = []
        changed: list[tuple[str, dict, bool]] = []
        for key in [*theirs, *(key for key in base if key not in theirs)]:
            before = base[key].content if key in base else MISSING
            have, want = ours.get(key, MISSING), theirs.get(key, MISSING)
            merged, conflicts = threeway.merge(before, have, want, f"{FILES[kind]}: {key}")
            self.report.conflicts += map(str, conflicts)
            if merged is MISSING and have is not MISSING:
                doomed.append(key)
            elif merged != have:
                changed.append((key, merged, have is MISSING))
        if store.is_rested_on:
            store.make_room([(key, merged) for key, merged, _ in changed], doomed)
        else:
            # First, so that the same statement may come back under another id.
            for key in doomed:
                self.remove(kind, key)
            doomed = []
        for key, merged, is_new in changed:
            (self.report.created if is_new else self.report.updated).append(f"{kind} {key}")
            with reporting(kind, key):
                self.concern(store.concerned(key))
                store.write(key, merged)
        for key, merged, _ in changed:
            with reporting(kind, key):
                store.join(key, merged)
                self.concern(store.concerned(key))
        self.remember(kind, base, theirs)
        return [(kind, key) for key in doomed]

    def remember(self, kind: str, base: dict, theirs: dict) -> None:
        """Keep what the files say now, as the base of the next merge."""
        gone = [seed.pk for key, seed in base.items() if key not in theirs]
        models.SeedRecord.objects.filter(pk__in=gone).delete()
        models.SeedRecord.objects.bulk_create(
            models.SeedRecord(kind=kind, key=key, content=content)
            for key, content in theirs.items()
            if key not in base
        )
        changed = []
        for key, seed in base.items():
            if key in theirs and seed.content != theirs[key]:
                seed.content = theirs[key]
                changed.append(seed)
        models.SeedRecord.objects.bulk_update(changed, ["content"], batch_size=500)

    def concern(self, *concerned: Concerned) -> None:
        """Remember whom to tell of, as it was before a change or as it is after."""
        for one in concerned:
            for name, keys in one.items():
                self.concerned[name] |= keys

    def remove(self, kind: str, key: str) -> None:
        store = STORES[kind](self)
        try:
            self.concern(store.concerned(key), store.bereft(key))
            store.find(key).delete()
        except ProtectedError as error:
            resting = ", ".join(sorted({f"{type(one).__name__} {one}" for one in error.args[1]}))
            raise BadSeeds(
                [Problem(FILES[kind], key, "-", f"taken out, but these rest on it: {resting}")]
            ) from None
        self.report.removed.append(f"{kind} {key}")


@contextmanager
def reporting(kind: str, key: str) -> Iterator[None]:
    """Turn what a curator's changes have made impossible into a problem of the record."""
    try:
        yield
    except ObjectDoesNotExist as error:
        problem = f"{error}; a curator deleted it: enter it again, or take it out of the files"
        raise BadSeeds([Problem(FILES[kind], key, "-", problem)]) from None
    except IntegrityError as error:
        problem = f"clashes with what a curator entered: {error}"
        raise BadSeeds([Problem(FILES[kind], key, "-", problem)]) from None


class Store:
    """How the records of one kind are read from the database and written to it."""

    model: type[db.Model]
    plain: tuple[str, ...] = ()
    is_rested_on = True

    def __init__(self, loader: Loader):
        self.loader = loader

    def make_room(self, changed: list[tuple[str, dict]], doomed: list[str]) -> None:
        """Free what only one row may have and another is to get."""

    def rows(self) -> db.QuerySet:
        return self.model.objects.all()

    def read_all(self) -> dict[str, dict]:
        return {self.key(row): self.record(row) for row in self.rows()}

    def key(self, row) -> str:
        return row.slug

    def record(self, row) -> dict:
        return {name: as_json(getattr(row, name)) for name in self.plain}

    def find(self, key: str):
        return held(self.model, [key])[key]

    def write(self, key: str, record: dict) -> None:
        """Write the row itself; what it joins is written by `join`, once all rows are there."""
        row = self.model.objects.filter(slug=key).first() or self.model(slug=key)
        for name in self.plain:
            setattr(row, name, record[name])
        row.save()

    def join(self, key: str, record: dict) -> None:
        """Write what hangs on the row."""

    def concerned(self, key: str) -> Concerned:
        """What readers search that shows the row, as it is now."""
        return {}

    def bereft(self, key: str) -> Concerned:
        """What is concerned only by the going of the row."""
        return {}


class SourceStore(Store):
    model = models.Source
    plain = SOURCE_PLAIN


class RelationTypeStore(Store):
    model = models.RelationType
    plain = TYPE_PLAIN

    def concerned(self, key):
        statements = models.Relationship.objects.filter(type__slug=key)
        return {"relationship_ids": announcing.keys_of(statements)}


NAME_FIELDS = ("language", "links", "used_from", "used_until")


class EntityStore(Store):
    model = models.Entity
    plain = ENTITY_PLAIN

    def rows(self):
        curated = db.Prefetch(
            "links",
            models.Link.objects.filter(by_curator=True).select_related("article"),
            to_attr="curated_links",
        )
        return models.Entity.objects.select_related(*ENTITY_LINKS).prefetch_related(
            "names", "identifiers", "former_slugs", curated
        )

    def record(self, row) -> dict:
        return {
            **super().record(row),
            **{name: slug_or_empty(getattr(row, name)) for name in ENTITY_LINKS},
            "names": {
                name.text: {part: getattr(name, part) for part in NAME_FIELDS}
                for name in row.names.all()
            },
            "identifiers": {
                one.scheme: {"value": one.value, "checks": one.checks}
                for one in row.identifiers.all()
            },
            "former_slugs": {former.slug: True for former in row.former_slugs.all()},
            "seeds": {link.article.slug: True for link in row.curated_links},
        }

    def make_room(self, changed, doomed):
        models.Entity.objects.filter(slug__in=doomed).update(symbol="")
        former = models.FormerSlug.objects
        former.filter(entity__slug__in=doomed).delete()
        for key, record in changed:
            row = models.Entity.objects.filter(slug=key)
            row.exclude(symbol=record["symbol"]).update(symbol="")
            former.filter(entity__slug=key).exclude(slug__in=record["former_slugs"]).delete()

    def concerned(self, key):
        return {"entity_ids": announcing.keys_of(models.Entity.objects.filter(slug=key))}

    def bereft(self, key):
        return announcing.linked_to(models.Entity.objects.filter(slug=key))

    def write(self, key: str, record: dict) -> None:
        # Articles are found by the kinds of the entities they are linked to.
        other = models.Entity.objects.filter(slug=key).exclude(kind=record["kind"])
        self.loader.concern(announcing.linked_to(other))
        super().write(key, record)

    def join(self, key: str, record: dict) -> None:
        row = self.find(key)
        for name in ENTITY_LINKS:
            setattr(row, name, self.find(record[name]) if record[name] else None)
        row.save()
        sync(row.names, "text", record["names"])
        sync(row.identifiers, "scheme", record["identifiers"])
        sync(row.former_slugs, "slug", {slug: {} for slug in record["former_slugs"]})
        self.join_articles(row, {self.loader.articles[slug] for slug in record["seeds"]})

    def join_articles(self, row: models.Entity, wanted: set[int]) -> None:
        """Make the links by hand those to the articles in `wanted`."""
        made = row.links.filter(by_curator=True)
        linked = set(made.values_list("article", flat=True))
        made.exclude(article__in=wanted).update(by_curator=False)
        for article in sorted(wanted - linked):
            row.links.update_or_create(article_id=article, defaults={"by_curator": True})
        self.loader.concern({"article_ids": wanted ^ linked})


class NoteStore(Store):
    model = models.Note
    plain = NOTE_PLAIN

    def rows(self):
        return models.Note.objects.prefetch_related("notesource_set__source", "anchors__article")

    def record(self, row) -> dict:
        return {
            **super().record(row),
            "sources": [one.source.slug for one in row.notesource_set.all()],
            "anchors": self.anchors(row, is_contrast=False),
            "contrasts": self.anchors(row, is_contrast=True),
        }

    def anchors(self, row, *, is_contrast: bool) -> dict:
        return {
            f"{anchor.article.slug}:{anchor.place}": True
            for anchor in row.anchors.all()
            if anchor.is_contrast == is_contrast
        }

    def join(self, key: str, record: dict) -> None:
        row = self.find(key)
        slugs = record["sources"]
        found = held(models.Source, slugs)
        sync(
            row.notesource_set, "source_id",
            {found[slug].pk: {"position": place} for place, slug in enumerate(slugs, 1)},
        )  # fmt: skip
        wanted = [
            (*where.rpartition(":")[::2], is_contrast)
            for name, is_contrast in (("anchors", False), ("contrasts", True))
            for where in record[name]
        ]
        self.write_anchors(row, wanted)

    def write_anchors(self, row, wanted: list[tuple[str, str, bool]]) -> None:
        held = {
            (anchor.article.slug, anchor.place, anchor.is_contrast): anchor
            for anchor in row.anchors.select_related("article")
        }
        for place, anchor in held.items():
            if place not in wanted:
                anchor.delete()
        for slug, place, is_contrast in wanted:
            if (slug, place, is_contrast) not in held:
                row.anchors.create(
                    article_id=self.loader.articles[slug], place=place, is_contrast=is_contrast,
                    passage=self.loader.corpus.passage(slug, place),
                )  # fmt: skip


class RelationshipStore(Store):
    model = models.Relationship
    plain = ("claim",)
    is_rested_on = False

    def rows(self):
        return models.Relationship.objects.select_related(
            "subject", "type", "object"
        ).prefetch_related("qualifiers__entity", "relationshipnote_set__note", "evidence__article")

    def record(self, row) -> dict:
        return {
            "subject": row.subject.slug, "type": row.type.slug, "object": row.object.slug,
            "claim": row.claim,
            "qualifiers": {one.key: self.qualifier(one) for one in row.qualifiers.all()},
            "notes": [one.note.slug for one in row.relationshipnote_set.all()],
            "evidence": dict(map(self.quote, row.evidence.all())),
        }  # fmt: skip

    def qualifier(self, one) -> dict:
        held = {name: getattr(one, name) for name in ("value", "date", "remark")}
        return held | {"entity": slug_or_empty(one.entity)}

    def quote(self, one) -> tuple[str, dict]:
        slug, quote = one.article.slug, fold(one.quote).text
        return quote_key(slug, quote), {
            "article": slug, "quote": quote, "support": one.support, "reads_as": one.reads_as,
        }  # fmt: skip

    def concerned(self, key):
        return announcing.of_relationships(models.Relationship.objects.filter(slug=key))

    def write(self, key: str, record: dict) -> None:
        row = models.Relationship.objects.filter(slug=key).first() or models.Relationship(slug=key)
        entities = held(models.Entity, [record["subject"], record["object"]])
        row.subject, row.object = entities[record["subject"]], entities[record["object"]]
        row.type = held(models.RelationType, [record["type"]])[record["type"]]
        row.claim = record["claim"]
        row.save()

    def join(self, key: str, record: dict) -> None:
        row = self.find(key)
        sync(row.qualifiers, "key", {
            name: value | {"entity": entity_or_none(value["entity"])}
            for name, value in record["qualifiers"].items()
        })  # fmt: skip
        notes = held(models.Note, record["notes"])
        sync(row.relationshipnote_set, "note_id", {
            notes[slug].pk: {"position": place} for place, slug in enumerate(record["notes"], 1)
        })  # fmt: skip
        self.write_evidence(row, record["evidence"])

    def write_evidence(self, row, wanted: dict[str, dict]) -> None:
        held = {self.quote(one)[0]: one for one in row.evidence.select_related("article")}
        for key, one in held.items():
            if key not in wanted:
                one.delete()
        for key, content in wanted.items():
            one = held.get(key) or self.new_evidence(row, key, content)
            one.support, one.reads_as = content["support"], content["reads_as"]
            one.save()

    def new_evidence(self, row, key: str, content: dict) -> models.Evidence:
        """Evidence at the place that the file names, in the version that articles.toml names."""
        slug, quote = content["article"], content["quote"]
        one = models.Evidence(relationship=row, article_id=self.loader.articles[slug], quote=quote)
        place = self.loader.seeds.places.get((row.slug, key), "")
        passage = self.loader.corpus.passage(slug, place) if place else None
        found = anchoring.locate(quote, [passage.text]) if passage else []
        if len(found) == 1:
            one.state = models.EvidenceState.OK
            checking.put(one, passage, found[0])
        return one


class ObservationStore(Store):
    model = models.Observation
    plain = OBSERVATION_PLAIN
    is_rested_on = False

    def rows(self):
        return models.Observation.objects.select_related("source", "entity")

    def key(self, row) -> str:
        return " | ".join([*(getattr(row, name) for name in OBSERVATION_KEY), row.source.slug])

    def record(self, row) -> dict:
        return super().record(row) | {
            "source": row.source.slug, "entity": slug_or_empty(row.entity)
        }  # fmt: skip

    def read_all(self) -> dict[str, dict]:
        self.held = {self.key(row): row for row in self.rows()}
        self.sources: dict[str, models.Source] = {}
        return {key: self.record(row) for key, row in self.held.items()}

    def find(self, key: str):
        return next(row for row in self.rows() if self.key(row) == key)

    def write(self, key: str, record: dict) -> None:
        row = self.held.get(key) or models.Observation()
        for name in self.plain:
            setattr(row, name, record[name])
        row.source = self.source(record["source"])
        row.entity = entity_or_none(record["entity"])
        row.save()

    def source(self, slug: str) -> models.Source:
        if slug not in self.sources:
            self.sources |= held(models.Source, [slug])
        return self.sources[slug]


STORES: dict[str, Callable[[Loader], Store]] = {
    "source": SourceStore,
    "entity": EntityStore,
    "relation_type": RelationTypeStore,
    "note": NoteStore,
    "relationship": RelationshipStore,
    "observation": ObservationStore,
}


def sync(manager, key: str, wanted: dict[Any, dict]) -> None:
    """Make the rows of a related manager those in `wanted`, touching only what differs."""
    held = {getattr(row, key): row for row in manager.all()}
    for value, row in held.items():
        if value not in wanted:
            row.delete()
    for value, fields in wanted.items():
        row = held.get(value)
        if row is None:
            manager.create(**{key: value}, **fields)
        elif any(getattr(row, name) != new for name, new in fields.items()):
            for name, new in fields.items():
                setattr(row, name, new)
            row.save()


def held(model: type[db.Model], slugs: list[str]) -> dict[str, Any]:
    """The rows by their slugs; ObjectDoesNotExist where one of them is no longer there."""
    found = model.objects.in_bulk(slugs, field_name="slug")
    for slug in slugs:
        if slug not in found:
            raise model.DoesNotExist(f"there is no {model._meta.verbose_name} “{slug}”")
    return found


def slug_or_empty(entity: models.Entity | None) -> str:
    return entity.slug if entity else ""


def entity_or_none(slug: str) -> models.Entity | None:
    return held(models.Entity, [slug])[slug] if slug else None
