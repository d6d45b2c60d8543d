"""A person at the spreadsheet: what people do to a tab between refreshes, and while one is running."""

from collections.abc import Sequence

from msgspec import Struct

from tests.emulators.sheets import values
from tests.emulators.sheets.cell_requests import arrange, changed, sort_key
from tests.emulators.sheets.dimension_requests import insert_columns, move
from tests.emulators.sheets.errors import Json
from tests.emulators.sheets.grid import EMPTY, Sheet, Spreadsheet, new_row, used
from tests.emulators.sheets.ranges import Area
from tests.emulators.sheets.rendering import effective

Plain = str | float | bool | None


class Person(Struct):
    """Rows and columns are 0-based; row 0 is the header."""

    book: Spreadsheet
    title: str

    @property
    def sheet(self) -> Sheet:
        found = self.book.titled(self.title)
        assert found, f"no tab {self.title}"
        return found

    def header(self) -> list[str]:
        return [str(v or "") for v in self.row(0)]

    def column(self, label: str) -> int:
        return self.header().index(label)

    def row(self, place: int) -> list[Plain]:
        return self._row(place, self.width)

    def _row(self, place: int, width: int) -> list[Plain]:
        sheet = self.sheet
        return [_plain(effective(sheet, sheet.rows[place].cell(column))) for column in range(width)]

    def rows(self) -> list[dict[str, Plain]]:
        """The rows below the header that have anything, by header."""
        names = self.header()
        found = [dict(zip(names, self._row(place, len(names)), strict=True)) for place in range(1, used(self.sheet)[0])]
        return [row for row in found if any(v is not None for v in row.values())]

    @property
    def width(self) -> int:
        return used(self.sheet)[1]

    def find(self, label: str, value: Plain) -> int:
        """The first row with a value in a column."""
        column = self.column(label)
        return next(
            place
            for place in range(1, len(self.sheet.rows))
            if _plain(self.cell(place, column).get("userEnteredValue", EMPTY)) == value
        )

    def cell(self, row: int, column: int) -> Json:
        return self.sheet.rows[row].cell(column)

    def type(self, row: int, column: int, text: str) -> None:
        """Type into a cell; empty text deletes its value."""
        entered = values.typed(text) if text else {}
        mask: Json = {"userEnteredValue": {}, **{key: {} for key in entered}}
        held = self.sheet.rows[row]
        held.put(column, changed(held.cell(column), entered, mask))

    def colour(self, row: int, column: int) -> None:
        """Make a cell yellow."""
        yellow = {"userEnteredFormat": {"backgroundColor": {"red": 1, "green": 1}}}
        held = self.sheet.rows[row]
        held.put(column, changed(held.cell(column), yellow, {"userEnteredFormat": {"backgroundColor": {}}}))

    def note(self, row: int, column: int, text: str) -> None:
        held = self.sheet.rows[row]
        held.put(column, changed(held.cell(column), {"note": text}, {"note": {}}))

    def sort(self, column: int, columns: Sequence[int] | None = None, *, falling: bool = False) -> None:
        """Sort the rows below the header, or only ``columns`` of them (a partial sort)."""
        sheet = self.sheet
        bottom = max(used(sheet)[0], 2)
        left, right = (min(columns), max(columns) + 1) if columns else (0, len(sheet.columns))
        rows = sheet.rows[1:bottom]
        order = sorted(range(len(rows)), key=lambda place: sort_key(rows[place], column), reverse=falling)
        order.sort(key=lambda place: "userEnteredValue" not in rows[place].cell(column))
        arrange(Area(sheet, 1, left, bottom, right), order)

    def insert_row(self, place: int) -> None:
        self.sheet.rows.insert(place, new_row())

    def delete_row(self, place: int) -> None:
        del self.sheet.rows[place]
        self.book.prune()

    def move_row(self, place: int, target: int) -> None:
        move(self.sheet, place, place + 1, target, rows=True)

    def copy_row(self, place: int, target: int) -> None:
        """Copy a row, hidden cells and all, and insert it before ``target``."""
        self.sheet.rows.insert(target, new_row(self.sheet.rows[place].cells[:]))

    def insert_column(self, place: int, label: str) -> None:
        insert_columns(self.sheet, place, 1, max(place - 1, 0))
        self.type(0, place, label)

    def move_column(self, place: int, target: int) -> None:
        move(self.sheet, place, place + 1, target, rows=False)

    def delete_column(self, place: int) -> None:
        del self.sheet.columns[place]
        for row in self.sheet.rows:
            del row.cells[place : place + 1]
        self.book.prune()


def _plain(value: Json) -> Plain:
    if "errorValue" in value:
        return "#NAME?"
    return next(iter(value.values())) if value else None
