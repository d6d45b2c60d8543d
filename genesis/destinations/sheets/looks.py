"""What is set once, or when it changes: headers with their notes, number formats, rules for cells, hidden columns, the tab's name."""

from collections.abc import Iterator, Sequence
from typing import Any

from genesis.destinations.sheets.columns import Arranged
from genesis.destinations.sheets.design import STALE, Design, WantedColumn
from genesis.destinations.sheets.reading import View
from genesis.destinations.sheets.rows import Ordered
from genesis.destinations.sheets.tab import TabColumn
from genesis.destinations.state.contents import digest

Json = dict[str, Any]
Key = tuple[str, str]


def requests(view: View, design: Design, columns: Arranged, rows: Ordered) -> Iterator[Json]:
    """Requests for a tab whose columns and rows already stand where they will."""
    tab = view.tab
    there: dict[Key, TabColumn] = {(c.published.kind, c.published.name): c for c in tab.columns}
    made = {column.key for column in columns.made}
    for column in (column for column in design.columns if column not in columns.claimed):
        place = columns.place(column)
        fresh = column.key in made
        if fresh or view.header is None:
            yield _header(tab.sheet, rows.header, place, column)
        else:
            cell = tab.cell(view.header, there[column.key].place)
            yield from _relabelled(tab.sheet, (rows.header, place), cell, there[column.key], column)
        if fresh or there[column.key].published.format != column.published.format:
            yield from _format(tab.sheet, (rows.header + 1, None), place, column)
        yield from _ruled(tab.sheet, rows, place, column, fresh=fresh)
        if fresh and column.hidden:
            yield _hide(tab.sheet, place)
    yield from _bare(tab.sheet, design, columns, rows)
    yield from _tab(view, design, rows)


def _header(sheet: int, row: int, place: int, column: WantedColumn) -> Json:
    cell: Json = {
        "userEnteredValue": {"stringValue": column.published.label},
        "userEnteredFormat": {"textFormat": {"bold": True}},
    }
    if column.note:
        cell["note"] = column.note
    fields = "userEnteredValue,note,userEnteredFormat.textFormat.bold"
    return _cell(sheet, row, place, cell, fields)


def _relabelled(
    sheet: int, where: tuple[int, int], cell: Json, there: TabColumn, wanted: WantedColumn
) -> Iterator[Json]:
    """A header as the definition now has it, unless people gave it another name or note."""
    label = cell.get("userEnteredValue", {}).get("stringValue", "")
    if label == there.published.label != wanted.published.label:
        value = {"userEnteredValue": {"stringValue": wanted.published.label}}
        yield _cell(sheet, *where, value, "userEnteredValue")
    note = cell.get("note", "")
    own = there.published.note and digest(note, 8) == there.published.note
    if note.startswith(STALE) or (own and there.published.note != wanted.published.note):
        yield _cell(sheet, *where, {"note": wanted.note} if wanted.note else {}, "note")


def _cell(sheet: int, row: int, place: int, cell: Json, fields: str) -> Json:
    start = {"sheetId": sheet, "rowIndex": row, "columnIndex": place}
    return {"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": fields}}


def _format(sheet: int, rows: tuple[int, int | None], place: int, column: WantedColumn) -> Iterator[Json]:
    if column.format:
        pattern = {"pattern": column.format.pattern} if column.format.pattern else {}
        cell = {"userEnteredFormat": {"numberFormat": {"type": column.format.type, **pattern}}}
        area = _area(sheet, rows, place)
        yield {"repeatCell": {"range": area, "cell": cell, "fields": "userEnteredFormat.numberFormat"}}


def _ruled(sheet: int, rows: Ordered, place: int, column: WantedColumn, *, fresh: bool) -> Iterator[Json]:
    """Rules of a new column, and boxes of new rows: a box is drawn even where there is no row."""
    if column.validation is None:
        return
    areas: Sequence[tuple[int, int | None]] = rows.new if column.box else ()
    if fresh:
        areas = [(rows.header + 1, max(rows.end, rows.header + 2) if column.box else None)]
    for area in areas:
        yield {"setDataValidation": {"range": _area(sheet, area, place), "rule": column.validation}}


def _bare(sheet: int, design: Design, columns: Arranged, rows: Ordered) -> Iterator[Json]:
    """Formats of rows that were added at the grid's end; new columns have theirs already."""
    made = {column.key for column in columns.made}
    for start, end in rows.bare:
        for column in design.columns:
            if column.key not in made and column not in columns.claimed:
                yield from _format(sheet, (start, end), columns.place(column), column)


def _hide(sheet: int, place: int) -> Json:
    columns = {"sheetId": sheet, "dimension": "COLUMNS", "startIndex": place, "endIndex": place + 1}
    return {
        "updateDimensionProperties": {
            "range": columns,
            "properties": {"hiddenByUser": True},
            "fields": "hiddenByUser",
        }
    }


def _tab(view: View, design: Design, rows: Ordered) -> Iterator[Json]:
    """An empty tab gets its header frozen and a filter; a tab that the tracker's file renamed is renamed, unless people did."""
    tab = view.tab
    if not tab.last and not tab.epoch:
        frozen = {"sheetId": tab.sheet, "gridProperties": {"frozenRowCount": rows.header + 1}}
        yield {"updateSheetProperties": {"properties": frozen, "fields": "gridProperties.frozenRowCount"}}
        if not tab.filtered:
            yield {"setBasicFilter": {"filter": {"range": {"sheetId": tab.sheet, "startRowIndex": rows.header}}}}
    if tab.state.tab and tab.state.tab != design.tab and tab.title == tab.state.tab:
        named = {"sheetId": tab.sheet, "title": design.tab}
        yield {"updateSheetProperties": {"properties": named, "fields": "title"}}


def _area(sheet: int, rows: tuple[int, int | None], place: int) -> Json:
    area = {"sheetId": sheet, "startRowIndex": rows[0], "startColumnIndex": place, "endColumnIndex": place + 1}
    return area if rows[1] is None else {**area, "endRowIndex": rows[1]}
