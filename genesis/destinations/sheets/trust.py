"""Whose tab it is: a tracker's own, an empty one, one to adopt, or somebody else's."""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from genesis.destinations.sheets import identity
from genesis.destinations.sheets.batch import Batch
from genesis.destinations.sheets.design import Design, WantedColumn
from genesis.destinations.sheets.identity import Published, TabState, number, of_column, of_row, of_sheet
from genesis.destinations.sheets.tab import Tab, TabColumn, column_entry
from genesis.diagnostics import fail

Json = dict[str, Any]


def filters(tracker: str) -> list[Json]:
    """What finds a tracker's tab, and what an interrupted write of it left."""
    return [
        {"developerMetadataLookup": {"metadataId": number("tracker", tracker)}},
        {"developerMetadataLookup": {"metadataKey": identity.STAGING, "metadataValue": tracker}},
    ]


def trusted(tab: Tab, design: Design) -> Tab:
    """A tab of the wanted title that is not this tracker's yet, if it is empty or may be adopted.

    Raises:
        GenesisError: G833.
    """
    if tab.stranger:
        message = f"the tab `{tab.title}` belongs to the tracker `{tab.stranger}`"
        raise fail("G833", design.place, message, "give this tracker a tab of its own")
    if not tab.last:
        return replace(tab, columns=())
    if not design.adopt:
        hint = "name another tab, or write `adopt: true` to take over the columns that have the right headers"
        raise fail("G833", design.place, f"the tab `{tab.title}` holds what Genesis did not write", hint)
    return _adopted(tab, design)


def _adopted(tab: Tab, design: Design) -> Tab:
    """The tab with the columns whose headers are a wanted column's label or name."""
    header = next(row for row, cells in enumerate(tab.cells) if any("userEnteredValue" in cell for cell in cells))
    found = {c.key: place for c in design.columns if (place := _headed(tab, header, c)) is not None}
    missing = [name for name in design.query.key if ("managed", name) not in found]
    if missing:
        hint = "its header must be the column's label or name, in the first row that holds anything"
        raise fail("G833", design.place, f"the tab `{tab.title}` has no column `{missing[0]}` to tell rows by", hint)
    return replace(tab, columns=tuple(_columns(tab, design, header, found)))


def _headed(tab: Tab, header: int, column: WantedColumn) -> int | None:
    for wanted in (column.published.label, column.published.name):
        for place in range(len(tab.cells[header])):
            if tab.text(header, place).strip().casefold() == wanted.casefold():
                return place
    return None


def _columns(tab: Tab, design: Design, header: int, found: dict[tuple[str, str], int]) -> Iterator[TabColumn]:
    for column in design.columns:
        if column.key in found:
            place = found[column.key]
            published = Published(column.published.kind, column.published.name, tab.text(header, place))
            yield TabColumn(place, column_entry(design.tracker, published), published)


def claim(tab: Tab, design: Design, nonce: str) -> Batch:
    """Say whose an adopted tab and its columns are, before anything in it is written: from then on its columns can be followed."""
    tracker, epoch = design.tracker, f"1.{nonce}"
    requests = [
        identity.create(number("tracker", tracker), identity.TRACKER, tracker, of_sheet(tab.sheet)),
        identity.create(number("epoch", tracker), identity.EPOCH, epoch, of_sheet(tab.sheet)),
        identity.create(number("state", tracker), identity.STATE, TabState().text, of_sheet(tab.sheet)),
        identity.create(number("end", tracker), identity.END, "", of_row(tab.sheet, tab.last - 1)),
    ]
    for column in tab.columns:
        where = of_column(tab.sheet, column.place)
        requests.append(identity.create(column.entry, identity.COLUMN, column.published.text, where))
    return Batch(tab.sheet, epoch, tuple(requests), (), ())


def new_tab(design: Design, rows: int, nonce: str) -> tuple[Tab, Json]:
    """A tab that is not there yet, and the request that makes it."""
    sheet = number("tab", design.tracker, nonce)
    height, width = max(1000, rows + 100), max(26, len(design.columns))
    properties = {
        "sheetId": sheet,
        "title": design.tab,
        "gridProperties": {"rowCount": height, "columnCount": width},
    }
    return Tab(sheet, design.tab, height, width), {"addSheet": {"properties": properties}}
