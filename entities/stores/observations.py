"""The store of figures. They are many: what each is found by is read once."""

from decimal import Decimal

from entities import models
from entities.seeds import OBSERVATION_KEY, OBSERVATION_PLAIN
from entities.stores.base import Store, entity_or_none, held, slug_or_empty


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

    def read(self, keys):
        return {key: record for key, record in self.read_all().items() if key in set(keys)}

    def find(self, key: str):
        return next(row for row in self.rows() if self.key(row) == key)

    def write(self, key: str, record: dict) -> None:
        figures = {name: decimal_or_none(record[name]) for name in ("value", "low", "high")}
        self.saving.put(
            self.held.get(key) or models.Observation(),
            **{name: record[name] for name in self.plain} | figures,
            source=self.source(record["source"]),
            entity=entity_or_none(record["entity"]),
        )

    def source(self, slug: str) -> models.Source:
        if slug not in self.sources:
            self.sources |= held(models.Source, [slug])
        return self.sources[slug]


def decimal_or_none(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
