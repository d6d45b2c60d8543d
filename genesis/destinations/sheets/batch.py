"""One write as one batch: guards first, then columns, rows, looks, cells, and what is remembered of it. All of it happens, or none."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from genesis.destinations.sheets import identity, looks, marks, ranks
from genesis.destinations.sheets.cells import Block, blocks, clear, row_cells
from genesis.destinations.sheets.columns import Arranged, arrange, runs
from genesis.destinations.sheets.design import Design
from genesis.destinations.sheets.identity import TabState, number, of_column, of_row, of_sheet
from genesis.destinations.sheets.reading import View, changed
from genesis.destinations.sheets.rows import Ordered, order
from genesis.destinations.sheets.tab import Tab, column_entry, traces
from genesis.destinations.state.contents import Content
from genesis.destinations.state.marks import Mark
from genesis.destinations.state.plan import Plan, PlannedRow

Json = dict[str, Any]


Marks = Mapping[int, Mark | None]
"""What the rows' marks were, by the rows' own places."""


class Batch(Struct, frozen=True):
    """A write. ``before`` and ``after`` stand around the cells of ``blocks``; ``epoch`` is what the tab says once it has happened.

    ``hits`` are the columns written in each row that was there before, with the key that the row then has: by their final places.
    """

    sheet: int
    epoch: str
    before: tuple[Json, ...]
    blocks: tuple[Block, ...]
    after: tuple[Json, ...]
    hits: Mapping[int, tuple[str, frozenset[int]]] = {}


class _Written(Struct, frozen=True):
    """Cells by row and column, and the marks that are remembered with their ranks."""

    cells: dict[int, dict[int, Content]]
    layouts: dict[str, str]


def compose(view: View, design: Design, plan: Plan, nonce: str) -> Batch:
    """The batch that does what a plan says to a tab that is there. ``nonce`` tells this write from every other."""
    tab = view.tab
    columns, rows = arrange(view, design), order(view, plan)
    written = _cells(view, design, plan, columns, rows)
    epoch = f"{int(tab.epoch.partition('.')[0] or 0) + 1}.{nonce}"
    state = TabState(plan.record, written.layouts, design.tab)
    return Batch(
        tab.sheet,
        epoch,
        (
            *_guards(tab, design, columns, written, epoch),
            *_deleted(tab, design.tracker),
            *columns.requests,
            *rows.requests,
            *looks.requests(view, design, columns, rows),
        ),
        tuple(blocks(written.cells, _linked(design, columns))),
        (
            *clear(tab.sheet, rows.removed, tuple(runs(sorted(_emptied_columns(columns))))),
            *_remembered(tab, design, columns, rows, state),
            *_emptied(tab, design, plan, rows),
        ),
        dict(_hits(plan, columns, rows, written)),
    )


def _hits(
    plan: Plan, columns: Arranged, rows: Ordered, written: _Written
) -> Iterator[tuple[int, tuple[str, frozenset[int]]]]:
    for row, place in zip(plan.rows, rows.rows, strict=True):
        if row.place is not None and place in written.cells:
            yield place, (row.key, frozenset(written.cells[place]))
    emptied = frozenset(_emptied_columns(columns))
    for row, place in zip(plan.removed, rows.removed, strict=True):
        yield place, (row.key, emptied)


def _linked(design: Design, columns: Arranged) -> frozenset[int]:
    shown = {c.name for c in design.query.visible if c.shown is not None and c.shown.kind == "link"}
    return frozenset(place for (kind, name), place in columns.places.items() if kind == "managed" and name in shown)


def _emptied_columns(columns: Arranged) -> list[int]:
    """What is emptied in a row that leaves. Its key stays until the row is deleted: should people have sorted meanwhile, the row that
    was hit instead can still be told."""
    return [place for (kind, _), place in columns.places.items() if kind in {"managed", "state"}]


def _cells(view: View, design: Design, plan: Plan, columns: Arranged, rows: Ordered) -> _Written:
    """Managed cells and marks. A mark is written where it says something new, a key in new rows only."""
    managed = [columns.place(column) for column in design.managed]
    key = columns.places["key", marks.HEADER]
    state = columns.places["state", marks.STATE_HEADER]
    before = {row.place: row.mark for row in view.snapshot.rows}
    taken = _ranks(view, plan, before)
    cells: dict[int, dict[int, Content]] = {}
    layouts: dict[str, str] = {}
    for row, place in zip(plan.rows, rows.rows, strict=True):
        found = row_cells(row, managed)
        if row.mark is not None:
            if before.get(row.place or 0) is None:
                found[key] = row.mark.key
            if _remarked(view, row, taken, before):
                layout, tags = marks.layout_of(row.mark)
                layouts[layout] = tags
                found[state] = marks.encode(row.mark, taken.get(row.mark.key, row.mark.order), layout)
        if found:
            cells[place] = found
    return _Written(cells, layouts | _kept_layouts(view))


def _kept_layouts(view: View) -> dict[str, str]:
    """The layouts that rows which are not written still have."""
    used = {held.layout for held in view.held.values()}
    return {name: tags for name, tags in view.tab.state.layouts.items() if name in used}


def _ranks(view: View, plan: Plan, before: Marks) -> dict[str, int]:
    """The rank of every live row of the result: the one it has where its order is unchanged, else one in between."""
    live = sorted(
        (r for r in plan.rows if r.mark and r.mark.state == "live"), key=lambda r: r.mark.order if r.mark else 0
    )
    known = [_known_rank(view, row, before) for row in live]
    return {row.mark.key: rank for row, rank in zip(live, ranks.new_ranks(known), strict=True) if row.mark}


def _known_rank(view: View, row: PlannedRow, before: Marks) -> int | None:
    there = before.get(row.place or 0)
    same = there is not None and row.mark is not None and there.order == row.mark.order and there.state == "live"
    return _rank(view, row) if same else None


def _rank(view: View, row: PlannedRow) -> int | None:
    held = view.held.get((row.place or 0) - 1)
    return held.rank if held else None


def _remarked(view: View, row: PlannedRow, taken: Mapping[str, int], before: Marks) -> bool:
    there = before.get(row.place or 0)
    if row.mark is None or there is None or row.place is None or there != row.mark:
        return row.mark is not None
    return row.mark.state == "live" and taken.get(row.mark.key) != _rank(view, row)


def _guards(tab: Tab, design: Design, columns: Arranged, written: _Written, epoch: str) -> Iterator[Json]:
    """Requests that fail, and everything with them, unless the tab is as it was read: nobody else's write came in between, every
    column that is written is where it was, and no row was inserted or deleted above the last one."""
    tracker = design.tracker
    if not tab.epoch:
        yield identity.create(number("tracker", tracker), identity.TRACKER, tracker, of_sheet(tab.sheet))
    else:
        yield identity.delete(number("epoch", tracker), of_sheet(tab.sheet), tab.epoch)
    yield identity.create(number("epoch", tracker), identity.EPOCH, epoch, of_sheet(tab.sheet))
    touched = {place for cells in written.cells.values() for place in cells}
    wanted = {column.key: column for column in design.columns}
    for column in tab.columns:
        published = column.published
        new = wanted.get((published.kind, published.name))
        told = new is not None and any(changed(column, new))
        if column in columns.dropped or told or columns.places.get((published.kind, published.name)) in touched:
            where = of_column(tab.sheet, column.place)
            yield identity.delete(column.entry, where)
            yield identity.create(column.entry, identity.COLUMN, (new.published if new else published).text, where)
    for column in columns.released:
        yield identity.delete(column.entry)
    if tab.end is not None:
        yield identity.delete(number("end", tracker), of_row(tab.sheet, tab.end))


def _deleted(tab: Tab, tracker: str) -> Iterator[Json]:
    """Rows that an earlier write emptied, if they are where it left them and as it left them."""
    if tab.cleared is None:
        return
    entry, where = number("cleared", tracker), of_row(tab.sheet, tab.cleared.place)
    yield identity.delete(entry, where)
    if tab.cleared.untouched:
        yield identity.create(entry, identity.CLEARED, "", where)
        rows = {"startIndex": tab.cleared.place, "endIndex": tab.cleared.place + tab.cleared.count}
        yield {"deleteDimension": {"range": {"sheetId": tab.sheet, "dimension": "ROWS", **rows}}}


def _remembered(tab: Tab, design: Design, columns: Arranged, rows: Ordered, state: TabState) -> Iterator[Json]:
    """What the next refresh will know this tab, its new columns and its last row by."""
    tracker = design.tracker
    if tab.epoch:
        yield identity.delete(number("state", tracker))
    yield identity.create(number("state", tracker), identity.STATE, state.text, of_sheet(tab.sheet))
    for column in (*columns.made, *columns.claimed):
        where = of_column(tab.sheet, columns.place(column))
        entry = column_entry(tracker, column.published)
        yield identity.create(entry, identity.COLUMN, column.published.text, where)
    last = max(rows.end - 1, rows.header)
    yield identity.create(number("end", tracker), identity.END, "", of_row(tab.sheet, last))


def _emptied(tab: Tab, design: Design, plan: Plan, rows: Ordered) -> Iterator[Json]:
    """Remember the rows that were emptied, with what people left in them: the next write deletes them if that is still all."""
    if not rows.removed:
        return
    own = {c.place for c in tab.columns if c.published.kind in {"managed", "state"}}
    left = [
        [cell if at not in own else {k: v for k, v in cell.items() if k == "note"} for at, cell in enumerate(cells)]
        for cells in (tab.cells[row.place - 1] for row in plan.removed if row.place is not None)
    ]
    value = f"{len(rows.removed)}.{traces(left)}"
    entry = number("cleared", design.tracker)
    yield identity.create(entry, identity.CLEARED, value, of_row(tab.sheet, rows.removed[0]))
