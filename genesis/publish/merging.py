"""One row's three-way comparison: what was last published, what is there now, what the result wants."""

from collections.abc import Iterator

from msgspec import Struct

from genesis.destinations.state.contents import Content, readable, token
from genesis.destinations.state.marks import Mark, cell_hash
from genesis.destinations.state.plan import EditedCell, PlannedRow, Policy, PresentRow, RowChange, WantedRow


class Columns(Struct, frozen=True):
    """The columns of a refresh: their tags in marks, their labels, which are parts of the key, which stand in the tracker."""

    tags: tuple[str, ...]
    labels: tuple[str, ...]
    key: frozenset[int]
    present: frozenset[int]


class Cell(Struct, frozen=True):
    """One compared cell: whether it is written, what the mark remembers, the person's edit if there is one."""

    index: int
    write: bool
    remembered: str
    edited: bool = False


def merge_row(
    row: PresentRow, wanted: WantedRow, order: int, columns: Columns, policy: Policy, *, misaligned: bool
) -> tuple[PlannedRow, tuple[EditedCell, ...]]:
    """What becomes of a row that is still in the result, and the edits found in it.

    A cell of the key is always written back: it says whose row this is.
    """
    compared = tuple(_compare(row, wanted, columns, policy, misaligned=misaligned))
    writes = tuple(cell.index for cell in compared if cell.write)
    cells = tuple(wanted.cells[c.index] if c.write else row.cells[c.index] for c in compared)
    mark = Mark(wanted.key, order, "live", dict(zip(columns.tags, (c.remembered for c in compared), strict=True)))
    back = row.mark is not None and row.mark.state != "live"
    change: RowChange = "restored" if back else "changed" if writes else "same"
    edits = tuple(
        EditedCell(
            wanted.label,
            columns.labels[c.index],
            readable(row.cells[c.index]),
            readable(wanted.cells[c.index]),
            not c.write,
        )
        for c in compared
        if c.edited
    )
    return PlannedRow(change, row.place, wanted.key, wanted.label, row.cells, cells, writes, mark), edits


def _compare(
    row: PresentRow, wanted: WantedRow, columns: Columns, policy: Policy, *, misaligned: bool
) -> Iterator[Cell]:
    for index, (content, tag) in enumerate(zip(wanted.cells, columns.tags, strict=True)):
        text, found = token(content), token(row.cells[index])
        target = cell_hash(text)
        published = row.mark.cells.get(tag) if row.mark else None
        if text == found and index in columns.present:
            yield Cell(index, False, target)
        elif published is None or index not in columns.present or misaligned or cell_hash(found) == published:
            yield Cell(index, True, target)
        elif index not in columns.key and (policy == "keep" or (policy == "flag" and published == target)):
            yield Cell(index, False, published, edited=True)
        else:
            yield Cell(index, True, target, edited=True)


def new_row(wanted: WantedRow, order: int, columns: Columns) -> PlannedRow:
    """What becomes of a row that the tracker does not have yet."""
    mark = fresh_mark(wanted.key, order, wanted.cells, columns)
    blank: tuple[Content, ...] = (None,) * len(wanted.cells)
    everything = tuple(range(len(wanted.cells)))
    return PlannedRow("added", None, wanted.key, wanted.label, blank, wanted.cells, everything, mark)


def fresh_mark(key: str, order: int, cells: tuple[Content, ...], columns: Columns) -> Mark:
    """The mark of a row in which every cell is as published."""
    return Mark(key, order, "live", dict(zip(columns.tags, (cell_hash(token(c)) for c in cells), strict=True)))


def hashes(row: PresentRow, columns: Columns) -> tuple[dict[int, str], dict[int, str]]:
    """The row's cells as they are and as they were published, by the index of their column; columns known to both."""
    published = {
        index: row.mark.cells[tag]
        for index, tag in enumerate(columns.tags)
        if row.mark and tag in row.mark.cells and index in columns.present
    }
    return {index: cell_hash(token(row.cells[index])) for index in published}, published
