"""The word left for readers of a tab that is no longer refreshed: a note on its first header."""

from typing import Any

from genesis.destinations.sheets import identity
from genesis.destinations.sheets.design import STALE, Design
from genesis.destinations.sheets.identity import number, of_column, of_row
from genesis.destinations.sheets.reading import View

Json = dict[str, Any]


def stale_requests(view: View, design: Design, note: str) -> list[Json]:
    """Requests that leave the note; none where one already stands, or where there is no place for it."""
    tab, managed = view.tab, view.tab.placed("managed")
    column = next((managed[c.published.name] for c in design.managed if c.published.name in managed), None)
    if not tab.epoch or view.header is None or column is None or tab.end is None:
        return []
    standing = tab.cell(view.header, column.place).get("note", "")
    if standing.startswith(STALE):
        return []
    where, end = of_column(tab.sheet, column.place), of_row(tab.sheet, tab.end)
    cell = {"note": f"{note}\n\n{standing}".strip()}
    start = {"sheetId": tab.sheet, "rowIndex": view.header, "columnIndex": column.place}
    return [
        identity.delete(column.entry, where),
        identity.create(column.entry, identity.COLUMN, column.published.text, where),
        identity.delete(number("end", design.tracker), end),
        identity.create(number("end", design.tracker), identity.END, "", end),
        {"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": "note"}},
    ]
