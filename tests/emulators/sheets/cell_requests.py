"""Requests of a batch that change cells."""

from collections.abc import Callable
from typing import Any

from tests.emulators.sheets import masks
from tests.emulators.sheets.errors import Json, invalid
from tests.emulators.sheets.grid import EMPTY, Row, Sheet, Spreadsheet, check_value, new_row, tidy, used
from tests.emulators.sheets.ranges import Area, from_grid_range

WRITABLE = {
    "userEnteredValue", "userEnteredFormat", "note", "dataValidation", "textFormatRuns", "pivotTable", "chipRuns",
}  # fmt: skip


def _mask(request: Json) -> masks.Mask:
    if not request.get("fields"):
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    mask = masks.parse(request["fields"])
    wrong = sorted(set(mask) - WRITABLE)
    if wrong:
        raise invalid(f"Invalid field: {wrong[0]}")
    return mask or {name: {} for name in WRITABLE}


def changed(old: Json, new: Json, mask: masks.Mask) -> Json:
    """A cell with the fields of the mask as given; a new value takes the runs of the old text with it."""
    if "userEnteredValue" in mask:
        check_value(new.get("userEnteredValue", {}))
        if "textFormatRuns" not in mask and old.get("textFormatRuns"):
            old = {k: v for k, v in old.items() if k != "textFormatRuns"}
    return tidy(masks.merge(old, new, mask))


def update_cells(book: Spreadsheet, request: Json) -> Json:
    mask, rows = _mask(request), request.get("rows", [])
    if ("start" in request) == ("range" in request):
        raise invalid("Exactly one of start and range must be given.")
    if "start" in request:
        start = request["start"]
        sheet = book.sheet(start.get("sheetId", 0))
        _write(sheet, start.get("rowIndex", 0), start.get("columnIndex", 0), rows, mask)
        return {}
    area = from_grid_range(book, request["range"])
    if any(len(row.get("values", [])) > area.right - area.left for row in rows) or len(rows) > area.bottom - area.top:
        raise invalid("The rows do not fit into the range.")
    _fill(area, lambda row, column: _given(rows, row, column), mask)
    return {}


def _given(rows: list[Json], row: int, column: int) -> Json:
    values: list[Json] = rows[row].get("values", []) if row < len(rows) else []
    return values[column] if column < len(values) else EMPTY


def _write(sheet: Sheet, top: int, left: int, rows: list[Json], mask: masks.Mask) -> None:
    width = max((len(row.get("values", [])) for row in rows), default=0)
    if top + len(rows) > len(sheet.rows) or left + width > len(sheet.columns):
        raise invalid(
            f"Attempting to write row: {top + len(rows) - 1}, column: {left + width - 1}, beyond the last requested "
            f"row of: {len(sheet.rows) - 1}, column of: {len(sheet.columns) - 1}"
        )
    for place, given in enumerate(rows, top):
        row = sheet.rows[place]
        for column, cell in enumerate(given.get("values", []), left):
            row.put(column, changed(row.cell(column), cell, mask))


def _fill(area: Area, given: Callable[[int, int], Json], mask: masks.Mask) -> None:
    for place in range(area.top, area.bottom):
        row = area.sheet.rows[place]
        for column in range(area.left, area.right):
            row.put(column, changed(row.cell(column), given(place - area.top, column - area.left), mask))


def repeat_cell(book: Spreadsheet, request: Json) -> Json:
    cell = request.get("cell", EMPTY)
    _fill(from_grid_range(book, request["range"]), lambda _row, _column: cell, _mask(request))
    return {}


def append_cells(book: Spreadsheet, request: Json) -> Json:
    sheet, rows = book.sheet(request.get("sheetId", 0)), request.get("rows", [])
    last = used(sheet)[0]
    sheet.rows.extend(new_row() for _ in range(last + len(rows) - len(sheet.rows)))
    _write(sheet, last, 0, rows, _mask(request))
    return {}


def set_data_validation(book: Spreadsheet, request: Json) -> Json:
    area, rule = from_grid_range(book, request["range"]), request.get("rule")
    if rule is not None:
        _check_rule(rule)
    cell = {"dataValidation": rule} if rule else EMPTY
    _fill(area, lambda _row, _column: cell, {"dataValidation": {}})
    return {}


def _check_rule(rule: Json) -> None:
    condition = rule.get("condition", {})
    values = condition.get("values", [])
    if condition.get("type") == "ONE_OF_LIST" and not values:
        raise invalid("ONE_OF_LIST needs at least one value.")
    if condition.get("type") == "DATE_IS_VALID" and values:
        raise invalid("DATE_IS_VALID takes no values.")
    if condition.get("type") == "BOOLEAN" and len(values) > 2:
        raise invalid("BOOLEAN takes at most two values.")


