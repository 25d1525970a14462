"""Edit the figures in place: a row that does not change stays as it is written. Pure."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from entities.dumping.layout import lines_of
from entities.seeds import RENAMED

COLUMNS = [
    "measure", "subject", "entity", "iso3", "year", "value", "low", "high", "status", "unit",
    "basis", "source_id", "edition", "note",
]  # fmt: skip


@dataclass
class Row:
    """A line of the file, or several where a cell holds a line break; `record` is what it says."""

    text: str
    cells: list[str]
    record: dict


@dataclass
class Sheet:
    columns: list[str]
    header: str
    rows: dict[str, Row]

    @classmethod
    def new(cls) -> "Sheet":
        return cls(COLUMNS, line(COLUMNS), {})

    @classmethod
    def of(cls, text: str, records: dict[str, dict]) -> "Sheet":
        """A sheet as it stands in the file; `records` are those of its rows, in their order."""
        (header, columns), *rows = rows_of(text)
        pairs = zip(records.items(), rows, strict=True)
        return cls(columns, header, {key: Row(*row, record=record) for (key, record), row in pairs})

    def __str__(self) -> str:
        return self.header + "".join(row.text for row in self.rows.values())

    def make_columns_for(self, records: Iterable[dict]) -> None:
        """Add the columns that one of these records needs and the file has not."""
        known = {field_of(column) for column in self.columns}
        for column in COLUMNS:
            name = field_of(column)
            if name not in known and any(record[name] not in (None, "") for record in records):
                self.columns.append(column)
                self.header = line(self.columns)
                for row in self.rows.values():
                    row.cells.append("")
                    row.text = line(row.cells)

    def edit(self, key: str, record: dict) -> None:
        row = self.rows[key]
        for place, name in enumerate(map(field_of, self.columns)):
            if row.record.get(name) != record[name]:
                row.cells[place] = cell(record[name])
        row.text = line(row.cells)

    def insert(self, key: str, record: dict, after: str | None) -> None:
        """Put a row behind that of another key, or behind all."""
        cells = [cell(record[field_of(column)]) for column in self.columns]
        rows = list(self.rows.items())
        place = len(rows)
        if after is not None:
            place = 1 + next(place for place, (other, _) in enumerate(rows) if other == after)
        if rows and not rows[place - 1][1].text.endswith("\n"):
            rows[place - 1][1].text += "\n"
        rows.insert(place, (key, Row(line(cells), cells, record)))
        self.rows = dict(rows)


def field_of(column: str) -> str:
    return RENAMED["observation"].get(column, column)


def cell(value: str | None) -> str:
    return "" if value is None else value


def line(cells: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(cells)
    return written.getvalue()


def rows_of(text: str) -> list[tuple[str, list[str]]]:
    """Each row as it is written, and its cells; empty lines belong to the row above them."""
    lines = lines_of(text)
    reader = csv.reader(lines)
    rows: list[tuple[str, list[str]]] = []
    start = 0
    for cells in reader:
        written = "".join(lines[start : reader.line_num])
        start = reader.line_num
        if cells:
            rows.append((written, cells))
        elif rows:
            rows[-1] = (rows[-1][0] + written, rows[-1][1])
    return rows
