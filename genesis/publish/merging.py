"""One row's three-way comparison: what was last published, what is there now, what the result wants."""

from collections.abc import Mapping, Sequence
from operator import is_

from msgspec import Struct
from msgspec.structs import replace

from genesis.destinations.state.contents import Content, readable, token
from genesis.destinations.state.marks import Mark, Packed, cell_hash, pack
from genesis.destinations.state.plan import EditedCell, PlannedRow, Policy, PresentRow, RowChange, WantedRow


class Columns(Struct, frozen=True):
    """The columns of a refresh: their tags in marks, their labels, which are parts of the key, which stand in the tracker."""

    tags: tuple[str, ...]
    labels: tuple[str, ...]
    key: frozenset[int]
    present: frozenset[int]


class Cell(Struct, frozen=True):
    """One cell that is not as the result wants it: whether it is written, what the mark remembers, whether a person edited it."""

    index: int
    write: bool
    remembered: str
    edited: bool = False


class Standing(Struct, frozen=True):
    """What was found in a row before it is merged: exactly what was published there, or another row's cells in the columns
    ``astray``, or neither."""

    untouched: bool = False
    astray: frozenset[int] = frozenset()


def merge_row(
    row: PresentRow, wanted: WantedRow, order: int, columns: Columns, policy: Policy, standing: Standing
) -> tuple[PlannedRow, tuple[EditedCell, ...]]:
    """What becomes of a row that is still in the result, and the edits found in it.

    A cell of the key is always written back: it says whose row this is.
    """
    if row.mark is not None and standing.untouched and _alike(row.cells, wanted.cells):
        return _same(row, row.mark, wanted, order), ()
    targets = [cell_hash(token(content)) for content in wanted.cells]
    compared = _differing(row, wanted, targets, columns, policy, astray=standing.astray)
    writes = tuple(cell.index for cell in compared if cell.write)
    cells = row.cells
    if writes:
        written = frozenset(writes)
        cells = tuple(wanted.cells[i] if i in written else held for i, held in enumerate(row.cells))
    for cell in compared:
        targets[cell.index] = cell.remembered
    mark = _mark(row.mark, wanted.key, order, pack(columns.tags, targets))
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


def _alike(held: tuple[Content, ...], wanted: tuple[Content, ...]) -> bool:
    """Equal, and of the same types: 1 is not True."""
    return held == wanted and all(map(is_, map(type, held), map(type, wanted)))


def _same(row: PresentRow, mark: Mark, wanted: WantedRow, order: int) -> PlannedRow:
    change: RowChange = "same" if mark.state == "live" else "restored"
    kept = mark if mark.order == order and mark.state == "live" else replace(mark, order=order, state="live")
    return PlannedRow(change, row.place, wanted.key, wanted.label, row.cells, row.cells, (), kept)


def _mark(old: Mark | None, key: str, order: int, cells: Packed) -> Mark:
    """The row's mark; the old one itself where nothing changes in it."""
    mark = Mark(key, order, "live", cells)
    return old if old is not None and old == mark else mark


def _differing(
    row: PresentRow,
    wanted: WantedRow,
    targets: Sequence[str],
    columns: Columns,
    policy: Policy,
    *,
    astray: frozenset[int],
) -> list[Cell]:
    """The cells that differ from the result, or stand in columns that are not there yet."""
    found: list[Cell] = []
    published = unpacked(row.mark)
    for index, (content, held, target) in enumerate(zip(wanted.cells, row.cells, targets, strict=True)):
        there = index in columns.present
        if there and (content is held or (type(content) is type(held) and content == held)):
            continue
        text = token(held)
        if there and text == token(content):
            continue
        last = published.get(columns.tags[index])
        if last is None or not there or index in astray or cell_hash(text) == last:
            found.append(Cell(index, True, target))
        elif index not in columns.key and (policy == "keep" or (policy == "flag" and last == target)):
            found.append(Cell(index, False, last, edited=True))
        else:
            found.append(Cell(index, True, target, edited=True))
    return found


def unpacked(mark: Mark | None) -> dict[str, str]:
    """What a mark remembers, by tags."""
    cells = mark.cells if mark else {}
    return cells.unpacked() if isinstance(cells, Packed) else dict(cells)


def new_row(wanted: WantedRow, order: int, columns: Columns) -> PlannedRow:
    """What becomes of a row that the tracker does not have yet."""
    mark = fresh_mark(wanted.key, order, wanted.cells, columns)
    blank: tuple[Content, ...] = (None,) * len(wanted.cells)
    everything = tuple(range(len(wanted.cells)))
    return PlannedRow("added", None, wanted.key, wanted.label, blank, wanted.cells, everything, mark)


def fresh_mark(key: str, order: int, cells: tuple[Content, ...], columns: Columns) -> Mark:
    """The mark of a row in which every cell is as published."""
    return Mark(key, order, "live", pack(columns.tags, (cell_hash(token(c)) for c in cells)))


def restored(
    planned: PlannedRow,
    row: PresentRow,
    strays: Mapping[int, frozenset[int]],
    rows: Sequence[PresentRow],
    columns: Columns,
) -> PlannedRow:
    """A row that is no longer in the result, with its own cells again: what was published in it stands in other stray rows."""
    published = unpacked(row.mark)
    cells = list(row.cells)
    for index in strays[row.place]:
        held = published[columns.tags[index]]
        own = (other.cells[index] for other in rows if index in strays.get(other.place, ()))
        cells[index] = next((content for content in own if cell_hash(token(content)) == held), row.cells[index])
    writes = tuple(index for index, content in enumerate(cells) if token(content) != token(row.cells[index]))
    label = ", ".join(readable(cells[index]) for index in sorted(columns.key))
    return replace(planned, cells=tuple(cells), writes=writes, label=label)


def is_untouched(row: PresentRow, columns: Columns) -> bool:
    """Whether every cell holds what the row's mark remembers, for just these columns."""
    cells = row.mark.cells if row.mark else None
    if not isinstance(cells, Packed) or len(columns.present) != len(columns.tags):
        return False
    return cells.text == pack(columns.tags, map(cell_hash, map(token, row.cells))).text


def hashes(row: PresentRow, columns: Columns) -> tuple[dict[int, str], dict[int, str]]:
    """The row's cells as they are and as they were published, by the index of their column; columns known to both."""
    remembered = unpacked(row.mark)
    published = {
        index: remembered[tag]
        for index, tag in enumerate(columns.tags)
        if tag in remembered and index in columns.present
    }
    return {index: cell_hash(token(row.cells[index])) for index in published}, published
