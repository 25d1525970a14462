"""Check curation records against one another and against the articles held. Writes nothing."""

from dataclasses import dataclass, field
from pathlib import Path

from articles import dates
from articles.manifest import FILE_NAME, Entry, read_manifest
from articles.models import LINKABLE, Article, ArticleVersion, Passage
from entities import anchoring
from entities.checking import passage_at
from entities.models.relationship import NEEDS_NOTE
from entities.seeds import Problem, Seeds, each

FILES = {
    "source": "sources.toml", "entity": "entities.toml", "note": "notes.toml",
    "relation_type": "relationships.toml", "relationship": "relationships.toml",
    "observation": "figures.csv", "mention_decision": "decisions.toml",
    "name_rule": "decisions.toml", "link_decision": "decisions.toml",
}  # fmt: skip


@dataclass
class Corpus:
    """The articles held, each in the version that articles.toml names by its SHA-256.

    `versions` has None for an article that is held with other bytes alone: there, quotes are
    anchored instead of checked. `files` has the name of the file, where articles.toml gives one.
    """

    versions: dict[str, ArticleVersion | None] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> "Corpus":
        entries = entries_of(folder)
        named = {entry.slug: entry.sha256 for entry in entries if entry.sha256}
        corpus = cls(
            dict.fromkeys(Article.objects.values_list("slug", flat=True)),
            {entry.slug: entry.file_name for entry in entries},
        )
        for version in ArticleVersion.objects.without_content().select_related("article"):
            slug = version.article.slug
            if version.sha256 == named.get(slug) or (slug not in named and version.is_current):
                corpus.versions[slug] = version
        return corpus

    def passage(self, slug: str, place: str) -> Passage | None:
        version = self.versions[slug]
        return passage_at(version, place) if version else None


def entries_of(folder: Path) -> list[Entry]:
    """What articles.toml says; it stands in a folder of its own, or beside the curation files."""
    for path in (folder / "articles" / FILE_NAME, folder / FILE_NAME):
        if path.is_file():
            return list(read_manifest(path).entries.values())
    return []


