"""A1 notation and grid ranges."""

import re

from msgspec import Struct

from tests.emulators.sheets.errors import Json, invalid
from tests.emulators.sheets.grid import Sheet, Spreadsheet

_A1 = re.compile(r"([A-Za-z]*)([0-9]*)(?::([A-Za-z]*)([0-9]*))?")


class Area(Struct, frozen=True):
    """Cells of a sheet, ends exclusive and inside the grid. ``label`` is the range in A1 notation."""

    sheet: Sheet
    top: int
    left: int
    bottom: int
    right: int

    @property
    def label(self) -> str:
        quoted = self.sheet.title.replace("'", "''")
        title = self.sheet.title if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", self.sheet.title) else f"'{quoted}'"
        first = f"{letters(self.left)}{self.top + 1}"
        last = f"{letters(max(self.right - 1, self.left))}{max(self.bottom, self.top + 1)}"
        return f"{title}!{first}" + (f":{last}" if first != last else "")


def letters(column: int) -> str:
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_number(text: str) -> int:
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def whole(sheet: Sheet) -> Area:
    return Area(sheet, 0, 0, len(sheet.rows), len(sheet.columns))


def from_a1(book: Spreadsheet, text: str) -> Area:
    """The cells that A1 notation names; without a title the first sheet's."""
    title, cells = _parts(text)
    if title is None:
        sheet = book.titled(cells)
        if sheet:
            return whole(sheet)
        title = book.sheets[0].title
    sheet = book.titled(title)
    if sheet is not None and not cells:
        return whole(sheet)
    match = _A1.fullmatch(cells)
    if sheet is None or match is None:
        raise invalid(f"Unable to parse range: {text}")
    return _area(sheet, match, text)


def _parts(text: str) -> tuple[str | None, str]:
    """A title, which stands in quotes unless it is plain, and what is named of it."""
    quoted = re.fullmatch(r"'((?:[^']|'')*)'(?:!(.+))?", text)
    if quoted:
        return quoted[1].replace("''", "'"), quoted[2] or ""
    title, bang, cells = text.rpartition("!")
    return (title, cells) if bang else (None, cells)


def _area(sheet: Sheet, match: re.Match[str], text: str) -> Area:
    left, top = match[1], match[2]
    single = match[3] is None
    right, bottom = (left, top) if single else (match[3], match[4])
    if single and not (left and top):
        raise invalid(f"Unable to parse range: {text}")
    first_row, first_column = int(top or 1) - 1, column_number(left) if left else 0
    last_row = int(bottom) if bottom else len(sheet.rows)
    last_column = column_number(right) + 1 if right else len(sheet.columns)
    if first_row >= len(sheet.rows) or first_column >= len(sheet.columns):
        limits = f"Max rows: {len(sheet.rows)}, max columns: {len(sheet.columns)}"
        raise invalid(f"Range ({text}) exceeds grid limits. {limits}")
    return Area(sheet, first_row, first_column, min(last_row, len(sheet.rows)), min(last_column, len(sheet.columns)))


def from_grid_range(book: Spreadsheet, given: Json) -> Area:
    """A `GridRange`; missing bounds reach to the grid's edge."""
    sheet = book.sheet(given.get("sheetId", 0))
    rows, columns = len(sheet.rows), len(sheet.columns)
    area = Area(
        sheet,
        given.get("startRowIndex", 0),
        given.get("startColumnIndex", 0),
        given.get("endRowIndex", rows),
        given.get("endColumnIndex", columns),
    )
    if not (0 <= area.top <= area.bottom <= rows and 0 <= area.left <= area.right <= columns):
        limits = f"Max rows: {rows}, max columns: {columns}"
        raise invalid(f"Range ({area.label}) exceeds grid limits. {limits}")
    return area


def dimension(book: Spreadsheet, given: Json) -> tuple[Sheet, bool, int, int]:
    """A `DimensionRange` as sheet, whether it is of rows, start, end."""
    sheet = book.sheet(given.get("sheetId", 0))
    kind = given.get("dimension")
    if kind not in {"ROWS", "COLUMNS"}:
        raise invalid("dimension must be ROWS or COLUMNS")
    size = len(sheet.rows if kind == "ROWS" else sheet.columns)
    return sheet, kind == "ROWS", given.get("startIndex", 0), given.get("endIndex", size)
