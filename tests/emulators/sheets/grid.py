"""A spreadsheet's state. Cells are `CellData` in JSON and never changed in place: a change puts another one there."""

from collections.abc import Iterator
from copy import copy
from itertools import count

from msgspec import Struct, field

from tests.emulators.sheets.errors import Json, invalid

EMPTY: Json = {}
CELLS = 10_000_000
LONGEST = 50_000
_numbers = count(1)


class Row(Struct):
    """A row keeps its number wherever it is moved; a sort moves cells, not rows."""

    number: int
    cells: list[Json]
    hidden: bool = False
    size: int = 21

    def cell(self, column: int) -> Json:
        return self.cells[column] if column < len(self.cells) else EMPTY

    def put(self, column: int, cell: Json) -> None:
        if column >= len(self.cells):
            if not cell:
                return
            self.cells.extend([EMPTY] * (column + 1 - len(self.cells)))
        self.cells[column] = cell


class Column(Struct):
    number: int
    hidden: bool = False
    size: int = 100


def new_row(cells: list[Json] | None = None) -> Row:
    return Row(next(_numbers), cells or [])


def new_column() -> Column:
    return Column(next(_numbers))


class Sheet(Struct):
    id: int
    title: str
    rows: list[Row]
    columns: list[Column]
    hidden: bool = False
    frozen_rows: int = 0
    frozen_columns: int = 0
    basic_filter: Json | None = None

    def copy(self) -> "Sheet":
        twin = copy(self)
        twin.rows = [Row(row.number, row.cells[:], row.hidden, row.size) for row in self.rows]
        twin.columns = [copy(column) for column in self.columns]
        return twin


class Entry(Struct, frozen=True):
    """One developer metadata. ``number`` is the row's or column's own; both ``None``: the spreadsheet's."""

    id: int
    key: str
    value: str
    visibility: str
    sheet: int | None = None
    number: int | None = None


class Spreadsheet(Struct):
    id: str
    title: str
    sheets: list[Sheet]
    metadata: dict[int, Entry] = field(default_factory=dict)
    named_ranges: list[Json] = field(default_factory=list)

    def copy(self) -> "Spreadsheet":
        return Spreadsheet(
            self.id, self.title, [s.copy() for s in self.sheets], dict(self.metadata), list(self.named_ranges)
        )

    def sheet(self, number: int) -> Sheet:
        for sheet in self.sheets:
            if sheet.id == number:
                return sheet
        raise invalid(f"No grid with id: {number}")

    def titled(self, title: str) -> Sheet | None:
        return next((s for s in self.sheets if s.title.lower() == title.lower()), None)

    def check_size(self) -> None:
        if sum(len(s.rows) * len(s.columns) for s in self.sheets) > CELLS:
            raise invalid(
                f"This action would increase the number of cells in the workbook above the limit of {CELLS} cells."
            )

    def prune(self) -> None:
        """Metadata goes with the sheet, row or column it belongs to."""
        sheets = {s.id for s in self.sheets}
        numbers = {
            number for s in self.sheets for number in (*(r.number for r in s.rows), *(c.number for c in s.columns))
        }
        self.metadata = {
            e.id: e
            for e in self.metadata.values()
            if (e.sheet is None or e.sheet in sheets) and (e.number is None or e.number in numbers)
        }


def new_sheet(number: int, title: str, rows: int = 1000, columns: int = 26) -> Sheet:
    return Sheet(number, title, [new_row() for _ in range(rows)], [new_column() for _ in range(columns)])


def check_value(value: Json) -> None:
    if len(value) > 1:
        raise invalid("Only one kind of value can be set on a cell.")
    if "errorValue" in value:
        raise invalid("Cannot set an error value.")
    for key in ("stringValue", "formulaValue"):
        if len(value.get(key, "")) > LONGEST:
            raise invalid(f"Your input contains more than the maximum of {LONGEST} characters in a single cell.")


def tidy(cell: Json) -> Json:
    """A cell without what is empty, so that an untouched cell and an emptied one are the same."""
    if cell.get("userEnteredValue") in ({}, {"stringValue": ""}):
        cell = {k: v for k, v in cell.items() if k not in {"userEnteredValue", "textFormatRuns"}}
    kept = {k: v for k, v in cell.items() if v not in ({}, "", [], None)}
    return kept or EMPTY


def used(sheet: Sheet) -> tuple[int, int]:
    """Rows and columns up to the last cell that has anything."""
    rows = columns = 0
    for place, row in enumerate(sheet.rows, 1):
        width = next((w for w in range(len(row.cells), 0, -1) if row.cells[w - 1]), 0) if row.cells else 0
        rows, columns = (place if width else rows), max(columns, width)
    return rows, columns


def with_values(sheet: Sheet) -> Iterator[int]:
    """The 0-based places of rows with any value."""
    for place, row in enumerate(sheet.rows):
        if any("userEnteredValue" in cell for cell in row.cells):
            yield place
