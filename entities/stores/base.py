"""What the stores of all kinds share: reading rows as records, writing only what differs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models as db

from articles import threeway
from articles.models import Article
from entities.announcing import Concerned
from entities.models import Entity, FormerSlug
from entities.saving import Saving
from entities.seeds import Seeds, as_json
from entities.validating import Corpus


@dataclass
class Writing:
    """What the stores write with, and what comes of it."""

    seeds: Seeds
    corpus: Corpus
    saving: Saving = field(default_factory=Saving)
    concerned: Concerned = field(default_factory=lambda: defaultdict(set))

    @cached_property
    def articles(self) -> dict[str, int]:
        return dict(Article.objects.values_list("slug", "pk"))

    def concern(self, *concerned: Concerned) -> None:
        """Remember whom to tell of, as it was before a change or as it is after."""
        for one in concerned:
            for name, keys in one.items():
                self.concerned[name] |= keys


class NotHeld(ObjectDoesNotExist):
    """A record rests on another that is not there; `slug` names that one.

    `now` names the one to which its address leads instead.
    """

    def __init__(self, what: str, slug: str, now: str = ""):
        self.slug = slug
        gone = "a curator deleted it: enter it again, or take it out of the files"
        why = f"its address leads to “{now}” now: write that" if now else gone
        super().__init__(f"there is no {what} “{slug}”; {why}")


class Unquoted(Exception):
    """A statement would lose its last quote."""


class Store:
    """How the records of one kind are read from the database and written to it."""

    model: type[db.Model]
    plain: tuple[str, ...] = ()
    is_rested_on = True

    def __init__(self, writing: Writing):
        self.writing, self.saving = writing, writing.saving

    def make_room(self, changed: list[tuple[str, dict]], doomed: list[str]) -> None:
        """Free what only one row may have and another is to get."""

    def rows(self) -> db.QuerySet:
        return self.model.objects.all()

    def read_all(self) -> dict[str, dict]:
        return {self.key(row): self.record(row) for row in self.rows()}

    def read(self, keys: Iterable[str]) -> dict[str, dict]:
        """The records of these keys, as far as they are held."""
        return {self.key(row): self.record(row) for row in self.rows().filter(slug__in=keys)}

    def key(self, row) -> str:
        return row.slug

    def record(self, row) -> dict:
        return {name: as_json(getattr(row, name)) for name in self.plain}

    def merge(self, base: Any, ours: Any, theirs: Any) -> tuple[Any, list[threeway.Conflict]]:
        """What is to be held, where `ours` is held and `theirs` is in the file; and conflicts."""
        return threeway.merge(base, ours, theirs)

    def find(self, key: str):
        return held(self.model, [key])[key]

    def write(self, key: str, record: dict) -> None:
        """Write the row itself; what it joins is written by `join`, once all rows are there."""
        self.saving.put(self.row(key), **{name: record[name] for name in self.plain})

    def row(self, key: str):
        return self.model.objects.filter(slug=key).first() or self.model(slug=key)

    def moved_to(self, key: str) -> str:
        """Where the address of a record that is not held leads by now; empty where nowhere."""
        return ""

    def join(self, key: str, record: dict) -> None:
        """Write what hangs on the row."""

    def sync(self, manager, key: str, wanted: dict[Any, dict]) -> None:
        """Make the rows of a related manager those in `wanted`, touching only what differs."""
        held = {getattr(row, key): row for row in manager.all()}
        for value, row in held.items():
            if value not in wanted:
                self.saving.delete(row)
        for value, fields in wanted.items():
            new = manager.model(**{manager.field.name: manager.instance, key: value})
            self.saving.put(held.get(value) or new, **fields)

    def delete(self, key: str) -> None:
        self.saving.delete(self.find(key))

    def concerned(self, key: str) -> Concerned:
        """What readers search that shows the row, as it is now."""
        return {}

    def bereft(self, key: str) -> Concerned:
        """What is concerned only by the going of the row."""
        return {}


def held(model: type[db.Model], slugs: list[str]) -> dict[str, Any]:
    """The rows by their slugs; ObjectDoesNotExist where one of them is no longer there."""
    found = model.objects.in_bulk(slugs, field_name="slug")
    for slug in slugs:
        if slug not in found:
            now = now_at(slug) if model is Entity else ""
            raise NotHeld(model._meta.verbose_name, slug, now)
    return found


def now_at(slug: str) -> str:
    """The entity to which a former address leads; empty where it leads nowhere."""
    former = FormerSlug.objects.filter(slug=slug)
    return former.values_list("entity__slug", flat=True).first() or ""


def slug_or_empty(entity: Entity | None) -> str:
    return entity.slug if entity else ""


def entity_or_none(slug: str) -> Entity | None:
    return held(Entity, [slug])[slug] if slug else None
