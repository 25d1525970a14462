"""The stores of relationships and of their types."""

from articles import threeway
from articles.threeway import MISSING
from articles.whitespace import fold
from entities import anchoring, announcing, checking, models
from entities.seeds import TYPE_PLAIN, quote_key
from entities.stores.base import Store, Unquoted, entity_or_none, held, slug_or_empty


class RelationTypeStore(Store):
    model = models.RelationType
    plain = TYPE_PLAIN

    def concerned(self, key):
        statements = models.Relationship.objects.filter(type__slug=key)
        return {"relationship_ids": announcing.keys_of(statements)}


class RelationshipStore(Store):
    model = models.Relationship
    plain = ("claim",)
    is_rested_on = False

    def rows(self):
        return models.Relationship.objects.select_related(
            "subject", "type", "object"
        ).prefetch_related(
            "qualifiers__entity", "relationshipnote_set__note", "evidence__article", "former_slugs"
        )

    def record(self, row) -> dict:
        return {
            "subject": row.subject.slug, "type": row.type.slug, "object": row.object.slug,
            "claim": row.claim,
            "qualifiers": {one.key: self.qualifier(one) for one in row.qualifiers.all()},
            "notes": [one.note.slug for one in row.relationshipnote_set.all()],
            "evidence": dict(map(self.quote, row.evidence.all())),
            "former_slugs": {former.slug: True for former in row.former_slugs.all()},
        }  # fmt: skip

    def qualifier(self, one) -> dict:
        held = {name: getattr(one, name) for name in ("value", "date", "remark")}
        return held | {"entity": slug_or_empty(one.entity)}

    def quote(self, one) -> tuple[str, dict]:
        slug, quote = one.article.slug, fold(one.quote).text
        return quote_key(slug, quote), {
            "article": slug, "quote": quote, "support": one.support, "reads_as": one.reads_as,
        }  # fmt: skip

    def merge(self, base, ours, theirs):
        """A statement of which each side took the other's quotes away keeps those it has."""
        merged, found = super().merge(base, ours, theirs)
        if MISSING in (merged, ours) or merged["evidence"] or not ours["evidence"]:
            return merged, found
        kept = threeway.Conflict("evidence", ours["evidence"], theirs["evidence"])
        return merged | {"evidence": ours["evidence"]}, [*found, kept]

    def moved_to(self, key):
        former = models.FormerStatement.objects.filter(slug=key)
        return former.values_list("relationship__slug", flat=True).first() or ""

    def concerned(self, key):
        return announcing.of_relationships(models.Relationship.objects.filter(slug=key))

    def write(self, key: str, record: dict) -> None:
        entities = held(models.Entity, [record["subject"], record["object"]])
        self.saving.put(
            self.row(key),
            subject=entities[record["subject"]],
            object=entities[record["object"]],
            type=held(models.RelationType, [record["type"]])[record["type"]],
            claim=record["claim"],
        )

    def join(self, key: str, record: dict) -> None:
        row = self.find(key)
        self.sync(row.qualifiers, "key", {
            name: value | {"entity": entity_or_none(value["entity"])}
            for name, value in record["qualifiers"].items()
        })  # fmt: skip
        notes = held(models.Note, record["notes"])
        self.sync(row.relationshipnote_set, "note_id", {
            notes[slug].pk: {"position": place} for place, slug in enumerate(record["notes"], 1)
        })  # fmt: skip
        self.sync(row.former_slugs, "slug", {slug: {} for slug in record["former_slugs"]})
        self.write_evidence(row, record["evidence"])

    def write_evidence(self, row, wanted: dict[str, dict]) -> None:
        held = {self.quote(one)[0]: one for one in row.evidence.select_related("article")}
        if held and not wanted:
            raise Unquoted("it would be left without a quote: give it another one first")
        for key, one in held.items():
            if key not in wanted:
                self.saving.delete(one)
        for key, content in wanted.items():
            one = held.get(key) or self.new_evidence(row, key, content)
            self.saving.put(one, support=content["support"], reads_as=content["reads_as"])

    def new_evidence(self, row, key: str, content: dict) -> models.Evidence:
        """Evidence at the place that the file names, in the version that articles.toml names."""
        slug, quote = content["article"], content["quote"]
        one = models.Evidence(relationship=row, article_id=self.writing.articles[slug], quote=quote)
        place = self.writing.seeds.places.get((row.slug, key), "")
        passage = self.writing.corpus.passage(slug, place) if place else None
        found = anchoring.locate(quote, [passage.text]) if passage else []
        if len(found) == 1:
            one.state = models.EvidenceState.OK
            checking.put(one, passage, found[0])
        return one
