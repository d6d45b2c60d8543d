"""From a tab to a snapshot: which row is the header, what each row holds, what is to be mended outside of the rows."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from genesis.destinations.sheets import marks, ranks
from genesis.destinations.sheets.contents import linked_value, reader
from genesis.destinations.sheets.design import STALE, Design, WantedColumn
from genesis.destinations.sheets.marks import Held
from genesis.destinations.sheets.tab import Tab, TabColumn
from genesis.destinations.state.contents import Content, key_identity, readable
from genesis.destinations.state.marks import Mark
from genesis.destinations.state.plan import PresentRow, Snapshot

Json = dict[str, Any]


class View(Struct, frozen=True):
    """A tab as this tracker sees it. ``header`` is ``None`` when people deleted it; ``rows`` are the places of all rows of the table;
    ``held`` are the rows' marks as they really are, by place."""

    tab: Tab
    header: int | None
    rows: tuple[int, ...]
    held: Mapping[int, Held]
    snapshot: Snapshot


def view(tab: Tab, design: Design, places: Mapping[str, int]) -> View:
    """Read a tab that is this tracker's. ``places`` are the result's keys with their places, where the result is known."""
    header = find_header(tab)
    rows = tuple(_table(tab, header))
    held = {row: found for row in rows if (found := _mark(tab, row))}
    taken, managed = _orders(held, places), tab.placed("managed")
    present = tuple(_present_rows(tab, design, rows, {row: taken.get(row, mark.mark) for row, mark in held.items()}))
    snapshot = Snapshot(
        exists=True,
        columns=tuple(column.name for column in design.query.visible if column.name in managed),
        rows=present,
        drift=tuple(_drift(tab, design, header, rows)),
        notes=tuple(_notes(tab, design, header)),
        record=tab.state.record,
    )
    return View(tab, header, rows, held, snapshot)


def find_header(tab: Tab) -> int | None:
    """The row of the labels, wherever people moved it: the one that names the column of keys, else one that has most labels."""
    if tab.key is not None:
        for row in range(len(tab.cells)):
            if tab.text(row, tab.key) == marks.HEADER:
                return row
    labels = {c.place: c.published.label for c in tab.columns if c.published.kind == "managed"}
    for row in range(min(len(tab.cells), 50)):
        same = sum(tab.text(row, place) == label for place, label in labels.items())
        if same and 2 * same >= len(labels):
            return row
    return None


def _table(tab: Tab, header: int | None) -> Iterator[int]:
    """Every row below the header, and rows above it that have a key: a sort of everything can bring some there."""
    for row in range(tab.last):
        above = header is not None and row < header
        if row != header and (not above or (tab.key is not None and tab.text(row, tab.key))):
            yield row


def _mark(tab: Tab, row: int) -> Held | None:
    if tab.key is None:
        return None
    state = tab.text(row, tab.marks) if tab.marks is not None else ""
    return marks.decode(tab.text(row, tab.key), state, tab.state.layouts)


def _orders(held: Mapping[int, Held], places: Mapping[str, int]) -> dict[int, Mark]:
    """The marks of live rows, with the rows' places in the result as far as their order did not change. Where no result is known it is
    taken to be the rows that are there."""
    live = {row: mark for row, mark in held.items() if mark.mark.state == "live"}
    if not places:
        keys = dict.fromkeys(mark.mark.key for _, mark in sorted(live.items(), key=lambda pair: pair[1].rank))
        places = {key: place for place, key in enumerate(keys)}
    rows = [row for row, mark in live.items() if mark.mark.key in places]
    found = ranks.orders([held[row].rank for row in rows], [places[held[row].mark.key] for row in rows])
    return {row: replace(held[row].mark, order=order) for row, order in zip(rows, found, strict=True)}


def _present_rows(tab: Tab, design: Design, rows: tuple[int, ...], known: Mapping[int, Mark]) -> Iterator[PresentRow]:
    placed = tab.placed("managed")
    columns = [(placed.get(column.name), reader(column)) for column in design.query.visible]
    own = {c.place for c in tab.columns if c.published.kind != "annotation"}
    boxes = {c.published.name for c in design.columns if c.published.kind == "annotation" and c.box}
    ticked = {c.place for name, c in tab.placed("annotation").items() if name in boxes}
    for row in rows:
        cells = tuple(read(tab.cell(row, column.place)) if column else None for column, read in columns)
        beside = _annotated(tab.cells[row] if row < len(tab.cells) else [], own, ticked)
        yield PresentRow(row + 1, known.get(row), _shown_key(design, cells), cells, beside)


def _shown_key(design: Design, cells: tuple[Content, ...]) -> str:
    """The identity that the key's cells give; empty where they are, or show a link of which the value cannot be told."""
    held = [cells[index] for index in design.key or ()]
    values = [linked_value(cells[index], design.query.visible[index]) for index in design.key or ()]
    told = all(value is not None or cell is None for value, cell in zip(values, held, strict=True))
    return key_identity(values) if told and any(value is not None for value in values) else ""


def _annotated(cells: list[Json], own: set[int], boxes: set[int]) -> bool:
    """Whether a person wrote in this row: a value outside of the managed cells (an unticked box is none), or a note anywhere."""
    for place, cell in enumerate(cells):
        value = cell.get("userEnteredValue")
        if cell.get("note") or (value and place not in own and not (place in boxes and value == {"boolValue": False})):
            return True
    return False


def _drift(tab: Tab, design: Design, header: int | None, rows: tuple[int, ...]) -> Iterator[str]:
    if header is None:
        yield "the row of headers is written anew"
    elif rows and rows[0] < header:
        yield "the row of headers is moved above the others"
    found: dict[tuple[str, str], TabColumn] = {(c.published.kind, c.published.name): c for c in tab.columns}
    for wanted in design.columns:
        there = found.pop(wanted.key, None)
        name = wanted.published.label
        if there is None:
            yield f"the column `{name}` is made"
        else:
            yield from (f"{what} of `{name}` is set" for what in changed(there, wanted))
    yield from (f"the column `{c.published.label}` is no longer wanted" for c in found.values() if _leaves(c))
    if tab.state.tab != design.tab:
        yield f"the tracker names the tab `{design.tab}`"
    if header is not None and _stale_at(tab, header):
        yield "the note that rows are stale is taken away"


def _leaves(column: TabColumn) -> bool:
    return column.published.kind == "managed"


def changed(there: TabColumn, wanted: WantedColumn) -> Iterator[str]:
    """What a column's entry remembers otherwise."""
    for what in ("label", "note", "format"):
        if getattr(there.published, what) != getattr(wanted.published, what):
            yield f"the {what}"


def _stale_at(tab: Tab, header: int) -> TabColumn | None:
    """The column whose header says that rows are stale."""
    for column in tab.columns:
        if column.published.kind == "managed" and tab.cell(header, column.place).get("note", "").startswith(STALE):
            return column
    return None


def _notes(tab: Tab, design: Design, header: int | None) -> Iterator[str]:
    """What people did that a refresh follows."""
    if tab.title != (tab.state.tab or tab.title):
        yield f"the tab is now called `{tab.title}`"
    for column in tab.columns:
        label = tab.text(header, column.place) if header is not None else column.published.label
        if column.published.kind == "managed" and label != column.published.label:
            yield f"the header of `{column.published.label}` is now {readable(label) or 'empty'!r}"
    if tab.epoch and tab.columns:
        known = set(tab.placed("managed"))
        gone = [c.published.label for c in design.managed if c.published.name not in known]
        yield from (f"the column `{label}` is new, or was deleted by somebody" for label in gone)
