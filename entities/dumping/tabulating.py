"""Turn a record into the table that the curation files have for it. Pure.

The fields stand in the order of a file that is written anew; what is empty is left out.
"""

from collections.abc import Iterator
from typing import Any

from entities import qualifying
from entities.seeds import DECISION_KEYS

Table = dict[str, Any]

ENTITY_HEAD = ("subtype", "name", "short_name")
ENTITY_BODY = ("description", "family_name")
ENTITY_TAIL = (
    "symbol", "atomic_number", "parent_group", "members_total", "class_usgs", "class_eu",
    "class_geo3", "class_seeds", "uses",
)  # fmt: skip
# Left out of a table when they are empty; a list that a file always has is not among them.
EMPTY: tuple = (None, "", [], {})
ALWAYS = {"match", "aligned"}


def tabulate(kind: str, key: str, record: dict, *, date_with_remark: bool = False) -> Table:
    """The table of a record; `date_with_remark` puts the remark behind the date in its field."""
    table = TABULATE[kind](record)
    if date_with_remark:
        table["date"] = dated(table["date"], table.pop("date_note"))
    if kind not in DECISION_KEYS:
        table = {"id": key} | table
    return {name: value for name, value in table.items() if value not in EMPTY or name in ALWAYS}


def in_order_of(before: Any, record: Any) -> Any:
    """The record with its keys in the order of another one, its own keys behind those."""
    if not (isinstance(before, dict) and isinstance(record, dict)):
        return record
    keys = [key for key in before if key in record] + [key for key in record if key not in before]
    return {key: in_order_of(before.get(key), record[key]) for key in keys}


def dated(date: str, remark: str) -> str:
    return f"{date} ({remark})" if date and remark else date or remark


def entity(record: dict) -> Table:
    return {
        "type": record["kind"],
        **{name: record[name] for name in ENTITY_HEAD},
        "match": list(names(record, links=True)),
        "also_known_as": list(names(record, links=False)),
        **{name: record[name] for name in ENTITY_BODY},
        "former_slugs": list(record["former_slugs"]),
        "in_seeds": bool(record["seeds"]),
        "seeds": list(record["seeds"]),
        "curator_hint": record["curator_hint"],
        "country": record["country"],
        "date": record["date"],
        "date_note": record["date_note"],
        **{name: record[name] for name in ENTITY_TAIL},
        "ids": identifiers(record["identifiers"]),
    }


def names(record: dict, *, links: bool) -> Iterator[str | Table]:
    for text, name in record["names"].items():
        if name["links"] == links:
            told = {part: name[part] for part in ("language", "used_from", "used_until")}
            told = {part: value for part, value in told.items() if value}
            yield text if told == {"language": "en"} else {"text": text} | told


def identifiers(held: dict) -> Table:
    table: Table = {}
    for scheme, one in held.items():
        if scheme == "wikidata" or one["checks"] is None:
            table[scheme] = one["value"]
        else:
            table[scheme] = {"value": one["value"], "checks": one["checks"]}
    if "wikidata" in held and held["wikidata"]["checks"] is not None:
        table["qid_checks"] = held["wikidata"]["checks"]
    return table


def source(record: dict) -> Table:
    fields = ("grade", "publisher", "title", "date", "date_note", "url", "doi", "seen_as")
    return {name: record[name] for name in fields} | {"note": record["remark"]}


def note(record: dict) -> Table:
    contrasts = [anchor(where) for where in record["contrasts"]]
    return {
        "verdict": record["verdict"],
        "anchors": [anchor(where) for where in record["anchors"]],
        "text": record["text"],
        "sources": record["sources"],
        "as_of": record["as_of"],
        "contrast": contrasts[0] if len(contrasts) == 1 else contrasts,
    }


def anchor(where: str) -> Table:
    article, _, place = where.rpartition(":")
    return {"article": article} | placed(place)


def placed(place: str) -> Table:
    """'11' as line 11, 'p6' as passage 6."""
    if not place:
        return {}
    return {"passage": int(place[1:])} if place.startswith("p") else {"line": int(place)}


def relation_type(record: dict) -> Table:
    return {
        "label": record["label"],
        "inverse": record["inverse"],
        "subjects": record["subject_kinds"],
        "objects": record["object_kinds"],
        "symmetric": record["symmetric"],
        "aligned": record["aligned"],
    }


def relationship(record: dict) -> Table:
    """Without its evidence: each quote has a table of its own, which `evidence` gives."""
    return {
        **{name: record[name] for name in ("subject", "type", "object", "claim")},
        "qualifiers": {key: qualifier(key, one) for key, one in record["qualifiers"].items()},
        "notes": record["notes"],
        "former_slugs": list(record["former_slugs"]),
    }


def qualifier(key: str, one: dict) -> str:
    holds = qualifying.KEYS[key].holds
    value = dated(one["date"], one["remark"]) if holds == "date" else one[holds]
    return value or "not stated"


def evidence(one: dict, place: str, file: str) -> Table:
    table = {
        "article": one["article"], "seed_file": file, **placed(place), "quote": one["quote"],
        "reads_as": one["reads_as"], "support": one["support"],
    }  # fmt: skip
    return {name: value for name, value in table.items() if value not in EMPTY}


def mention_decision(record: dict) -> Table:
    return {
        **{name: record[name] for name in ("article", "entity", "before")},
        "name": record["surface"],
        **{name: record[name] for name in ("after", "verdict", "decided_by")},
    }


def name_rule(record: dict) -> Table:
    return {"name": record["text"]} | {
        name: record[name] for name in ("entity", "verdict", "decided_by")
    }


def link_decision(record: dict) -> Table:
    return {name: record[name] for name in ("article", "entity", "verdict")}


def observation(record: dict) -> Table:
    """The cells of a row, by the names of the columns; none of them is ever left out."""
    named = {"period": "year", "source": "source_id", "remark": "note"}
    return {named.get(name, name): "" if value is None else value for name, value in record.items()}


TABULATE = {
    "entity": entity, "source": source, "note": note, "relation_type": relation_type,
    "relationship": relationship, "mention_decision": mention_decision, "name_rule": name_rule,
    "link_decision": link_decision,
}  # fmt: skip
