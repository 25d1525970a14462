"""Read the curation files and say everything that is wrong with them. Writes nothing.

A record is a dictionary of JSON values, of one shape whether it comes from a file or from the
database, so that the two can be compared and merged; what is keyed in it merges key by key.
"""

import csv
import hashlib
import io
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import slug_re, validate_slug
from django.db.models import BooleanField, Field, IntegerField, JSONField, Model
from django.forms import ModelForm, modelform_factory

from articles import dates
from articles.whitespace import fold
from entities import models, qualifying

ENTITY_PLAIN = (
    "kind", "subtype", "name", "short_name", "description", "curator_hint", "family_name", "date",
    "date_note", "symbol", "atomic_number", "class_usgs", "class_eu", "class_geo3", "class_seeds",
    "members_total", "uses",
)  # fmt: skip
ENTITY_LINKS = ("country", "parent_group")
TYPE_PLAIN = ("label", "inverse", "subject_kinds", "object_kinds", "symmetric", "aligned")
NOTE_PLAIN = ("verdict", "text", "as_of")
SOURCE_PLAIN = (
    "title", "publisher", "grade", "date", "date_note", "url", "doi", "remark", "seen_as",
)  # fmt: skip
OBSERVATION_KEY = ("measure", "subject", "period", "unit", "basis", "edition")
# By what a decision is known: kept in files as they are, spaces at their ends included.
DECISION_KEYS = {
    "mention_decision": ("article", "entity", "before", "surface", "after"),
    "name_rule": ("text", "entity"),
    "link_decision": ("article", "entity"),
}
OBSERVATION_PLAIN = (*OBSERVATION_KEY, "iso3", "value", "low", "high", "status", "remark")
# What the files call a field where the model has another name for it.
RENAMED = {
    "entity": {"type": "kind"},
    "relation_type": {"subjects": "subject_kinds", "objects": "object_kinds"},
    "source": {"note": "remark"},
    "observation": {"year": "period", "note": "remark", "source_id": "source"},
    "mention_decision": {"name": "surface"},
    "name_rule": {"name": "text"},
}
LONGEST_KEY = models.SeedRecord._meta.get_field("key").max_length
# What every database holds in an integer column.
LARGEST_INTEGER = 2**31 - 1
DATED = re.compile(r"(?P<date>\d\S*)(?:\s+(?P<note>\S.*))?", re.DOTALL)


@dataclass(frozen=True)
class Problem:
    """One fault, and where it is: file, record and field."""

    file: str
    record: str
    field: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}: {self.record}: {self.field}: {self.problem}"


@dataclass
class Seeds:
    """All records by kind and key, the places and files of quotes, and all that is wrong."""

    records: dict[str, dict[str, dict]] = field(default_factory=dict)
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    files: dict[tuple[str, str], str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def quote_key(article: str, quote: str) -> str:
    """A quote within a relationship; a line break in the text is a space in the file."""
    return f"{article}: {fold(quote).text}"


def decision_key(kind: str, record: dict) -> str:
    return shortened(" | ".join(record[name] for name in DECISION_KEYS[kind]))


def shortened(key: str) -> str:
    """The key as a row can hold it, still its own."""
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[: LONGEST_KEY - 20]}… {hashlib.sha256(key.encode()).hexdigest()[:16]}"


def split_date(text: str) -> tuple[str, str]:
    """'2023-08 (day not seen)' as the date 2023-08 and the remark; ValueError if it is neither.

    Words alone are a remark: 'time of the article'. 'unknown' and 'not stated' are no value.
    """
    text = dates.stated(text)
    match = DATED.fullmatch(text)
    if not match:
        return "", text
    dates.parse(match["date"])
    return match["date"], (match["note"] or "").removeprefix("(").removesuffix(")")


class FieldsForm(ModelForm):
    """Checks the fields of a record, and what its model says of them together."""

    def __init__(self, values: dict):
        super().__init__(values)
        # Constraints compare with the rows held, and those are what a load changes.
        self.instance.validate_constraints = lambda exclude: None


@cache
def form_of(model: type[Model], names: tuple[str, ...]) -> type[FieldsForm]:
    return modelform_factory(model, form=FieldsForm, fields=names)


