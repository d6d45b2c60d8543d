"""A tab as one read gives it: its cells, and what Genesis left there."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from msgspec import Struct, field

from genesis.destinations.sheets import identity
from genesis.destinations.sheets.identity import Kind, Published, TabState, number
from genesis.destinations.state.contents import digest

Json = dict[str, Any]
Cells = list[Json]

_ENTRY: Final = "developerMetadata(metadataId,metadataKey,metadataValue)"
FIELDS: Final = (
    "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount,frozenRowCount)),basicFilter(range(sheetId)),"
    f"{_ENTRY},data(rowData.values(userEnteredValue,hyperlink,note),rowMetadata({_ENTRY}),columnMetadata({_ENTRY})))"
)
"""What a snapshot takes. Formats are not read: a column's entry remembers the one that was set."""
_NOTHING: Json = {}


class TabColumn(Struct, frozen=True):
    """A column that Genesis made or found: where it is, and what its entry remembers."""

    place: int
    entry: int
    published: Published


class Cleared(Struct, frozen=True):
    """Rows that an earlier write emptied, but for their keys, and moved below the others, to be deleted by the next one.
    ``untouched``: they are as they were left, and nothing stands below them."""

    place: int
    count: int
    untouched: bool


class Tab(Struct, frozen=True):
    """One tab. Places are 0-based; ``height`` and ``width`` are the grid's; ``cells`` reach as far as there is anything.

    ``epoch`` changes with every write and is empty in a tab that is not this tracker's; ``stranger`` is another tracker's name.
    """

    sheet: int
    title: str
    height: int
    width: int
    cells: list[Cells] = field(default_factory=list)
    columns: tuple[TabColumn, ...] = ()
    epoch: str = ""
    state: TabState = field(default_factory=TabState)
    end: int | None = None
    cleared: Cleared | None = None
    filtered: bool = False
    stranger: str = ""

    def cell(self, row: int, column: int) -> Json:
        """A cell; an empty one beyond what was read."""
        cells = self.cells[row] if row < len(self.cells) else ()
        return cells[column] if column < len(cells) else _NOTHING

    def text(self, row: int, column: int) -> str:
        """A cell's text; empty when it holds none."""
        found = self.cell(row, column).get("userEnteredValue", _NOTHING).get("stringValue", "")
        return str(found)

    def placed(self, kind: Kind) -> dict[str, TabColumn]:
        """The columns of a kind by name."""
        return {c.published.name: c for c in self.columns if c.published.kind == kind}

    @property
    def key(self) -> int | None:
        """Where the rows' keys stand."""
        return next((c.place for c in self.columns if c.published.kind == "key"), None)

    @property
    def marks(self) -> int | None:
        """Where the rows' states stand."""
        return next((c.place for c in self.columns if c.published.kind == "state"), None)

    @property
    def last(self) -> int:
        """The place after the last row that has anything, rows that were cleared aside."""
        held = len(self.cells) if self.cleared is None or not self.cleared.untouched else self.cleared.place
        return next((place for place in range(min(held, len(self.cells)), 0, -1) if holds(self.cells[place - 1])), 0)

    @property
    def used(self) -> int:
        """The place after the last column that has anything, or is Genesis's."""
        widest = max((len(cells) for cells in self.cells), default=0)
        return max([widest, *(c.place + 1 for c in self.columns)])

    def signature(self) -> object:
        """What a write relies on: as long as it is the same, no guard of the write can fail."""
        return (
            self.sheet,
            self.title,
            self.epoch,
            self.end,
            self.cleared,
            tuple((c.entry, c.place) for c in self.columns),
        )


def holds(cells: Cells) -> bool:
    """Whether a row has any value or note."""
    return any("userEnteredValue" in cell or "note" in cell for cell in cells)


def traces(rows: Sequence[Cells]) -> str:
    """What tells whether anybody touched rows that Genesis has emptied: a hash of all that is left in them."""
    left = sorted(
        json.dumps([cell.get("userEnteredValue"), cell.get("note")], sort_keys=True)
        for cells in rows
        for cell in cells
        if holds([cell])
    )
    return digest("\n".join(left), 16)


def without_cells(answer: Json) -> list[str]:
    """The titles of tabs that an answer names without what is in them."""
    return [sheet["properties"]["title"] for sheet in answer.get("sheets", ()) if "data" not in sheet]


def quoted(title: str) -> str:
    """A whole tab in A1 notation."""
    return "'" + title.replace("'", "''") + "'"


def tabs(answer: Json, tracker: str) -> tuple[Tab | None, tuple[int, ...]]:
    """The tracker's own tab, and the tabs that an interrupted write of it left behind."""
    own, leftovers = None, []
    for sheet in answer.get("sheets", ()):
        keys = {entry["metadataKey"]: entry for entry in sheet.get("developerMetadata", ())}
        if identity.STAGING in keys:
            leftovers.append(sheet["properties"]["sheetId"])
        elif keys.get(identity.TRACKER, _NOTHING).get("metadataId") == number("tracker", tracker):
            own = parse(sheet, tracker)
    return own, tuple(leftovers)


def parse(sheet: Json, tracker: str) -> Tab:
    """A `Sheet` of an answer."""
    properties = sheet["properties"]
    grid = properties.get("gridProperties", _NOTHING)
    values = {e["metadataKey"]: e.get("metadataValue", "") for e in sheet.get("developerMetadata", ())}
    owner = values.get(identity.TRACKER, "")
    held = max(sheet.get("data") or [_NOTHING], key=lambda area: len(area.get("rowData", ())))
    rows = list(_entries(held.get("rowMetadata", ())))
    cells = [row.get("values", []) for row in held.get("rowData", ())]
    return Tab(
        sheet=properties["sheetId"],
        title=properties["title"],
        height=grid.get("rowCount", 0),
        width=grid.get("columnCount", 0),
        cells=cells,
        columns=_columns(held.get("columnMetadata", ()), tracker),
        epoch=values.get(identity.EPOCH, "") if owner == tracker else "",
        state=identity.tab_state(values.get(identity.STATE, "")),
        end=next((place for place, entry in rows if entry["metadataId"] == number("end", tracker)), None),
        cleared=_cleared(rows, cells, tracker),
        filtered="basicFilter" in sheet,
        stranger=owner if owner != tracker else "",
    )


def _entries(dimensions: Sequence[Json]) -> Iterator[tuple[int, Json]]:
    for place, dimension in enumerate(dimensions):
        for entry in dimension.get("developerMetadata", ()):
            if entry["metadataKey"].startswith(identity.PREFIX):
                yield place, entry


def _columns(dimensions: Sequence[Json], tracker: str) -> tuple[TabColumn, ...]:
    found = []
    for place, entry in _entries(dimensions):
        published = identity.published(entry.get("metadataValue", ""))
        if published and entry["metadataId"] == column_entry(tracker, published):
            found.append(TabColumn(place, entry["metadataId"], published))
    return tuple(found)


def column_entry(tracker: str, published: Published) -> int:
    """The id of a column's entry."""
    return number("column", tracker, published.kind, published.name)


def _cleared(rows: Sequence[tuple[int, Json]], cells: list[Cells], tracker: str) -> Cleared | None:
    for place, entry in rows:
        if entry["metadataId"] == number("cleared", tracker):
            count, _, seen = entry.get("metadataValue", "").partition(".")
            size = int(count) if count.isdecimal() else 0
            below = any(holds(row) for row in cells[place + size :])
            return Cleared(place, size, size > 0 and not below and traces(cells[place : place + size]) == seen)
    return None
