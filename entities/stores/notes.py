"""The stores of notes and of the sources they rest on."""

from entities import models
from entities.seeds import NOTE_PLAIN, SOURCE_PLAIN
from entities.stores.base import Store, held


class SourceStore(Store):
    model = models.Source
    plain = SOURCE_PLAIN


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
        self.sync(
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
                self.saving.delete(anchor)
        for slug, place, is_contrast in wanted:
            if (slug, place, is_contrast) not in held:
                anchor = models.Anchor(
                    note=row, article_id=self.writing.articles[slug], place=place,
                    is_contrast=is_contrast,
                )  # fmt: skip
                self.saving.put(anchor, passage=self.writing.corpus.passage(slug, place))
