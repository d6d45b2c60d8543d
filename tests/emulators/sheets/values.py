"""The `values` collection: plain values in ranges."""

import re
from datetime import date
from typing import Any

from tests.emulators.sheets import numbers
from tests.emulators.sheets.cell_requests import changed
from tests.emulators.sheets.errors import Json, invalid
from tests.emulators.sheets.grid import Spreadsheet, new_row, used
from tests.emulators.sheets.metadata import matched
from tests.emulators.sheets.ranges import Area, from_a1
from tests.emulators.sheets.rendering import effective

_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def read(area: Area, options: Json) -> Json:
    """A `ValueRange`: rows and cells as far as there are values."""
    render = options.get("valueRenderOption", "FORMATTED_VALUE")
    columns = options.get("majorDimension") == "COLUMNS"
    last = min(used(area.sheet)[0], area.bottom)
    rows = [
        _trimmed([_value(area, cell, render, options) for cell in area.sheet.rows[place].cells[area.left : area.right]])
        for place in range(area.top, last)
    ]
    if columns:
        width = max(map(len, rows), default=0)
        rows = [_trimmed([row[c] if c < len(row) else "" for row in rows]) for c in range(width)]
    while rows and not rows[-1]:
        rows.pop()
    found: Json = {"range": area.label, "majorDimension": "COLUMNS" if columns else "ROWS"}
    return found | ({"values": rows} if rows else {})


def _trimmed(cells: list[Any]) -> list[Any]:
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def _value(area: Area, cell: Json, render: str, options: Json) -> Any:
    value = cell.get("userEnteredValue", {}) if render == "FORMULA" else effective(area.sheet, cell)
    if not value:
        return ""
    kind = cell.get("userEnteredFormat", {}).get("numberFormat", {}).get("type", "")
    dated = kind.startswith(("DATE", "TIME")) and options.get("dateTimeRenderOption") == "FORMATTED_STRING"
    if render == "FORMATTED_VALUE" or (dated and "numberValue" in value):
        return numbers.shown(value, cell.get("userEnteredFormat", {}))
    return "#NAME?" if "errorValue" in value else next(iter(value.values()))


def write(area: Area, given: Json, option: str | None) -> Json:
    """Put values into an area from its first cell on; a null leaves a cell alone, "" empties it."""
    if option not in {"RAW", "USER_ENTERED"}:
        raise invalid("'valueInputOption' is required but not specified")
    rows = given.get("values", [])
    if given.get("majorDimension") == "COLUMNS":
        rows = [[c[place] if place < len(c) else None for c in rows] for place in range(max(map(len, rows), default=0))]
    width = max(map(len, rows), default=0)
    if len(rows) > area.bottom - area.top or width > area.right - area.left:
        raise invalid(f"Requested writing within range [{area.label}], but tried writing to more rows or columns")
    cells = 0
    for place, values in enumerate(rows, area.top):
        row = area.sheet.rows[place]
        for column, value in enumerate(values, area.left):
            if value is not None:
                entered = entry(value, option)
                row.put(column, changed(row.cell(column), entered, {key: {} for key in entered}))
                cells += 1
    return {
        "updatedRange": Area(area.sheet, area.top, area.left, area.top + len(rows), area.left + width).label,
        "updatedRows": len(rows),
        "updatedColumns": width,
        "updatedCells": cells,
    }


def entry(value: Any, option: str) -> Json:
    """What a value becomes: as it is (RAW), or as if a person typed it."""
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    if isinstance(value, int | float):
        return {"userEnteredValue": {"numberValue": value}}
    if not isinstance(value, str):
        raise invalid(f"Invalid values: {value!r} is no text, number or boolean")
    return {"userEnteredValue": {"stringValue": value}} if option == "RAW" else typed(value)


