"""The page that lists the editions that are kept, with what changed from one to the next."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView

from portal.editions import shelf, wording
from portal.editions.changes import THINGS
from portal.editions.contents import rows_of
from portal.editions.manifest import Manifest
from portal.editions.serving import DATABASE
from portal.editions.shelf import Kept
from portal.editions.wording import Sentence


@dataclass(frozen=True)
class Listed:
    """An edition with what changed in it, in sentences."""

    kept: Kept
    sentences: list[Sentence]

    @property
    def manifest(self) -> Manifest:
        return self.kept.manifest

    @property
    def sha256(self) -> str:
        return self.manifest.files[DATABASE]["sha256"]

    @property
    def holds(self) -> list[tuple[int, str]]:
        """How many of each sort of thing."""
        counts = [(self.manifest.things.get(thing.key, 0), thing) for thing in THINGS]
        return [(n, one.singular if n == 1 else one.plural) for n, one in counts if n]


# The list changes without any change of what it lists: by publishing, and by going back.
@method_decorator(cache_control(no_cache=True), name="dispatch")
class EditionsPage(TemplateView):
    template_name = "pages/editions.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            editions=listed(shelf.kept()), is_live=not settings.READS_EDITIONS, **kwargs
        )


def listed(editions: list[Kept]) -> list[Listed]:
    there = addresses([one.manifest.changes for one in editions])
    return [Listed(one, wording.sentences(one.manifest.changes, there)) for one in editions]


def addresses(changes: list[dict]) -> dict[str, set[str]]:
    """Of the things named in these changes, the slugs of those that readers get."""
    named: dict[str, set[str]] = {}
    for change in (change for one in changes for change in one["things"]):
        for way in wording.VERBS:
            slugs = (slug for slug, _ in change[way]["named"])
            named.setdefault(change["thing"], set()).update(slugs)
    return {
        thing.key: set(
            rows_of(thing.model).filter(slug__in=named[thing.key]).values_list("slug", flat=True)
        )
        for thing in THINGS
        if named.get(thing.key)
    }
