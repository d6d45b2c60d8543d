"""Rows that were hit because people sorted between our read and our write.

Guards prove that columns and the number of rows are as they were read, but nothing proves a sort. Keys are not written to rows that are
there, so the answer shows which rows were hit instead. What is in the result, the next plan writes again; every other row gets back what
the read had seen in it. So do cells that a sort of some columns took from their rows, in every row.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from genesis.destinations.sheets import identity
from genesis.destinations.sheets.apart import sorted_apart
from genesis.destinations.sheets.batch import Batch
from genesis.destinations.sheets.identity import number, of_sheet
from genesis.destinations.sheets.reading import View
from genesis.destinations.sheets.tab import Cells, Tab, traces

Json = dict[str, Any]


def restoring(seen: View, after: Tab, batch: Batch, wanted: Mapping[str, int], tracker: str) -> list[Json]:
    """Requests that give rows outside of the result, and cells sorted apart from their rows, back what they were; none when there are
    none. They fail if anybody wrote since."""
    if after.key is None:
        return []
    cells: list[Json] = []
    lost = [row for row in seen.rows if row not in seen.held]
    for place, (key, columns) in batch.hits.items():
        found = after.text(place, after.key)
        if found != key and found not in wanted:
            before = _before(seen, after, place, found, columns, lost)
            cells.extend(_restored(seen, after, place, before, columns))
    for row in sorted_apart(seen, after, batch):
        cells.extend(_restored(seen, after, row.place, row.before, row.columns))
    if not cells:
        return []
    where, entry = of_sheet(after.sheet), number("epoch", tracker)
    turn = f"{int(after.epoch.partition('.')[0] or 0) + 1}.{after.epoch.partition('.')[2]}"
    return [identity.delete(entry, where, after.epoch), identity.create(entry, identity.EPOCH, turn, where), *cells]


def _before(seen: View, after: Tab, place: int, key: str, columns: frozenset[int], lost: list[int]) -> int | None:
    """Where a row that was hit stood when it was read: found by its key; a row of people's by what is left of it."""
    if key:
        return next((row for row, held in seen.held.items() if held.mark.key == key), None)
    old = {c.entry: c.place for c in seen.tab.columns}
    touched = {old.get(c.entry) for c in after.columns if c.place in columns}
    left = _rest(after.cells[place] if place < len(after.cells) else [], columns)
    for row in lost:
        if _rest(seen.tab.cells[row], touched) == left:
            lost.remove(row)
            return row
    return None


def _rest(cells: Cells, columns: frozenset[int] | set[int | None]) -> str:
    return traces([[cell for at, cell in enumerate(cells) if at not in columns]])


def _restored(seen: View, after: Tab, place: int, before: int | None, columns: frozenset[int]) -> Iterator[Json]:
    """A row's cells as they were; empty where nobody knows of a row. A formula of people's cannot be written back."""
    old = {c.entry: c.place for c in seen.tab.columns}
    for column in after.columns:
        if column.place in columns and column.entry in old:
            cell = seen.tab.cell(before, old[column.entry]) if before is not None else {}
            value = cell.get("userEnteredValue", {})
            link = (
                {"userEnteredFormat": {"textFormat": {"link": {"uri": cell["hyperlink"]}}}}
                if "hyperlink" in cell
                else {}
            )
            start = {"sheetId": after.sheet, "rowIndex": place, "columnIndex": column.place}
            fields = "userEnteredValue,userEnteredFormat.textFormat.link"
            if "formulaValue" not in value:
                rows = [{"values": [{"userEnteredValue": value, **link}]}]
                yield {"updateCells": {"start": start, "rows": rows, "fields": fields}}