class Validator:
    """Adds to `seeds.problems` whatever does not hold together."""

    def __init__(self, seeds: Seeds, corpus: Corpus):
        self.seeds, self.corpus = seeds, corpus
        self.kind = ""

    def validate(self) -> list[Problem]:
        for kind, check in (
            ("entity", self.check_entity),
            ("note", self.check_note),
            ("relationship", self.check_relationship),
            ("observation", self.check_observation),
            ("mention_decision", self.check_decision),
            ("name_rule", self.check_decision),
            ("link_decision", self.check_decision),
        ):
            self.kind = kind
            for key, record in each(self.seeds, kind):
                check(key, record)
        self.kind = "relationship"
        self.check_stated_once()
        self.check_former_slugs()
        self.kind = "entity"
        self.check_addresses()
        return self.seeds.problems

    def problem(self, key: str, field_name: str, problem: str) -> None:
        self.seeds.problems.append(Problem(FILES[self.kind], key, field_name, problem))

    def known(self, key: str, field_name: str, kind: str, slug: str) -> dict | None:
        record = self.seeds.records[kind].get(slug)
        if record is None:
            what = kind.replace("_", " ")
            self.problem(key, field_name, f"there is no {what} “{slug}” in {FILES[kind]}")
        return record

    def has_article(self, key: str, field_name: str, slug: str) -> bool:
        if slug in self.corpus.versions:
            return True
        self.problem(key, field_name, f"no article “{slug}” is held; import it first")
        return False

    def check_entity(self, key: str, record: dict) -> None:
        for name, kind in (("country", "country"), ("parent_group", "element_group")):
            if record[name]:
                target = self.known(key, name, "entity", record[name])
                # A kind that is empty was faulty, and is told as that.
                if target and target["kind"] not in ("", kind):
                    self.problem(key, name, f"“{record[name]}” is no {kind.replace('_', ' ')}")
        for slug in record["seeds"]:
            self.has_article(key, "seeds", slug)

    def check_addresses(self) -> None:
        self.check_former_slugs()
        entities = list(each(self.seeds, "entity"))
        elements = [(key, record) for key, record in entities if record["kind"] == "element"]
        self.check_own("symbol", entities)
        self.check_own("atomic_number", elements)

    def check_own(self, name: str, records: list[tuple[str, dict]]) -> None:
        """That no two of them have one symbol, or one number."""
        taken: dict = {}
        for key, record in records:
            value = record[name]
            if value and (first := taken.setdefault(value, key)) != key:
                self.problem(key, name, f"{value} is the {name.replace('_', ' ')} of {first}")

    def check_former_slugs(self) -> None:
        taken: dict[str, str] = {slug: slug for slug in self.seeds.records[self.kind]}
        for key, record in each(self.seeds, self.kind):
            for slug in record["former_slugs"]:
                if taken.setdefault(slug, key) != key or slug == key:
                    self.problem(key, "former_slugs", f"“{slug}” leads to {taken[slug]} already")

    def check_note(self, key: str, record: dict) -> None:
        for slug in record["sources"]:
            self.known(key, "sources", "source", slug)
        for name, held_as in (("anchors", "anchors"), ("contrast", "contrasts")):
            for where in record[held_as]:
                slug, _, place = where.rpartition(":")
                if self.has_article(key, name, slug) and self.corpus.versions[slug]:
                    passage = self.corpus.passage(slug, place)
                    if passage is None or not may_carry_evidence(passage):
                        self.problem(key, name, f"{where} is no passage of the article proper")

    def check_relationship(self, key: str, record: dict) -> None:
        ends = {end: self.known(key, end, "entity", record[end]) for end in ("subject", "object")}
        relation = self.known(key, "type", "relation_type", record["type"])
        for end, entity in ends.items():
            allowed = relation and relation[f"{end}_kinds"]
            if entity and allowed and entity["kind"] not in ("", *allowed):
                wanted = ", ".join(allowed)
                self.problem(
                    key,
                    end,
                    f"“{record[end]}” is a {entity['kind']}; {record['type']} takes {wanted}",
                )
        if record["subject"] == record["object"]:
            self.problem(key, "object", "an entity cannot be related to itself")
        if record["claim"] in NEEDS_NOTE and not record["notes"]:
            self.problem(key, "notes", f"a claim that is {record['claim']} needs a note")
        for slug in record["notes"]:
            self.known(key, "notes", "note", slug)
        for name, qualifier in record["qualifiers"].items():
            if qualifier["entity"]:
                self.known(key, f"qualifiers.{name}", "entity", qualifier["entity"])
        dated = {name: one["date"] for name, one in record["qualifiers"].items()}
        if dates.ends_too_early(dated.get("start", ""), dated.get("end", "")):
            self.problem(key, "qualifiers.end", "before qualifiers.start")
        self.check_evidence(key, record)

    def check_evidence(self, key: str, record: dict) -> None:
        if not record["evidence"]:
            self.problem(key, "evidence", "missing; every statement rests on a quote")
        for number, (quote_key, one) in enumerate(record["evidence"].items(), 1):
            place = self.seeds.places[key, quote_key]
            field_name = f"evidence {number}.quote"
            if not self.has_article(key, f"evidence {number}.article", one["article"]):
                continue
            self.check_file(key, number, one["article"], self.seeds.files[key, quote_key])
            if place and self.corpus.versions[one["article"]]:
                self.check_quote(key, field_name, one, place)

    def check_file(self, key: str, number: int, slug: str, stated: str) -> None:
        held = self.corpus.files.get(slug, "")
        if stated and held and stated != held:
            problem = f"“{stated}”, though {FILE_NAME} has {slug} in “{held}”"
            self.problem(key, f"evidence {number}.seed_file", problem)

    def check_quote(self, key: str, field_name: str, one: dict, place: str) -> None:
        where = f"passage {place[1:]}" if place.startswith("p") else f"line {place}"
        passage = self.corpus.passage(one["article"], place)
        if passage is None:
            self.problem(key, field_name, f"{one['article']} has no text at {where}")
        elif not may_carry_evidence(passage):
            self.problem(
                key, field_name, f"{where} is a {passage.kind}, which may not carry evidence"
            )
        elif (
            one["quote"].strip()
            and (times := len(anchoring.locate(one["quote"], [passage.text]))) != 1
        ):
            self.problem(
                key, field_name,
                f"found {times} times, not once, at {where} of {one['article']}: "
                f"“{one['quote'][:60]}”",
            )  # fmt: skip

    def check_stated_once(self) -> None:
        stated: dict[tuple, str] = {}
        types = self.seeds.records["relation_type"]
        for key, record in each(self.seeds, "relationship"):
            ends = (record["subject"], record["object"])
            if types.get(record["type"], {}).get("symmetric"):
                ends = tuple(sorted(ends))
            first = stated.setdefault((record["type"], *ends), key)
            if first != key:
                self.problem(key, "object", f"the same statement as {first}")

    def check_observation(self, key: str, record: dict) -> None:
        self.known(key, "source_id", "source", record["source"])
        if record["entity"]:
            self.known(key, "entity", "entity", record["entity"])

    def check_decision(self, key: str, record: dict) -> None:
        if record.get("article"):
            self.has_article(key, "article", record["article"])
        if record["entity"]:
            self.known(key, "entity", "entity", record["entity"])
        elif self.kind == "name_rule" and record["verdict"] == "accepted":
            self.problem(key, "entity", "missing; say which entity the name always means")


def may_carry_evidence(passage: Passage) -> bool:
    """As the files have it: a kind that a curator gave in admin makes no file faulty."""
    return passage.proposed_kind in LINKABLE
