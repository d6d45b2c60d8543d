"""Developer metadata: where it is, and what a lookup finds."""

from collections.abc import Iterator

from tests.emulators.sheets.errors import Json, invalid
from tests.emulators.sheets.grid import Entry, Sheet, Spreadsheet
from tests.emulators.sheets.ranges import Area, dimension, from_a1, from_grid_range, whole


def location(book: Spreadsheet, entry: Entry) -> Json:
    if entry.sheet is None:
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    if entry.number is None:
        return {"locationType": "SHEET", "sheetId": entry.sheet}
    rows, place = place_of(book.sheet(entry.sheet), entry.number)
    return {
        "locationType": "ROW" if rows else "COLUMN",
        "dimensionRange": {
            "sheetId": entry.sheet,
            "dimension": "ROWS" if rows else "COLUMNS",
            "startIndex": place,
            "endIndex": place + 1,
        },
    }


def place_of(sheet: Sheet, number: int) -> tuple[bool, int]:
    columns = [column.number for column in sheet.columns]
    if number in columns:
        return False, columns.index(number)
    return True, [row.number for row in sheet.rows].index(number)


def shown(book: Spreadsheet, entry: Entry) -> Json:
    value = {"metadataValue": entry.value} if entry.value else {}
    return {
        "metadataId": entry.id,
        "metadataKey": entry.key,
        **value,
        "visibility": entry.visibility,
        "location": location(book, entry),
    }


def owner(book: Spreadsheet, given: Json) -> tuple[int | None, int | None]:
    """The sheet and the row's or column's number that a location names."""
    if given.get("spreadsheet"):
        return None, None
    if "dimensionRange" in given:
        sheet, rows, start, end = dimension(book, given["dimensionRange"])
        parts: list[int] = [p.number for p in (sheet.rows if rows else sheet.columns)]
        if end - start != 1 or not 0 <= start < len(parts):
            raise invalid("Developer metadata can only be associated with a single row or column.")
        return sheet.id, parts[start]
    if "sheetId" in given:
        return book.sheet(given["sheetId"]).id, None
    raise invalid("A location must be specified.")


def found(book: Spreadsheet, lookup: Json) -> Iterator[Entry]:
    """What a `DeveloperMetadataLookup` selects."""
    if "metadataLocation" in lookup and "locationType" in lookup["metadataLocation"]:
        raise invalid("location_type is read-only.")
    for entry in book.metadata.values():
        same = (
            lookup.get("metadataId", entry.id) == entry.id
            and lookup.get("metadataKey", entry.key) == entry.key
            and lookup.get("metadataValue", entry.value) == entry.value
            and lookup.get("visibility", entry.visibility) == entry.visibility
        )
        if same and _is_there(book, entry, lookup):
            yield entry


def _is_there(book: Spreadsheet, entry: Entry, lookup: Json) -> bool:
    kind = location(book, entry)["locationType"]
    if lookup.get("locationType", kind) != kind:
        return False
    if "metadataLocation" not in lookup:
        return True
    sheet, number = owner(book, lookup["metadataLocation"])
    if lookup.get("locationMatchingStrategy") == "INTERSECTING_LOCATION":
        return _crosses(book, entry, sheet, number)
    return (entry.sheet, entry.number) == (sheet, number)


def _crosses(book: Spreadsheet, entry: Entry, sheet: int | None, number: int | None) -> bool:
    if entry.sheet is None or sheet is None or entry.sheet != sheet:
        return entry.sheet is None or sheet is None
    if entry.number is None or number is None or entry.number == number:
        return True
    grid = book.sheet(sheet)
    return place_of(grid, entry.number)[0] != place_of(grid, number)[0]


def matched(book: Spreadsheet, data_filter: Json) -> list[Area]:
    """The cells that a `DataFilter` selects."""
    if len(data_filter) != 1:
        raise invalid("Exactly one of a1Range, developerMetadataLookup and gridRange must be given.")
    if "a1Range" in data_filter:
        return [from_a1(book, data_filter["a1Range"])]
    if "gridRange" in data_filter:
        return [from_grid_range(book, data_filter["gridRange"])]
    return [area for entry in found(book, data_filter["developerMetadataLookup"]) for area in _areas(book, entry)]


def _areas(book: Spreadsheet, entry: Entry) -> list[Area]:
    if entry.sheet is None:
        return [whole(sheet) for sheet in book.sheets]
    sheet = book.sheet(entry.sheet)
    if entry.number is None:
        return [whole(sheet)]
    rows, place = place_of(sheet, entry.number)
    if rows:
        return [Area(sheet, place, 0, place + 1, len(sheet.columns))]
    return [Area(sheet, 0, place, len(sheet.rows), place + 1)]


def entries(book: Spreadsheet, data_filter: Json) -> list[Entry]:
    """The metadata that a `DataFilter` selects: by lookup, or by lying in a range."""
    if "developerMetadataLookup" in data_filter:
        return list(found(book, data_filter["developerMetadataLookup"]))
    area = matched(book, data_filter)[0]
    return [e for e in book.metadata.values() if e.sheet == area.sheet.id and _inside(area, e)]


def _inside(area: Area, entry: Entry) -> bool:
    if entry.number is None:
        return area == whole(area.sheet)
    rows, place = place_of(area.sheet, entry.number)
    return area.top <= place < area.bottom if rows else area.left <= place < area.right