class SeedReader:
    """Reads a folder of curation files into `seeds`."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.seeds = Seeds()
        self.file = ""
        # The name in the file of a field that the model calls otherwise.
        self.in_file: dict[str, str] = {}

    def read(self) -> Seeds:
        self.read_file("sources.toml", {"source": self.source})
        self.read_file("entities.toml", {"entity": self.entity})
        self.read_file("notes.toml", {"note": self.note})
        self.read_statements()
        self.read_figures("figures.csv")
        self.read_decisions("decisions.toml")
        return self.seeds

    def read_statements(self) -> Seeds:
        self.read_file(
            "relationships.toml",
            {"relation_type": self.relation_type, "relationship": self.relationship},
        )
        return self.seeds

    def problem(self, record: str, field_name: str, problem: str) -> None:
        field_name = self.in_file.get(field_name, field_name)
        self.seeds.problems.append(Problem(self.file, record, field_name, problem))

    def text(self, name: str) -> str | None:
        self.file, self.in_file = name, {}
        try:
            # With -sig, since some editors begin a file with a byte order mark.
            return (self.folder / name).read_text(encoding="utf-8-sig")
        except OSError as error:
            self.problem("-", "-", f"cannot be read ({error.strerror})")
        except UnicodeDecodeError as error:
            self.problem("-", "-", f"not UTF-8 at byte offset {error.start}; save it as UTF-8")
        return None

    def read_file(self, name: str, readers: dict) -> None:
        for kind in readers:
            self.seeds.records[kind] = {}
        for kind, number, table in self.tables_in(name, tuple(readers)):
            self.keep(kind, f"{kind} {number}", table, readers[kind])

    def tables_in(self, name: str, kinds: tuple[str, ...]) -> Iterator[tuple[str, int, dict]]:
        """Every table of a file with its kind, and its number among those of the kind."""
        text = self.text(name)
        if text is None:
            return
        try:
            content = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.problem("-", "-", f"malformed TOML: {error}")
            return
        for unknown in sorted(content.keys() - set(kinds) - {"schema_version"}):
            self.problem(unknown, "-", f"unknown table; known are {', '.join(kinds)}")
        for kind in kinds:
            self.in_file = names_in_file(kind)
            for number, table in enumerate(self.tables(content, kind), 1):
                yield kind, number, table

    def tables(self, content: dict, name: str) -> list[dict]:
        value = content.get(name, [])
        if isinstance(value, list) and all(isinstance(table, dict) for table in value):
            return value
        self.problem(name, "-", f"expected tables: [[{name}]]")
        return []

    def keep(self, kind: str, fallback: str, table: dict, read) -> None:
        key = table.get("id") or fallback
        try:
            validate_slug(key if isinstance(table.get("id"), str) else "")
        except ValidationError:
            self.problem(str(key), "id", "missing or no slug; use letters, digits and hyphens")
            return
        if key in self.seeds.records[kind]:
            self.problem(key, "id", "stands twice")
            return
        renamed = RENAMED.get(kind, {})
        self.seeds.records[kind][key] = read(
            key, {renamed.get(name, name): value for name, value in table.items() if name != "id"}
        )

    def plain(
        self,
        key: str,
        model: type[Model],
        names: tuple,
        table: dict,
        told: dict[str, str] | None = None,
    ) -> dict:
        """The plain fields, checked by the model's own rules; `told` is what faults call them."""
        values, faults = {}, {}
        for name in names:
            try:
                values[name] = form_value(model._meta.get_field(name), table.get(name))
            except ValueError as error:
                faults[name] = str(error)
        form = form_of(model, names)(values)
        # The first word on a field counts: one of a wrong type is not missing, too.
        for name, errors in form.errors.items():
            faults.setdefault(name, " ".join(map(str, errors)))
        faults.pop(NON_FIELD_ERRORS, None)
        for name, problem in faults.items():
            self.problem(key, (told or {}).get(name, name), problem)
        return {name: as_json(stored(model, name, form.cleaned_data.get(name))) for name in names}

    def only(self, key: str, table: dict, known: set[str], where: str = "") -> None:
        for name in sorted(table.keys() - known):
            self.problem(key, where + name, "unknown field")

    def dated(self, key: str, table: dict, name: str, note: str) -> dict:
        """The table with its date split into an EDTF date and the remark beside it."""
        try:
            stated, remark = split_date(text_of(table.get(name)))
        except ValueError as error:
            self.problem(key, name, str(error))
            return table | {name: ""}
        return table | {name: stated, note: table.get(note) or remark}

    def strings(self, key: str, table: dict, name: str) -> list[str]:
        value = table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.problem(key, name, "expected a list of texts")
            return []
        for item, times in Counter(value).items():
            if times > 1:
                self.problem(key, name, f"“{item}” stands twice")
        return value

    def word(self, key: str, table: dict, name: str, where: str = "") -> str:
        """A text that no form checks, such as the slug of another record."""
        value = table.get(name, "")
        if isinstance(value, str):
            return value
        self.problem(key, where + name, f"expected a text, found {value!r}")
        return ""

    def items(self, key: str, table: dict, name: str) -> list:
        value = table.get(name, [])
        if isinstance(value, list):
            return value
        self.problem(key, name, f"expected a list, found {value!r}")
        return []

    def table(self, key: str, table: dict, name: str) -> dict:
        value = table.get(name, {})
        if isinstance(value, dict):
            return value
        self.problem(key, name, f"expected a table, found {value!r}")
        return {}

    # --- one kind of record each

    def source(self, key: str, table: dict) -> dict:
        self.only(key, table, set(SOURCE_PLAIN))
        table = self.dated(key, table, "date", "date_note")
        return self.plain(key, models.Source, SOURCE_PLAIN, table)

    def entity(self, key: str, table: dict) -> dict:
        extra = {"match", "also_known_as", "ids", "former_slugs", "in_seeds", "seeds"}
        self.only(key, table, {*ENTITY_PLAIN, *ENTITY_LINKS} | extra)
        table = self.dated(key, table, "date", "date_note")
        seeds = self.strings(key, table, "seeds")
        if "in_seeds" in table and bool(table["in_seeds"]) != bool(seeds):
            self.problem(key, "in_seeds", "says otherwise than seeds, the list of articles")
        return {
            **self.plain(key, models.Entity, ENTITY_PLAIN, table),
            **{name: self.word(key, table, name) for name in ENTITY_LINKS},
            "names": self.names(key, table),
            "identifiers": self.identifiers(key, self.table(key, table, "ids")),
            "former_slugs": self.former_slugs(key, table),
            "seeds": dict.fromkeys(seeds, True),
        }

    def former_slugs(self, key: str, table: dict) -> dict:
        former = self.strings(key, table, "former_slugs")
        for slug in former:
            if not slug_re.fullmatch(slug):
                self.problem(key, "former_slugs", f"“{slug}” is no slug")
        return dict.fromkeys(former, True)

    def names(self, key: str, table: dict) -> dict:
        names: dict[str, dict] = {}
        symbol = str(table.get("symbol", "")).lower()
        for field_name, links in (("match", True), ("also_known_as", False)):
            for item in self.items(key, table, field_name):
                name = self.name(key, field_name, item, links)
                if not (text := name.pop("text")):
                    continue
                if text in names:
                    self.problem(key, field_name, f"“{text}” stands twice")
                # The matcher takes the first letter of a name in either case.
                if links and text.lower() == symbol:
                    self.problem(key, field_name, f"the symbol {text} never links")
                names[text] = name
        return names

    def name(self, key: str, field_name: str, item: Any, links: bool) -> dict:
        item = {"text": item} if isinstance(item, str) else item
        if not isinstance(item, dict) or not item.get("text"):
            self.problem(key, field_name, f"expected a text or a table with a text, found {item!r}")
            return {"text": ""}
        known = ("text", "language", "used_from", "used_until")
        self.only(key, item, set(known), f"{field_name}.")
        item = {"language": "en"} | item
        told = {name: f"{field_name}.{name}" for name in known} | {"text": field_name}
        return self.plain(key, models.Name, known, item, told) | {"links": links}

    def identifiers(self, key: str, table: dict) -> dict:
        checks = table.get("qid_checks")
        found = {}
        for scheme, value in table.items():
            if scheme == "qid_checks":
                continue
            # Of another scheme than Wikidata, the checks stand beside the value in a table.
            is_table = isinstance(value, dict) and value.keys() == {"value", "checks"}
            stated, own_checks = value.values() if is_table else (value, None)
            if isinstance(stated, bool | list | dict):
                self.problem(key, f"ids.{scheme}", f"expected a text, found {value!r}")
                continue
            values = {"scheme": scheme, "value": str(stated), "checks": own_checks}
            told = {"scheme": f"ids.{scheme}", "value": f"ids.{scheme}", "checks": "ids.qid_checks"}
            if scheme == "wikidata":
                values["checks"] = checks
            read = self.plain(key, models.Identifier, tuple(told), values, told)
            found[scheme] = {"value": read["value"], "checks": read["checks"]}
        return found

    def note(self, key: str, table: dict) -> dict:
        self.only(key, table, {*NOTE_PLAIN, "anchors", "sources", "contrast"})
        contrast = table.get("contrast", [])
        contrast = contrast if isinstance(contrast, list) else [contrast]
        return {
            **self.plain(key, models.Note, NOTE_PLAIN, table),
            "sources": self.strings(key, table, "sources"),
            "anchors": self.anchors(key, "anchors", self.items(key, table, "anchors")),
            "contrasts": self.anchors(key, "contrast", contrast),
        }

    def anchors(self, key: str, field_name: str, items: list) -> dict:
        anchors = {}
        for item in items:
            place = place_of(item) if isinstance(item, dict) else ""
            if not place or not isinstance(item.get("article"), str):
                self.problem(key, field_name, "expected an article and a line or passage number")
                continue
            anchor = f"{item['article']}:{place}"
            if anchor in anchors:
                self.problem(key, field_name, f"“{anchor}” stands twice")
            anchors[anchor] = True
        return anchors

    def relation_type(self, key: str, table: dict) -> dict:
        self.only(key, table, set(TYPE_PLAIN))
        return self.plain(key, models.RelationType, TYPE_PLAIN, table)

    def relationship(self, key: str, table: dict) -> dict:
        known = {"subject", "type", "object", "claim", "qualifiers", "notes", "evidence"}
        self.only(key, table, known | {"former_slugs"})
        evidence = [
            self.quote(key, number, item)
            for number, item in enumerate(self.tables(table, "evidence"), 1)
        ]
        keyed = {quote_key(one["article"], one["quote"]): one for one in evidence}
        if len(keyed) < len(evidence):
            self.problem(key, "evidence", "the same quote stands twice")
        return {
            **{name: self.word(key, table, name) for name in ("subject", "type", "object")},
            **self.plain(key, models.Relationship, ("claim",), table),
            "qualifiers": self.qualifiers(key, self.table(key, table, "qualifiers")),
            "notes": self.strings(key, table, "notes"),
            "evidence": keyed,
            "former_slugs": self.former_slugs(key, table),
        }

    def quote(self, key: str, number: int, table: dict) -> dict:
        where = f"evidence {number}."
        known = {"article", "seed_file", "line", "passage", "quote", "support", "reads_as"}
        self.only(key, table, known, where)
        article, quote, file = (
            self.word(key, table, name, where) for name in ("article", "quote", "seed_file")
        )
        told = {name: where + name for name in ("support", "reads_as")}
        read = self.plain(key, models.Evidence, tuple(told), table, told)
        if read["support"] == models.Support.COREFERENCE and not read["reads_as"]:
            self.problem(key, where + "reads_as", "missing; say how the quote is to be read")
        if not quote.strip():
            self.problem(key, where + "quote", "missing; copy the words from the article")
        place = place_of(table)
        if not place:
            self.problem(key, where + "line", "missing; name the line, or the passage")
        self.seeds.places[key, quote_key(article, quote)] = place
        self.seeds.files[key, quote_key(article, quote)] = file
        return {"article": article, "quote": fold(quote).text, **read}

    def qualifiers(self, key: str, table: dict) -> dict:
        found = {}
        for name, value in table.items():
            if name not in qualifying.KEYS:
                known = ", ".join(qualifying.KEYS)
                self.problem(key, f"qualifiers.{name}", f"unknown; known are {known}")
                continue
            found[name] = self.qualifier(key, name, value)
        return found

    def qualifier(self, key: str, name: str, value: Any) -> dict:
        empty = {"value": "", "date": "", "entity": "", "remark": ""}
        holds = qualifying.KEYS[name].holds
        try:
            value = dates.stated(text_of(value))
            if holds != "date":
                return empty | {holds: value}
            stated, remark = split_date(value)
        except ValueError as error:
            self.problem(key, f"qualifiers.{name}", str(error))
            return empty
        return empty | {"date": stated, "remark": remark}

    def read_decisions(self, name: str) -> None:
        """The decisions about names in articles: a file that is there only where there are any."""
        for kind in DECISION_KEYS:
            self.seeds.records[kind] = {}
        if not self.has(name):
            return
        for kind, number, table in self.tables_in(name, tuple(DECISION_KEYS)):
            self.decision(kind, f"{kind} {number}", table)

    def has(self, name: str) -> bool:
        return (self.folder / name).exists()

    def decision(self, kind: str, where: str, table: dict) -> None:
        known = [*DECISION_KEYS[kind], "verdict"]
        if kind != "link_decision":
            known.append("decided_by")
        table = {RENAMED.get(kind, {}).get(name, name): value for name, value in table.items()}
        self.only(where, table, set(known))
        record = {name: self.word(where, table, name) for name in known}
        for name in ("article", "entity", "surface", "text"):
            may_miss = kind == "name_rule" and name == "entity"
            if name in record and not record[name].strip() and not may_miss:
                self.problem(where, name, "missing")
        if record["verdict"] not in ("accepted", "rejected"):
            self.problem(where, "verdict", "expected accepted or rejected")
        key = decision_key(kind, record)
        if key in self.seeds.records[kind]:
            self.problem(where, "-", f"stands twice: {key}")
        self.seeds.records[kind][key] = record

    def read_figures(self, name: str) -> None:
        self.seeds.records["observation"] = {}
        text = self.text(name)
        if text is None:
            return
        self.in_file = names_in_file("observation")
        rows = csv.DictReader(io.StringIO(text))
        try:
            self.observations(rows)
        except csv.Error as error:
            self.problem(f"line {rows.reader.line_num}", "-", f"malformed CSV: {error}")

    def observations(self, rows: csv.DictReader) -> None:
        needed = {"measure", "subject", "year", "value", "unit", "status", "source_id"}
        if missing := sorted(needed - set(rows.fieldnames or ())):
            self.problem("line 1", ", ".join(missing), "column missing")
            return
        for row in rows:
            self.observation(f"line {rows.line_num}", row)

    def observation(self, where: str, row: dict) -> None:
        if None in row or None in row.values():
            self.problem(where, "-", "more or fewer cells than there are columns")
            return
        renamed = RENAMED["observation"]
        table = {renamed.get(name, name): value.strip() for name, value in row.items()}
        self.only(where, table, {*OBSERVATION_PLAIN, "source", "entity"})
        # No dates.stated here: what a source writes is kept, "NA" included.
        record = self.plain(where, models.Observation, OBSERVATION_PLAIN, table)
        record |= {"source": table["source"], "entity": table.get("entity", "")}
        key = " | ".join(str(record[name]) for name in (*OBSERVATION_KEY, "source"))
        if key in self.seeds.records["observation"]:
            self.problem(where, "measure", f"the same figure stands twice: {key}")
        self.seeds.records["observation"][key] = record


