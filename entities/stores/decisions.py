"""The stores of what curators decided about names in articles."""

from django.db import models as db

from entities import models
from entities.seeds import decision_key
from entities.stores.base import Store, entity_or_none, slug_or_empty


class DecisionStore(Store):
    """Nothing rests on a decision, and readers see it only in the links that follow from it."""

    is_rested_on = False
    kind = ""

    def rows(self) -> db.QuerySet:
        return self.model.objects.select_related("article", "entity").order_by("pk")

    def key(self, row) -> str:
        return decision_key(self.kind, self.record(row))

    def read(self, keys):
        return {key: record for key, record in self.read_all().items() if key in set(keys)}

    def find(self, key: str):
        return next(row for row in self.rows() if self.key(row) == key)

    def held_or_new(self, **known):
        return self.rows().filter(**known).first() or self.model(**known)

    def ends(self, record: dict) -> dict:
        return {
            "article_id": self.writing.articles[record["article"]],
            "entity": entity_or_none(record["entity"]),
        }


class MentionDecisionStore(DecisionStore):
    model = models.MentionDecision
    kind = "mention_decision"

    def record(self, row) -> dict:
        return {
            "article": row.article.slug, "entity": row.entity.slug, "before": row.before,
            "surface": row.surface, "after": row.after, "verdict": row.verdict,
            "decided_by": row.decided_by,
        }  # fmt: skip

    def write(self, key: str, record: dict) -> None:
        words = {name: record[name] for name in ("before", "surface", "after")}
        row = self.held_or_new(**self.ends(record), **words)
        self.saving.put(row, verdict=record["verdict"], decided_by=record["decided_by"])


class NameRuleStore(DecisionStore):
    model = models.NameRule
    kind = "name_rule"

    def rows(self) -> db.QuerySet:
        return models.NameRule.objects.select_related("entity").order_by("pk")

    def record(self, row) -> dict:
        return {
            "text": row.text, "entity": slug_or_empty(row.entity), "verdict": row.verdict,
            "decided_by": row.decided_by,
        }  # fmt: skip

    def write(self, key: str, record: dict) -> None:
        row = self.held_or_new(text=record["text"], entity=entity_or_none(record["entity"]))
        self.saving.put(row, verdict=record["verdict"], decided_by=record["decided_by"])


class LinkDecisionStore(DecisionStore):
    """A decision is part of the link: the row itself stays when the decision goes."""

    model = models.Link
    kind = "link_decision"

    def rows(self) -> db.QuerySet:
        return super().rows().exclude(decision="")

    def record(self, row) -> dict:
        return {"article": row.article.slug, "entity": row.entity.slug, "verdict": row.decision}

    def write(self, key: str, record: dict) -> None:
        ends = self.ends(record)
        row = models.Link.objects.filter(**ends).first() or models.Link(**ends)
        self.saving.put(row, decision=record["verdict"])
        self.writing.concern({"article_ids": {row.article_id}})

    def delete(self, key: str) -> None:
        row = self.find(key)
        self.saving.put(row, decision="")
        self.writing.concern({"article_ids": {row.article_id}})
