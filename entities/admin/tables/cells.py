"""Tables as spreadsheets write them: CSV in, checked cell by cell; CSV out, with nothing in it
that a spreadsheet would run as a formula."""

import csv
import io
import re
from collections.abc import Iterator

import tablib
from import_export.formats.base_formats import CSV

from articles import dates

# A spreadsheet runs what begins so. An apostrophe before it says that it is text.
FORMULA = re.compile(r"\s*[=+\-@].", re.DOTALL)
ESCAPED = re.compile(r"'+\s*[=+\-@].", re.DOTALL)
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*")
# What no curator ever has, and what would keep a process busy.
MOST_BYTES = 5_000_000
MOST_FAULTS = 20


class BadTable(ValueError):
    """What is wrong with a file, a line for each fault."""

    def __init__(self, *faults: str):
        self.faults = faults
        super().__init__(" ".join(faults))


class Table(CSV):
    """CSV with commas, semicolons or tabs. Rows are counted as a spreadsheet does, the head 1."""

    def get_title(self):
        return "CSV"

    def create_dataset(self, in_stream, **kwargs):
        head, *rows = read_rows(in_stream)
        faults = [*faults_of_head(head), *faults_of_rows(head, rows)]
        if faults:
            more = [f"And {len(faults) - MOST_FAULTS} faults more."]
            raise BadTable(*faults[:MOST_FAULTS], *(more if len(faults) > MOST_FAULTS else []))
        cells = ([unescape(cell) for cell in row] for _, row in rows)
        return tablib.Dataset(*cells, headers=head)

    def export_data(self, dataset, **kwargs):
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(dataset.headers)
        writer.writerows([escape(str(cell)) for cell in row] for row in dataset)
        return text.getvalue()


def read_rows(text: str) -> list:
    """The head, then each row that holds anything, with its number."""
    if "\0" in text:
        raise BadTable("The file holds a NUL, which no text does; save it as CSV, UTF-8.")
    if not text.strip():
        raise BadTable("The file is empty; give it a head with the names of the columns.")
    first_line = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise BadTable(f"This is no CSV: {error}. Look at the quotation marks.") from None
    head, *others = [(at, row) for at, row in enumerate(rows, 1) if any(map(str.strip, row))]
    return [[name.strip() for name in head[1]], *others]


def faults_of_head(head: list[str]) -> Iterator[str]:
    for name in dict.fromkeys(head):
        if head.count(name) > 1:
            yield f"The column “{name}” stands twice; take one out."
    if "" in head:
        yield "A column has no name; give it one, or take it out."


def faults_of_rows(head: list[str], rows: list[tuple[int, list[str]]]) -> Iterator[str]:
    if not rows:
        yield "The file holds a head, but no row below it."
    for number, row in rows:
        if len(row) != len(head):
            yield f"Row {number}: {len(row)} cells, but the head has {len(head)}."
            continue
        for name, cell in zip(head, row, strict=True):
            if is_formula(cell):
                yield (
                    f"Row {number}, column “{name}”: “{cell.strip()[:40]}” would be run as a "
                    "formula. Write its value; if it is text, put an apostrophe (') before it."
                )


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would run it; numbers and years before our era are none."""
    if not FORMULA.match(cell) or NUMBER.fullmatch(cell.strip()):
        return False
    return not is_date(cell.strip())


def is_date(cell: str) -> bool:
    try:
        return bool(dates.parse(cell))
    except ValueError:
        return False


def escape(cell: str) -> str:
    return "'" + cell if is_formula(cell) or ESCAPED.match(cell) else cell


def unescape(cell: str) -> str:
    return cell[1:] if ESCAPED.match(cell) else cell