def place_of(table: dict) -> str:
    """'11' for line 11, 'p6' for passage 6, '' where neither is named."""
    line, passage = table.get("line"), table.get("passage")
    if is_number(line):
        return str(line)
    return f"p{passage}" if is_number(passage) else ""


def is_number(value: Any) -> bool:
    """Whether a line can have the number: `true` is an int in Python, and is none here."""
    return type(value) is int and 0 < value <= LARGEST_INTEGER


def names_in_file(kind: str) -> dict[str, str]:
    return {name: in_file for in_file, name in RENAMED.get(kind, {}).items()}


def form_value(column: Field, value: Any) -> Any:
    """The value as a form takes it; ValueError where its type is none that the column has."""
    if value is None:
        return None
    if isinstance(column, JSONField):
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return value
        raise ValueError(f"expected a list of texts, found {value!r}")
    if isinstance(column, BooleanField):
        if isinstance(value, bool):
            return value
        raise ValueError(f"expected true or false, found {value!r}")
    if isinstance(column, IntegerField) or dates.validate_edtf in column.validators:
        return dates.stated(text_of(value))
    if isinstance(value, str):
        return dates.stated(value)
    raise ValueError(f"expected a text, found {value!r}")


def text_of(value: Any) -> str:
    """A text, a number or a date as it is written; ValueError for anything else."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float | date):
        raise ValueError(f"expected a text, found {value!r}")
    return value.isoformat() if isinstance(value, date) else str(value)


def stored(model: type[Model], name: str, value: Any) -> Any:
    """The value as the row holds it: what a file leaves out is the field's own default."""
    column = model._meta.get_field(name)
    return column.get_default() if value is None and not column.null else value


def as_json(value: Any) -> Any:
    return plain_number(value) if isinstance(value, Decimal) else value


def plain_number(value: Decimal) -> str:
    """'17.5' and '270000': no exponent, no noughts to no purpose."""
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def each(seeds: Seeds, kind: str) -> Iterator[tuple[str, dict]]:
    yield from seeds.records.get(kind, {}).items()