def typed(text: str) -> Json:
    """What a person's typing becomes."""
    if text.upper() in {"TRUE", "FALSE"}:
        return {"userEnteredValue": {"boolValue": text.upper() == "TRUE"}}
    if _NUMBER.fullmatch(text):
        return {"userEnteredValue": {"numberValue": float(text)}}
    if text.startswith("=") and len(text) > 1:
        return {"userEnteredValue": {"formulaValue": text}}
    if match := _DAY.fullmatch(text):
        days = (date(int(match[1]), int(match[2]), int(match[3])) - numbers.EPOCH.date()).days
        shown = {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}
        return {"userEnteredValue": {"numberValue": days}, "userEnteredFormat": shown}
    return {"userEnteredValue": {"stringValue": text.removeprefix("'")}}


def update(book: Spreadsheet, text: str, body: Json, options: Json) -> Json:
    written = write(_onward(book, text), body, options.get("valueInputOption"))
    return {"spreadsheetId": book.id, **written}


def _onward(book: Spreadsheet, text: str) -> Area:
    """Where values go that are written to a range: from a single cell they may reach to the grid's edge."""
    area = from_a1(book, text)
    if ":" in text.rpartition("!")[2] or (area.bottom - area.top, area.right - area.left) != (1, 1):
        return area
    return Area(area.sheet, area.top, area.left, len(area.sheet.rows), len(area.sheet.columns))


def append(book: Spreadsheet, text: str, body: Json, options: Json) -> Json:
    """Below the table that begins in the range's first row, which is there if that row is empty."""
    area = from_a1(book, text)
    rows, last = body.get("values", []), area.top if "!" in text else used(area.sheet)[0]
    while last < len(area.sheet.rows) and any("userEnteredValue" in cell for cell in area.sheet.rows[last].cells):
        last += 1
    area.sheet.rows.extend(new_row() for _ in range(last + len(rows) - len(area.sheet.rows)))
    below = Area(area.sheet, last, area.left, last + len(rows), len(area.sheet.columns))
    written = write(below, body, options.get("valueInputOption"))
    return {
        "spreadsheetId": book.id,
        "tableRange": area.label,
        "updates": {"spreadsheetId": book.id, **written},
    }


def clear(area: Area) -> str:
    for row in area.sheet.rows[area.top : area.bottom]:
        for column in range(area.left, min(area.right, len(row.cells))):
            row.put(column, changed(row.cell(column), {}, {"userEnteredValue": {}}))
    return area.label


def batch_update(book: Spreadsheet, body: Json) -> Json:
    responses = []
    for given in body.get("data", []):
        written = write(_onward(book, given.get("range", "")), given, body.get("valueInputOption"))
        responses.append({"spreadsheetId": book.id, **written})
    return {"spreadsheetId": book.id, **totals(responses), "responses": responses}


def totals(responses: list[Json]) -> Json:
    return {
        "totalUpdatedRows": sum(r["updatedRows"] for r in responses),
        "totalUpdatedColumns": sum(r["updatedColumns"] for r in responses),
        "totalUpdatedCells": sum(r["updatedCells"] for r in responses),
        "totalUpdatedSheets": len({r["updatedRange"].rpartition("!")[0] for r in responses}),
    }


def batch_update_by_filter(book: Spreadsheet, body: Json) -> Json:
    """Every range that a filter matches gets its values; a filter that matches none writes nothing."""
    responses = []
    for given in body.get("data", []):
        for area in matched(book, given.get("dataFilter", {})):
            written = write(area, given, body.get("valueInputOption"))
            if body.get("includeValuesInResponse"):
                options = {"valueRenderOption": body.get("responseValueRenderOption", "FORMATTED_VALUE")}
                written["updatedData"] = read(area, options)
            responses.append({**written, "dataFilter": given["dataFilter"]})
    return {"spreadsheetId": book.id, **totals(responses), "responses": responses}


def batch_get_by_filter(book: Spreadsheet, body: Json) -> Json:
    ranges = [
        {"valueRange": read(area, body), "dataFilters": [data_filter]}
        for data_filter in body.get("dataFilters", [])
        for area in matched(book, data_filter)
    ]
    return {"spreadsheetId": book.id, "valueRanges": ranges}
