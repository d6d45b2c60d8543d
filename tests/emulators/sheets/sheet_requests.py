"""Requests of a batch that add and change sheets, filters and developer metadata."""

from tests.emulators.sheets import masks
from tests.emulators.sheets.errors import Json, invalid
from tests.emulators.sheets.grid import Entry, Sheet, Spreadsheet, new_column, new_row, new_sheet
from tests.emulators.sheets.metadata import entries, owner, shown
from tests.emulators.sheets.ranges import from_grid_range
from tests.emulators.sheets.rendering import properties


def _free(taken: set[int]) -> int:
    """A number that nothing has, the same in every run."""
    number = 1_000_003
    while number in taken:
        number += 7_919
    return number


def add_sheet(book: Spreadsheet, request: Json) -> Json:
    given = request.get("properties", {})
    number = given.get("sheetId", _free({s.id for s in book.sheets}))
    title = given.get("title", f"Sheet{len(book.sheets) + 1}")
    if any(s.id == number for s in book.sheets):
        raise invalid(f"A sheet with the ID {number} already exists. Please choose another ID.")
    _check_title(book, title, None)
    grid = given.get("gridProperties", {})
    sheet = new_sheet(number, title, grid.get("rowCount", 1000), grid.get("columnCount", 26))
    book.sheets.insert(given.get("index", len(book.sheets)), sheet)
    _apply(book, sheet, given, {"hidden": {}, "gridProperties": {"frozenRowCount": {}, "frozenColumnCount": {}}})
    book.check_size()
    return {"addSheet": {"properties": properties(book, sheet)}}


def _check_title(book: Spreadsheet, title: str, own: Sheet | None) -> None:
    other = book.titled(title)
    if other is not None and other is not own:
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')
    if not title or len(title) > 100:
        raise invalid("A sheet's name must have 1 to 100 characters.")


def delete_sheet(book: Spreadsheet, request: Json) -> Json:
    sheet = book.sheet(request.get("sheetId", 0))
    if not any(not s.hidden for s in book.sheets if s is not sheet):
        raise invalid("You can't remove all the visible sheets in a document.")
    book.sheets.remove(sheet)
    book.prune()
    return {}


def update_sheet_properties(book: Spreadsheet, request: Json) -> Json:
    given = request.get("properties", {})
    if not request.get("fields"):
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    mask = masks.parse(request["fields"]) or {name: {} for name in ("title", "hidden", "gridProperties", "index")}
    sheet = book.sheet(given.get("sheetId", 0))
    if "title" in mask:
        _check_title(book, given.get("title", ""), sheet)
        sheet.title = given["title"]
    _apply(book, sheet, given, mask)
    if "index" in mask:
        book.sheets.remove(sheet)
        book.sheets.insert(given.get("index", 0), sheet)
    return {}


def _apply(book: Spreadsheet, sheet: Sheet, given: Json, mask: masks.Mask) -> None:
    if "hidden" in mask:
        sheet.hidden = given.get("hidden", False)
        if not any(not s.hidden for s in book.sheets):
            raise invalid("You can't hide all the sheets in a document.")
    if "gridProperties" in mask:
        names = ("rowCount", "columnCount", "frozenRowCount", "frozenColumnCount")
        grid = given.get("gridProperties", {})
        _resize(sheet, {n: grid.get(n, 0) for n in mask["gridProperties"] or names if n in names})
        book.check_size()
        book.prune()


def _resize(sheet: Sheet, wanted: dict[str, int]) -> None:
    sheet.frozen_rows = wanted.get("frozenRowCount", sheet.frozen_rows)
    sheet.frozen_columns = wanted.get("frozenColumnCount", sheet.frozen_columns)
    if "rowCount" in wanted:
        if wanted["rowCount"] <= 0:
            raise invalid("rowCount must be positive")
        del sheet.rows[wanted["rowCount"] :]
        sheet.rows.extend(new_row() for _ in range(wanted["rowCount"] - len(sheet.rows)))
    if "columnCount" in wanted:
        del sheet.columns[wanted["columnCount"] :]
        sheet.columns.extend(new_column() for _ in range(wanted["columnCount"] - len(sheet.columns)))
        for row in sheet.rows:
            del row.cells[wanted["columnCount"] :]
    if sheet.frozen_rows >= len(sheet.rows) or sheet.frozen_columns >= len(sheet.columns):
        raise invalid("You can't freeze all visible rows or columns on the sheet.")


