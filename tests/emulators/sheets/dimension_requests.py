"""Requests of a batch that insert, move, delete and size rows and columns."""

from tests.emulators.sheets import masks
from tests.emulators.sheets.errors import Json, invalid
from tests.emulators.sheets.grid import EMPTY, Sheet, Spreadsheet, new_column, new_row
from tests.emulators.sheets.ranges import dimension

INHERITED = ("userEnteredFormat", "dataValidation")


def _bounded(sheet: Sheet, start: int, end: int, *, rows: bool) -> None:
    size = len(sheet.rows if rows else sheet.columns)
    if not 0 <= start < end <= size:
        raise invalid(f"Range ({start}:{end}) exceeds grid limits. Max {'rows' if rows else 'columns'}: {size}")


def insert_dimension(book: Spreadsheet, request: Json) -> Json:
    sheet, rows, start, end = dimension(book, request["range"])
    size = len(sheet.rows if rows else sheet.columns)
    before = request.get("inheritFromBefore", False)
    if end <= start or start >= size or (before and start == 0):
        raise invalid(f"range.startIndex {start} or range.endIndex {end} is not valid")
    model = start - 1 if before else start
    if rows:
        cells = [_like(c) for c in sheet.rows[model].cells] if model < size else []
        sheet.rows[start:start] = [new_row(cells[:]) for _ in range(end - start)]
    else:
        insert_columns(sheet, start, end - start, model)
    book.check_size()
    return {}


def insert_columns(sheet: Sheet, start: int, count: int, model: int) -> None:
    sheet.columns[start:start] = [new_column() for _ in range(count)]
    for row in sheet.rows:
        like = _like(row.cell(model))
        if start < len(row.cells) or like:
            row.cells.extend([EMPTY] * (start - len(row.cells)))
            row.cells[start:start] = [like] * count


def _like(cell: Json) -> Json:
    return {key: cell[key] for key in INHERITED if key in cell} or EMPTY


def append_dimension(book: Spreadsheet, request: Json) -> Json:
    sheet = book.sheet(request.get("sheetId", 0))
    length = request.get("length", 0)
    if length <= 0:
        raise invalid("length must be positive")
    if request.get("dimension") == "ROWS":
        sheet.rows.extend(new_row() for _ in range(length))
    else:
        sheet.columns.extend(new_column() for _ in range(length))
    book.check_size()
    return {}


def delete_dimension(book: Spreadsheet, request: Json) -> Json:
    sheet, rows, start, end = dimension(book, request["range"])
    _bounded(sheet, start, end, rows=rows)
    if end - start == len(sheet.rows if rows else sheet.columns):
        raise invalid(f"You can't delete all the {'rows' if rows else 'columns'} on the sheet.")
    if rows and start <= sheet.frozen_rows and end == len(sheet.rows) and start < max(sheet.frozen_rows, 1):
        raise invalid("Sorry, it is not possible to delete all non-frozen rows.")
    if rows:
        del sheet.rows[start:end]
    else:
        del sheet.columns[start:end]
        for row in sheet.rows:
            del row.cells[start:end]
    book.prune()
    return {}


def move_dimension(book: Spreadsheet, request: Json) -> Json:
    sheet, rows, start, end = dimension(book, request["source"])
    target = request.get("destinationIndex", 0)
    _bounded(sheet, start, end, rows=rows)
    if start < target < end or not 0 <= target <= len(sheet.rows if rows else sheet.columns):
        raise invalid(f"destinationIndex {target} is not valid")
    move(sheet, start, end, target, rows=rows)
    return {}


def move(sheet: Sheet, start: int, end: int, target: int, *, rows: bool) -> None:
    if start <= target <= end:
        return
    if rows:
        held = sheet.rows[start:end]
        del sheet.rows[start:end]
        at = target - len(held) if target > start else target
        sheet.rows[at:at] = held
        return
    width = len(sheet.columns)
    order = [c for c in range(width) if not start <= c < end]
    at = target - (end - start) if target > start else target
    order[at:at] = range(start, end)
    sheet.columns = [sheet.columns[c] for c in order]
    for row in sheet.rows:
        if len(row.cells) > min(start, target):
            row.cells = [row.cell(c) for c in order]


def update_dimension_properties(book: Spreadsheet, request: Json) -> Json:
    sheet, rows, start, end = dimension(book, request["range"])
    given = request.get("properties", {})
    wanted = set(masks.parse(request.get("fields", ""))) or {"hiddenByUser", "pixelSize"}
    if wanted - {"hiddenByUser", "pixelSize", "developerMetadata"}:
        raise invalid(f"Invalid field: {min(wanted)}")
    for part in (sheet.rows if rows else sheet.columns)[start:end]:
        if "hiddenByUser" in wanted:
            part.hidden = given.get("hiddenByUser", False)
        if "pixelSize" in wanted:
            part.size = given.get("pixelSize", 0)
    return {}


def auto_resize_dimensions(book: Spreadsheet, request: Json) -> Json:
    sheet, rows, start, end = dimension(book, request["dimensions"])
    for place in range(start, end):
        if not rows:
            texts = [str(next(iter(r.cell(place).get("userEnteredValue", {"": ""}).values()))) for r in sheet.rows]
            sheet.columns[place].size = max(21, 7 * max(map(len, texts)))
    return {}
