"""Answers: spreadsheets, sheets, grids and cells in JSON."""

import re
from collections.abc import Sequence

from tests.emulators.sheets import masks, metadata, numbers
from tests.emulators.sheets.errors import Json
from tests.emulators.sheets.grid import Sheet, Spreadsheet, used
from tests.emulators.sheets.ranges import Area, column_number, whole

_REFERENCE = re.compile(r"=\$?([A-Z]+)\$?([0-9]+)")
DEFAULT: Json = {"padding": {"top": 2, "right": 3, "bottom": 2, "left": 3}, "verticalAlignment": "BOTTOM"}
_TEXT = re.compile(r'="([^"]*)"')


def properties(book: Spreadsheet, sheet: Sheet) -> Json:
    grid: Json = {"rowCount": len(sheet.rows), "columnCount": len(sheet.columns)}
    if sheet.frozen_rows:
        grid["frozenRowCount"] = sheet.frozen_rows
    if sheet.frozen_columns:
        grid["frozenColumnCount"] = sheet.frozen_columns
    found: Json = {
        "sheetId": sheet.id,
        "title": sheet.title,
        "index": book.sheets.index(sheet),
        "sheetType": "GRID",
        "gridProperties": grid,
    }
    return found | ({"hidden": True} if sheet.hidden else {})


def spreadsheet(book: Spreadsheet, areas: Sequence[Area] | None, mask: masks.Mask, *, grid: bool) -> Json:
    """A `Spreadsheet`. ``areas``: only what lies in them; ``None``: everything."""
    inner: masks.Mask = mask.get("sheets", {})
    with_grid = "data" in inner if mask else grid
    own = [e for e in book.metadata.values() if e.sheet is None]
    found: Json = {
        "spreadsheetId": book.id,
        "properties": {
            "title": book.title,
            "locale": "en_US",
            "timeZone": "Etc/GMT",
            "autoRecalc": "ON_CHANGE",
            "defaultFormat": DEFAULT,
        },
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{book.id}/edit",
        "sheets": _sheets(book, areas, mask, grid=with_grid) if not mask or "sheets" in mask else [],
    }
    if own:
        found["developerMetadata"] = [metadata.shown(book, e) for e in own]
    if book.named_ranges:
        found["namedRanges"] = book.named_ranges
    found = masks.pick(found, {k: ({} if k == "sheets" else v) for k, v in mask.items()})
    return {k: v for k, v in found.items() if v != []}


def _sheets(book: Spreadsheet, areas: Sequence[Area] | None, mask: masks.Mask, *, grid: bool) -> list[Json]:
    wanted = [whole(sheet) for sheet in book.sheets] if areas is None else areas
    inner: masks.Mask = mask.get("sheets", {})
    found = []
    for sheet in book.sheets:
        own = [area for area in wanted if area.sheet is sheet]
        if own:
            rendered = _sheet(book, sheet) | (
                {"data": [_grid(book, a, inner.get("data", {})) for a in own]} if grid else {}
            )
            found.append(masks.pick(rendered, {k: ({} if k == "data" else v) for k, v in inner.items()}))
    return found


def _sheet(book: Spreadsheet, sheet: Sheet) -> Json:
    found: Json = {"properties": properties(book, sheet)}
    own = [e for e in book.metadata.values() if e.sheet == sheet.id and e.number is None]
    if own:
        found["developerMetadata"] = [metadata.shown(book, e) for e in own]
    if sheet.basic_filter:
        found["basicFilter"] = sheet.basic_filter
    return found


def _grid(book: Spreadsheet, area: Area, mask: masks.Mask) -> Json:
    """A `GridData`, its rows only as far as there is anything in them."""
    sheet = area.sheet
    cells: masks.Mask = mask.get("rowData", {}).get("values", {})
    found: Json = {}
    if area.top:
        found["startRow"] = area.top
    if area.left:
        found["startColumn"] = area.left
    if not mask or "rowData" in mask:
        last = min(used(sheet)[0], area.bottom)
        found["rowData"] = [_row(sheet, place, area, cells) for place in range(area.top, last)]
    numbered: dict[int, list[Json]] = {
        e.number: [] for e in book.metadata.values() if e.sheet == sheet.id and e.number is not None
    }
    for entry in book.metadata.values():
        if entry.number is not None and entry.number in numbered:
            numbered[entry.number].append(metadata.shown(book, entry))
    for name, parts in (
        ("rowMetadata", sheet.rows[area.top : area.bottom]),
        ("columnMetadata", sheet.columns[area.left : area.right]),
    ):
        if not mask or name in mask:
            found[name] = [masks.pick(_dimension(part, numbered), mask.get(name, {})) for part in parts]
    return found


def _dimension(part: object, numbered: dict[int, list[Json]]) -> Json:
    found: Json = {"pixelSize": part.size}  # type: ignore[attr-defined]
    if part.hidden:  # type: ignore[attr-defined]
        found["hiddenByUser"] = True
    own = numbered.get(part.number)  # type: ignore[attr-defined]
    return found | ({"developerMetadata": own} if own else {})


def _row(sheet: Sheet, place: int, area: Area, mask: masks.Mask) -> Json:
    cells = sheet.rows[place].cells[area.left : area.right]
    values = [cell_shown(sheet, cell, mask) if cell else {} for cell in cells]
    while values and not values[-1]:
        values.pop()
    return {"values": values} if values else {}


def cell_shown(sheet: Sheet, cell: Json, mask: masks.Mask) -> Json:
    """A cell with what the API works out itself, as far as the mask wants it."""
    found = dict(cell)
    link = cell.get("userEnteredFormat", {}).get("textFormat", {}).get("link", {}).get("uri")
    if link:
        found["hyperlink"] = link
    if not mask or "effectiveValue" in mask or "formattedValue" in mask:
        value = effective(sheet, cell)
        if value:
            found["effectiveValue"] = value
            found["formattedValue"] = numbers.shown(value, cell.get("userEnteredFormat", {}))
    if "userEnteredFormat" in cell and (not mask or "effectiveFormat" in mask):
        found["effectiveFormat"] = cell["userEnteredFormat"]
    return masks.pick(found, mask) if mask else found


def effective(sheet: Sheet, cell: Json) -> Json:
    """A cell's value; of formulas only references to one cell and texts are computed."""
    value: Json = cell.get("userEnteredValue", {})
    if "formulaValue" not in value:
        return value
    formula = value["formulaValue"]
    if match := _TEXT.fullmatch(formula):
        return {"stringValue": match[1]}
    if match := _REFERENCE.fullmatch(formula):
        row, column = int(match[2]) - 1, column_number(match[1])
        there = sheet.rows[row].cell(column) if row < len(sheet.rows) else {}
        return {} if there is cell else effective(sheet, there)
    return {"errorValue": {"type": "NAME", "message": "Not emulated."}}
