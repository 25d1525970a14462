"""The store of entities, with all that hangs on one."""

from django.db import models as db

from entities import announcing, models
from entities.seeds import ENTITY_LINKS, ENTITY_PLAIN
from entities.stores.base import Store, entity_or_none, now_at, slug_or_empty

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
            "seeds": dict.fromkeys(sorted(link.article.slug for link in row.curated_links), True),
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

    def moved_to(self, key):
        return now_at(key)

    def write(self, key: str, record: dict) -> None:
        # Articles are found by the kinds of the entities they are linked to.
        other = models.Entity.objects.filter(slug=key).exclude(kind=record["kind"])
        self.writing.concern(announcing.linked_to(other))
        super().write(key, record)

    def join(self, key: str, record: dict) -> None:
        row = self.find(key)
        ends = {name: entity_or_none(record[name]) for name in ENTITY_LINKS}
        self.saving.put(row, **ends)
        self.sync(row.names, "text", record["names"])
        self.sync(row.identifiers, "scheme", record["identifiers"])
        self.sync(row.former_slugs, "slug", {slug: {} for slug in record["former_slugs"]})
        self.join_articles(row, {self.writing.articles[slug] for slug in record["seeds"]})

    def join_articles(self, row: models.Entity, wanted: set[int]) -> None:
        """Make the links by hand those to the articles in `wanted`."""
        linked = {link.article_id for link in row.links.all() if link.by_curator}
        links = {link.article_id: link for link in row.links.filter(article__in=wanted | linked)}
        for article in sorted(wanted | linked):
            link = links.get(article) or models.Link(entity=row, article_id=article)
            self.saving.put(link, by_curator=article in wanted)
        self.writing.concern({"article_ids": wanted ^ linked})