def duplicate_sheet(book: Spreadsheet, request: Json) -> Json:
    source = book.sheet(request.get("sourceSheetId", 0))
    twin = source.copy()
    twin.id = request.get("newSheetId", _free({s.id for s in book.sheets}))
    twin.title = request.get("newSheetName", f"Copy of {source.title}")
    _check_title(book, twin.title, None)
    twin.rows = [new_row(row.cells) for row in twin.rows]
    twin.columns = [new_column() for _ in twin.columns]
    book.sheets.insert(request.get("insertSheetIndex", len(book.sheets)), twin)
    return {"duplicateSheet": {"properties": properties(book, twin)}}


def set_basic_filter(book: Spreadsheet, request: Json) -> Json:
    given = request.get("filter", {})
    area = from_grid_range(book, given.get("range", {}))
    area.sheet.basic_filter = given
    return {}


def clear_basic_filter(book: Spreadsheet, request: Json) -> Json:
    book.sheet(request.get("sheetId", 0)).basic_filter = None
    return {}


def create_developer_metadata(book: Spreadsheet, request: Json) -> Json:
    given = request.get("developerMetadata", {})
    number = given.get("metadataId", _free(set(book.metadata)))
    if number <= 0:
        raise invalid("Developer metadata ID must be positive.")
    if number in book.metadata:
        raise invalid(f"Developer metadata with ID {number} already exists.")
    if not given.get("metadataKey"):
        raise invalid("Developer metadata must always have a key specified.")
    if given.get("visibility", "DEVELOPER_METADATA_VISIBILITY_UNSPECIFIED").endswith("UNSPECIFIED"):
        raise invalid("Developer metadata must always have visibility specified.")
    where = given.get("location", {})
    if "locationType" in where:
        raise invalid("location_type is read-only.")
    entry = Entry(
        number, given["metadataKey"], given.get("metadataValue", ""), given["visibility"], *owner(book, where)
    )
    book.metadata[number] = entry
    _check_quota(book, entry)
    return {"createDeveloperMetadata": {"developerMetadata": shown(book, entry)}}


def _check_quota(book: Spreadsheet, entry: Entry) -> None:
    """30,000 characters of keys and values on each sheet, row or column and on the spreadsheet itself."""
    same = [e for e in book.metadata.values() if (e.sheet, e.number) == (entry.sheet, entry.number)]
    if sum(len(e.key) + len(e.value) for e in same) > 30_000:
        raise invalid("The total size of developer metadata at this location exceeds 30000 characters.")


def update_developer_metadata(book: Spreadsheet, request: Json) -> Json:
    filters, given = request.get("dataFilters", []), request.get("developerMetadata", {})
    hits = {e.id: e for data_filter in filters for e in entries(book, data_filter)}
    if not hits:
        raise invalid("No developer metadata matched the data filters.")
    mask = masks.parse(request.get("fields", "")) or {"metadataKey": {}, "metadataValue": {}, "visibility": {}}
    for entry in hits.values():
        where = owner(book, given["location"]) if "location" in mask else (entry.sheet, entry.number)
        updated = Entry(
            entry.id,
            given.get("metadataKey", "") if "metadataKey" in mask else entry.key,
            given.get("metadataValue", "") if "metadataValue" in mask else entry.value,
            given.get("visibility", "") if "visibility" in mask else entry.visibility,
            *where,
        )
        book.metadata[entry.id] = updated
        _check_quota(book, updated)
    return {"updateDeveloperMetadata": {"developerMetadata": [shown(book, book.metadata[n]) for n in hits]}}


def delete_developer_metadata(book: Spreadsheet, request: Json) -> Json:
    hits = entries(book, request.get("dataFilter", {}))
    deleted = [shown(book, entry) for entry in hits]
    for entry in hits:
        del book.metadata[entry.id]
    return {"deleteDeveloperMetadata": {"deletedDeveloperMetadata": deleted} if deleted else {}}


def update_spreadsheet_properties(book: Spreadsheet, request: Json) -> Json:
    book.title = request.get("properties", {}).get("title", book.title)
    return {}