PASTED: dict[str, tuple[str, ...]] = {
    "PASTE_NORMAL": ("userEnteredValue", "userEnteredFormat", "note", "dataValidation", "textFormatRuns"),
    "PASTE_VALUES": ("userEnteredValue",),
    "PASTE_FORMAT": ("userEnteredFormat",),
    "PASTE_FORMULA": ("userEnteredValue",),
    "PASTE_DATA_VALIDATION": ("dataValidation",),
}


def _pasted(kind: str) -> masks.Mask:
    if kind not in PASTED:
        raise invalid(f"pasteType {kind} is not emulated")
    return {name: {} for name in PASTED[kind]}


def copy_paste(book: Spreadsheet, request: Json) -> Json:
    source, target = from_grid_range(book, request["source"]), from_grid_range(book, request["destination"])
    mask = _pasted(request.get("pasteType", "PASTE_NORMAL"))
    height, width = source.bottom - source.top, source.right - source.left
    held = [[source.sheet.rows[r].cell(c) for c in range(source.left, source.right)] for r in
            range(source.top, source.bottom)]  # fmt: skip
    rows = _span(target.bottom - target.top, height)
    columns = _span(target.right - target.left, width)
    if target.top + rows > len(target.sheet.rows) or target.left + columns > len(target.sheet.columns):
        raise invalid("The destination exceeds grid limits.")
    area = Area(target.sheet, target.top, target.left, target.top + rows, target.left + columns)
    _fill(area, lambda row, column: held[row % height][column % width], mask)
    return {}


def _span(room: int, size: int) -> int:
    return room if size and room % size == 0 and room else size


def cut_paste(book: Spreadsheet, request: Json) -> Json:
    source, start = from_grid_range(book, request["source"]), request["destination"]
    mask = _pasted(request.get("pasteType", "PASTE_NORMAL"))
    sheet = book.sheet(start.get("sheetId", 0))
    top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
    held = [[source.sheet.rows[r].cell(c) for c in range(source.left, source.right)] for r in
            range(source.top, source.bottom)]  # fmt: skip
    if top + len(held) > len(sheet.rows) or left + source.right - source.left > len(sheet.columns):
        raise invalid("The destination exceeds grid limits.")
    _fill(source, lambda _row, _column: EMPTY, _pasted("PASTE_NORMAL"))
    area = Area(sheet, top, left, top + len(held), left + source.right - source.left)
    _fill(area, lambda row, column: held[row][column], mask)
    return {}


def sort_range(book: Spreadsheet, request: Json) -> Json:
    area = from_grid_range(book, request["range"])
    rows = area.sheet.rows[area.top : area.bottom]
    order = list(range(len(rows)))
    for spec in reversed(request.get("sortSpecs", [])):
        column, falling = spec.get("dimensionIndex", 0), spec.get("sortOrder") == "DESCENDING"
        order.sort(key=lambda place: sort_key(rows[place], column), reverse=falling)
        order.sort(key=lambda place: "userEnteredValue" not in rows[place].cell(column))
    arrange(area, order)
    return {}


def arrange(area: Area, order: list[int]) -> None:
    """Put the cells of the area's rows into another order; rows outside of its columns, and metadata, stay."""
    rows = area.sheet.rows[area.top : area.bottom]
    held = [[row.cell(c) for c in range(area.left, area.right)] for row in rows]
    for row, place in zip(rows, order, strict=True):
        for column, cell in enumerate(held[place], area.left):
            row.put(column, cell)


def sort_key(row: Row, column: int) -> tuple[int, Any]:
    value = row.cell(column).get("userEnteredValue", {})
    for rank, key in enumerate(("numberValue", "stringValue", "boolValue", "formulaValue")):
        if key in value:
            return rank, value[key].lower() if isinstance(value[key], str) else value[key]
    return 9, 0


def find_replace(book: Spreadsheet, request: Json) -> Json:
    """Whole texts only."""
    changes = 0
    for sheet in book.sheets:
        for row in sheet.rows:
            for column, cell in enumerate(row.cells):
                if cell.get("userEnteredValue") == {"stringValue": request.get("find")}:
                    new = {"userEnteredValue": {"stringValue": request.get("replacement", "")}}
                    row.put(column, changed(cell, new, {"userEnteredValue": {}}))
                    changes += 1
    return {"findReplace": {"valuesChanged": changes}}
