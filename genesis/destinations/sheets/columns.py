"""Where columns will stand: what is there stays, what is missing comes after the last of its kind, what is not wanted goes."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from msgspec import Struct

from genesis.destinations.sheets.design import Design, WantedColumn
from genesis.destinations.sheets.reading import View
from genesis.destinations.sheets.tab import TabColumn
from genesis.destinations.state.contents import token
from genesis.destinations.state.marks import cell_hash, column_tag

Json = dict[str, Any]
Key = tuple[str, str]

_ORDER: Final = ("managed", "state", "key", "annotation")


class Arranged(Struct, frozen=True):
    """Columns as they will stand: ``places`` by kind and name; ``made`` are new; ``claimed`` are annotations that people already have
    under that header; ``dropped`` are deleted, ``released`` left to people.

    ``requests`` bring the tab there, after its columns were proved to be where they were read.
    """

    places: dict[Key, int]
    made: tuple[WantedColumn, ...]
    claimed: tuple[WantedColumn, ...]
    dropped: tuple[TabColumn, ...]
    released: tuple[TabColumn, ...]
    requests: tuple[Json, ...]

    def place(self, column: WantedColumn) -> int:
        """Where a wanted column will stand."""
        return self.places[column.key]


def arrange(view: View, design: Design) -> Arranged:
    """The columns of a tab after a write."""
    tab = view.tab
    there: dict[Key, TabColumn] = {(c.published.kind, c.published.name): c for c in tab.columns}
    wanted = {column.key for column in design.columns}
    unwanted = [c for key, c in there.items() if key not in wanted]
    dropped = tuple(c for c in unwanted if c.published.kind == "managed" and not _holds_people(view, c))
    released = tuple(c for c in unwanted if c not in dropped)
    gone = {c.place for c in dropped}
    slots: list[Key | int] = [place for place in range(tab.used) if place not in gone]
    for key, column in there.items():
        if column.place in slots and key in wanted:
            slots[slots.index(column.place)] = key
    claimed = tuple(_claimed(view, slots, [column for column in design.columns if column.key not in there]))
    made = tuple(column for column in design.columns if column.key not in there and column not in claimed)
    for missing in made:
        slots.insert(_after(slots, missing), missing.key)
    requests = (*_deletions(tab.sheet, dropped), *_insertions(view, slots, [c.key for c in made], len(dropped)))
    places = {key: place for place, key in enumerate(slots) if not isinstance(key, int)}
    return Arranged(places, made, claimed, dropped, released, requests)


def _claimed(view: View, slots: list[Key | int], missing: Sequence[WantedColumn]) -> Iterator[WantedColumn]:
    """Annotations that stand in the tab without being known as such: their column is taken for what it is called."""
    for column in missing if view.header is not None else ():
        for at, slot in enumerate(slots) if column.published.kind == "annotation" else ():
            if isinstance(slot, int) and view.tab.text(view.header or 0, slot) == column.published.label:
                slots[at] = column.key
                yield column
                break


def _after(slots: Sequence[Key | int], column: WantedColumn) -> int:
    """Behind the last column of its kind or of one that comes before it. A row's state stands beside its managed cells, because both are
    written together."""
    kinds = _ORDER[: _ORDER.index(column.published.kind) + 1]
    return max((at + 1 for at, slot in enumerate(slots) if not isinstance(slot, int) and slot[0] in kinds), default=0)


def _deletions(sheet: int, columns: Sequence[TabColumn]) -> Iterator[Json]:
    for place in sorted((column.place for column in columns), reverse=True):
        yield {"deleteDimension": {"range": _range(sheet, place, place + 1)}}


def _insertions(view: View, slots: Sequence[Key | int], made: Sequence[Key], fewer: int) -> Iterator[Json]:
    """New columns, without the looks of their neighbours. An empty tab has columns already."""
    tab, width = view.tab, view.tab.width - fewer
    if not tab.used:
        if len(slots) > width:
            length = len(slots) - width
            yield {"appendDimension": {"sheetId": tab.sheet, "dimension": "COLUMNS", "length": length}}
        return
    new = [at for at, slot in enumerate(slots) if not isinstance(slot, int) and slot in made]
    for start, end in runs(new):
        if start < width:
            yield {"insertDimension": {"range": _range(tab.sheet, start, end), "inheritFromBefore": start > 0}}
        else:
            yield {"appendDimension": {"sheetId": tab.sheet, "dimension": "COLUMNS", "length": end - start}}
        width += end - start
        bare = {"sheetId": tab.sheet, "startColumnIndex": start, "endColumnIndex": end}
        yield {"repeatCell": {"range": bare, "cell": {}, "fields": "userEnteredFormat,dataValidation"}}


def runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Rising places in runs: start, and the place after the end."""
    for _, run in groupby(enumerate(places), lambda pair: pair[1] - pair[0]):
        found = [place for _, place in run]
        yield found[0], found[-1] + 1


def _range(sheet: int, start: int, end: int) -> Json:
    return {"sheetId": sheet, "dimension": "COLUMNS", "startIndex": start, "endIndex": end}


def _holds_people(view: View, column: TabColumn) -> bool:
    """Whether a managed column has anything that Genesis did not write: a note, a value of a row of people's, an edit."""
    tag = column_tag(column.published.name)
    published = {row.place - 1: row.mark.cells.get(tag) for row in view.snapshot.rows if row.mark}
    for row in view.rows:
        cell = view.tab.cell(row, column.place)
        if "note" in cell or ("userEnteredValue" in cell and not _as_published(cell, published.get(row))):
            return True
    return False


def _as_published(cell: Json, published: str | None) -> bool:
    """Whether a cell's value is the published one; its type is no longer known, so each that it could have had is tried."""
    from genesis.destinations.sheets.contents import readings

    return published is not None and any(cell_hash(token(content)) == published for content in readings(cell))
