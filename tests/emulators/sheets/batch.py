"""`spreadsheets.batchUpdate`: all of its requests, or none."""

from collections.abc import Callable

from tests.emulators.sheets import cell_requests, dimension_requests, masks, rendering, sheet_requests
from tests.emulators.sheets.errors import ApiError, Json, invalid
from tests.emulators.sheets.grid import Spreadsheet
from tests.emulators.sheets.ranges import from_a1

LIMIT = 100_000
REQUESTS: dict[str, Callable[[Spreadsheet, Json], Json]] = {
    "addSheet": sheet_requests.add_sheet,
    "appendCells": cell_requests.append_cells,
    "appendDimension": dimension_requests.append_dimension,
    "autoResizeDimensions": dimension_requests.auto_resize_dimensions,
    "clearBasicFilter": sheet_requests.clear_basic_filter,
    "copyPaste": cell_requests.copy_paste,
    "createDeveloperMetadata": sheet_requests.create_developer_metadata,
    "cutPaste": cell_requests.cut_paste,
    "deleteDeveloperMetadata": sheet_requests.delete_developer_metadata,
    "deleteDimension": dimension_requests.delete_dimension,
    "deleteSheet": sheet_requests.delete_sheet,
    "duplicateSheet": sheet_requests.duplicate_sheet,
    "findReplace": cell_requests.find_replace,
    "insertDimension": dimension_requests.insert_dimension,
    "moveDimension": dimension_requests.move_dimension,
    "repeatCell": cell_requests.repeat_cell,
    "setBasicFilter": sheet_requests.set_basic_filter,
    "setDataValidation": cell_requests.set_data_validation,
    "sortRange": cell_requests.sort_range,
    "updateCells": cell_requests.update_cells,
    "updateDeveloperMetadata": sheet_requests.update_developer_metadata,
    "updateDimensionProperties": dimension_requests.update_dimension_properties,
    "updateSheetProperties": sheet_requests.update_sheet_properties,
    "updateSpreadsheetProperties": sheet_requests.update_spreadsheet_properties,
}


def apply(book: Spreadsheet, body: Json, mask: masks.Mask) -> tuple[Spreadsheet, Json]:
    """The spreadsheet after the batch, and the answer. ``book`` itself stays as it was."""
    requests = body.get("requests", [])
    if not requests:
        raise invalid("Must specify at least one request.")
    if len(requests) > LIMIT:
        raise invalid(f"The maximum number of requests is {LIMIT}.")
    after = book.copy()
    replies = [_reply(after, place, request) for place, request in enumerate(requests)]
    answer: Json = {"spreadsheetId": book.id, "replies": replies}
    if body.get("includeSpreadsheetInResponse"):
        ranges = body.get("responseRanges")
        areas = [from_a1(after, text) for text in ranges] if ranges else None
        grid = body.get("responseIncludeGridData", False)
        inner = mask.get("updatedSpreadsheet", {})
        answer["updatedSpreadsheet"] = rendering.spreadsheet(after, areas, inner, grid=grid)
    return after, masks.pick(answer, {k: ({} if k == "updatedSpreadsheet" else v) for k, v in mask.items()})


def _reply(book: Spreadsheet, place: int, request: Json) -> Json:
    if len(request) != 1:
        raise invalid(f"Invalid requests[{place}]: exactly one kind of request must be given.")
    [(kind, given)] = request.items()
    if kind not in REQUESTS:
        raise ApiError(501, "UNIMPLEMENTED", f"requests[{place}].{kind} is not emulated")
    try:
        return REQUESTS[kind](book, given)
    except ApiError as error:
        raise invalid(f"Invalid requests[{place}].{kind}: {error.message}") from error
    except KeyError as error:
        raise invalid(f"Invalid requests[{place}].{kind}: {error.args[0]} is missing") from error
