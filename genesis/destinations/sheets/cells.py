"""Cells to write, in rectangles as large as what lies between them allows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from genesis.destinations.sheets.contents import entered
from genesis.destinations.state.contents import Content, Link
from genesis.destinations.state.plan import PlannedRow

Json = dict[str, Any]


class Block(Struct):
    """Cells of neighbouring rows and columns. ``linked`` cells are written with their links."""

    row: int
    column: int
    rows: list[list[Content]]
    linked: bool = False

    @property
    def width(self) -> int:
        """How many columns."""
        return len(self.rows[0])


def row_cells(row: PlannedRow, places: Sequence[int]) -> dict[int, Content]:
    """The managed cells of a row that are written, by where their columns will stand."""
    return {places[index]: row.cells[index] for index in row.writes}


def blocks(rows: Mapping[int, Mapping[int, Content]], linked: frozenset[int]) -> list[Block]:
    """Cells by row and column as rectangles. Rows that follow each other and write the same columns share theirs."""
    found: list[Block] = []
    open_blocks: dict[tuple[int, int], Block] = {}
    for place in sorted(rows):
        still: dict[tuple[int, int], Block] = {}
        for start, contents, link in _segments(rows[place], linked):
            shape = (start, len(contents))
            block = open_blocks.get(shape)
            if block is not None and block.row + len(block.rows) == place:
                block.rows.append(contents)
            else:
                block = Block(place, start, [contents], link)
                found.append(block)
            still[shape] = block
        open_blocks = still
    return found


def _segments(cells: Mapping[int, Content], linked: frozenset[int]) -> Iterator[tuple[int, list[Content], bool]]:
    """Cells of one row that follow each other and are written alike."""
    start, contents, before = 0, list[Content](), -2
    for column in sorted(cells):
        if contents and (column != before + 1 or (column in linked) != (before in linked)):
            yield start, contents, before in linked
            contents = []
        if not contents:
            start = column
        contents.append(cells[column])
        before = column
    if contents:
        yield start, contents, before in linked


def update(sheet: int, block: Block) -> Json:
    """A request that writes a rectangle: values and, where there are any, links; formats, notes and rules stay."""
    cell = _linked if block.linked else _plain
    return {
        "updateCells": {
            "start": {"sheetId": sheet, "rowIndex": block.row, "columnIndex": block.column},
            "rows": [{"values": [cell(content) for content in contents]} for contents in block.rows],
            "fields": "userEnteredValue,userEnteredFormat.textFormat.link" if block.linked else "userEnteredValue",
        }
    }


def links(sheet: int, block: Block) -> Json:
    """A request that sets a rectangle's links only."""
    rows = [{"values": [_link(content) for content in contents]} for contents in block.rows]
    start = {"sheetId": sheet, "rowIndex": block.row, "columnIndex": block.column}
    return {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredFormat.textFormat.link"}}


def clear(sheet: int, rows: Sequence[int], columns: Sequence[tuple[int, int]]) -> Iterator[Json]:
    """Requests that empty cells: of neighbouring rows, in runs of columns."""
    for start, end in columns if rows else ():
        area = {
            "sheetId": sheet,
            "startRowIndex": rows[0],
            "endRowIndex": rows[-1] + 1,
            "startColumnIndex": start,
            "endColumnIndex": end,
        }
        yield {"updateCells": {"range": area, "fields": "userEnteredValue,userEnteredFormat.textFormat.link"}}


def _plain(content: Content) -> Json:
    value = entered(content)
    return {"userEnteredValue": value} if value else {}


def _linked(content: Content) -> Json:
    return _plain(content) | _link(content)


def _link(content: Content) -> Json:
    return {"userEnteredFormat": {"textFormat": {"link": {"uri": content.url}}}} if isinstance(content, Link) else {}
