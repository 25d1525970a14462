"""Read a collection of documents, queries and judgements, and score rankings by it. Pure."""

import gzip
import json
import math
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from articles.errors import BadInput

Gains = dict[str, float]  # how relevant each document is; one that is missing is not


@dataclass(frozen=True, slots=True)
class Document:
    id: str
    title: str
    text: str


def read_documents(folder: Path) -> Iterator[Document]:
    """The documents of docs.jsonl or docs.jsonl.gz; a title or text that is missing is empty."""
    path = file_in(folder, "docs.jsonl", "docs.jsonl.gz")
    for line, record in records(path):
        texts = (text_in(record, name, path, line) for name in ("title", "text"))
        yield Document(record["id"], *texts)


def read_queries(folder: Path) -> dict[str, str]:
    """The text of each query by its id, in the order of the file."""
    path = file_in(folder, "queries.jsonl", "queries.jsonl.gz")
    return {
        record["id"]: text_in(record, "text", path, line, required=True)
        for line, record in records(path)
    }


def read_judgements(folder: Path) -> dict[str, Gains]:
    """The gains of each query with a relevant document; of two judgements the last one holds."""
    path = file_in(folder, "qrels.tsv", "qrels.tsv.gz")
    judged: dict[str, Gains] = {}
    for line, text in text_lines(path):
        cells = text.split("\t")
        if line == 1:
            check_head(cells, path)
        elif text.strip():
            query, document, gain = judgement(cells, path, line)
            judged.setdefault(query, {})[document] = gain
    positive = {query: {d: g for d, g in gains.items() if g > 0} for query, gains in judged.items()}
    return {query: gains for query, gains in positive.items() if gains}


def check_head(cells: list[str], path: Path) -> None:
    if len(cells) != 3 or is_number(cells[2]):
        raise BadInput(path, "expected the heads query_id, doc_id, relevance", line=1)


def judgement(cells: list[str], path: Path, line: int) -> tuple[str, str, float]:
    if len(cells) != 3:
        raise BadInput(path, f"expected three cells between tabs, found {len(cells)}", line=line)
    query, document, relevance = (cell.strip() for cell in cells)
    if not is_number(relevance):
        raise BadInput(path, f"relevance: “{relevance}” is no number", line=line)
    return query, document, float(relevance)


def is_number(cell: str) -> bool:
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False


def file_in(folder: Path, *names: str) -> Path:
    """The first of these files that is there."""
    found = next((folder / name for name in names if (folder / name).is_file()), None)
    if found is None:
        raise BadInput(folder, f"there is no {' or '.join(names)} in it; check the folder")
    return found


def records(path: Path) -> Iterator[tuple[int, dict]]:
    """Each object of a file of JSON lines with its line; its id is a text and its own."""
    seen: dict[str, int] = {}
    for line, text in text_lines(path):
        if not text.strip():
            continue
        record = json_object(text, path, line)
        name = record["id"] = id_in(record, path, line)
        if name in seen:
            raise BadInput(path, f"id: “{name}” stands on line {seen[name]} already", line=line)
        seen[name] = line
        yield line, record


def json_object(text: str, path: Path, line: int) -> dict:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(path, f"not JSON: {error}", line=line) from None
    if not isinstance(record, dict):
        raise BadInput(path, f"expected an object, found {type(record).__name__}", line=line)
    return record


def id_in(record: dict, path: Path, line: int) -> str:
    """The id as the judgements write it: they know texts only."""
    name = record.get("id")
    if isinstance(name, bool) or not isinstance(name, str | int) or not str(name).strip():
        raise BadInput(path, "id: missing, or neither text nor number", line=line)
    return str(name).strip()


def text_in(record: dict, name: str, path: Path, line: int, *, required: bool = False) -> str:
    value = record.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str):
        raise BadInput(path, f"{name}: expected text, found {type(value).__name__}", line=line)
    return value


def text_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Each line with its number, of a file that may be packed."""
    opened = gzip.open if path.suffix == ".gz" else open
    line = 0
    try:
        with opened(path, "rb") as stream:
            for line, raw in enumerate(stream, 1):
                yield line, decoded(raw, path, line).rstrip("\r\n")
    except (EOFError, zlib.error, OSError) as error:
        raise BadInput(path, f"cannot be read after line {line}: {error}") from None


def decoded(raw: bytes, path: Path, line: int) -> str:
    try:
        return raw.decode("utf-8-sig" if line == 1 else "utf-8")
    except UnicodeDecodeError as error:
        problem = f"not UTF-8: byte {raw[error.start]:#04x} at byte {error.start + 1} of the line"
        raise BadInput(path, problem, line=line) from None


def ndcg(ranking: Sequence[str], gains: Mapping[str, float], *, depth: int = 10) -> float:
    """How much of the greatest possible gain the first `depth` bring, from 0 to 1.

    The gain of a document is its relevance, divided by the binary logarithm of its rank plus one.
    """
    best = sorted(gains.values(), reverse=True)
    return discounted([gains.get(one, 0) for one in ranking[:depth]]) / discounted(best[:depth])


def discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def recall(ranking: Sequence[str], gains: Mapping[str, float], *, depth: int = 100) -> float:
    """The share of the relevant documents that stand among the first `depth`."""
    return len(gains.keys() & set(ranking[:depth])) / len(gains)
