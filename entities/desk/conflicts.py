"""What the files say otherwise than a curator, both sides beside each other, to be decided."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import models
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.generic import TemplateView

from articles.comparing import Piece, compare_words
from articles.threeway import MISSING
from entities.conflicts import Sides, name_of, standing
from entities.desk.keys import key_in
from entities.desk.screens import Screen
from entities.dumping.editing import Wanted, written
from entities.dumping.tabulating import TABULATE, evidence, tabulate
from entities.loading import BadSeeds
from entities.models import SeedConflict
from entities.seeds import Seeds
from entities.settling import settle
from entities.stores import STORES, Writing
from entities.validating import FILES, Corpus

SEEDS = settings.BASE_DIR / "seeds"
# One goes through them from the top: those further down come up as the others are decided.
MOST_SHOWN = 50


@dataclass
class Shown:
    """A conflict as the screen shows it; `seen` is known again when the form comes back."""

    conflict: SeedConflict
    sides: Sides

    @property
    def file(self) -> str:
        return FILES[self.conflict.kind]

    @property
    def kind(self) -> str:
        return self.conflict.kind.replace("_", " ")

    @property
    def curator_says(self) -> list[Piece]:
        return self.against(self.sides.file, self.sides.ours)

    @property
    def file_says(self) -> list[Piece]:
        return self.against(self.sides.ours, self.sides.file)

    def against(self, other: Any, own: Any) -> list[Piece]:
        """One side in its own words, `added` being those that the other has not."""
        if other is MISSING:
            return [Piece("kept", self.in_words(own))]
        pieces = compare_words(self.in_words(other), self.in_words(own))
        return [piece for piece in pieces if piece.change != "removed"]

    @property
    def curator_has_none(self) -> bool:
        return self.sides.ours is MISSING

    @property
    def file_has_none(self) -> bool:
        return self.sides.file is MISSING

    @property
    def is_whole(self) -> bool:
        return not self.conflict.path

    def in_words(self, value: Any) -> str:
        if isinstance(value, dict) and self.is_whole:
            return whole(self.conflict, value)
        return text_of(value)

    @property
    def seen(self) -> str:
        sides = [text_of(side) for side in (self.sides.ours, self.sides.file)]
        return hashlib.sha256(json.dumps(sides).encode()).hexdigest()[:16]

    @cached_property
    def row(self) -> models.Model | None:
        """What the conflict is about, where it has an address of its own in admin."""
        model = STORES[self.conflict.kind].model
        is_addressed = any(field.name == "slug" for field in model._meta.fields)
        return model.objects.filter(slug=self.conflict.key).first() if is_addressed else None

    @property
    def address(self) -> str:
        meta = self.row._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[self.row.pk])


def whole(conflict: SeedConflict, record: dict) -> str:
    """A whole record in the words of its file."""
    if conflict.kind not in TABULATE:
        return text_of(record)
    table = tabulate(conflict.kind, conflict.key, record)
    quotes = [evidence(one, "", "") for one in record.get("evidence", {}).values()]
    return str(written(conflict.kind, Wanted(conflict.key, table, evidence=quotes)))


def text_of(value: Any) -> str:
    if value is MISSING or value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(map(text_of, value))
    if isinstance(value, dict):
        return "\n".join(f"{name}: {text_of(one)}" for name, one in value.items())
    return json.dumps(value)


class Conflicts(Screen, TemplateView):
    title = "Conflicts with the files"
    permission_required = "entities.change_seedconflict"
    template_name = "admin/desk/conflicts.html"

    def get_context_data(self, **kwargs):
        conflicts = SeedConflict.objects.all()
        writing = Writing(Seeds(), Corpus())
        shown = [Shown(*one) for one in standing(conflicts[:MOST_SHOWN], writing)]
        pks = [one.conflict.pk for one in shown]
        at = self.request.GET.get("at", "")
        return super().get_context_data(
            shown=shown,
            count=conflicts.count(),
            at=next((pk for pk in [*pks, None] if str(pk) == at), pks[0] if pks else None),
            **kwargs,
        )

    def post(self, request):
        conflict = SeedConflict.objects.filter(pk=key_in(request.POST, "conflict")).first()
        if conflict is None:
            messages.warning(request, "That conflict is decided already.")
            return self.on()
        shown = [Shown(*one) for one in standing([conflict], Writing(Seeds(), Corpus()))]
        if shown and shown[0].seen != request.POST.get("seen"):
            messages.warning(request, "One of the sides has changed meanwhile: look again.")
            return self.on(conflict.pk)
        following = next_to(conflict)
        self.decide(conflict, request.POST.get("side"))
        return self.on(following)

    def decide(self, conflict: SeedConflict, side: str) -> None:
        name = name_of(conflict)
        try:
            if side == "file":
                settle(SEEDS, theirs=[conflict])
                messages.success(self.request, f"The file’s value is taken: {name}")
            elif side == "curator":
                settle(SEEDS, ours=[conflict])
                messages.success(self.request, f"The curator’s value stays: {name}")
        except BadSeeds as error:
            for problem in error.problems:
                messages.error(self.request, f"Nothing was decided. {problem}")

    def on(self, pk: int | None = None):
        """Back to the list, at this conflict."""
        at = f"?{urlencode({'at': pk})}" if pk else ""
        return redirect(reverse("admin:desk_conflicts") + at)


def next_to(conflict: SeedConflict) -> int | None:
    pks = list(SeedConflict.objects.values_list("pk", flat=True))
    behind = pks[pks.index(conflict.pk) + 1 :]
    return behind[0] if behind else None
