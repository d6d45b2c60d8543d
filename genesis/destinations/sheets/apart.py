"""Cells that people sorted away from their rows between our read and our write, by sorting some of the columns only.

Our write can cover such a cell, and the row's mark then remembers the covering value: nothing but the read tells afterwards whose cells
these were.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct

from genesis.destinations.sheets.batch import Batch
from genesis.destinations.sheets.reading import View
from genesis.destinations.sheets.tab import Json, Tab

_FEWEST = 2
"""Cells that hold what others held: a single one was copied by hand."""


class Astray(Struct, frozen=True):
    """A row with other rows' cells in ``columns``: its place now and when it was read; columns as they stand now."""

    place: int
    before: int
    columns: frozenset[int]


def sorted_apart(seen: View, after: Tab, batch: Batch) -> Iterator[Astray]:
    """The rows in which cells that we did not write hold what another row's cells held, which do not hold it any more either."""
    if after.key is None:
        return
    then = _single({row: held.mark.key for row, held in seen.held.items()})
    now = _single({row: after.text(row, after.key) for row in range(after.last)})
    old = {c.entry: c.place for c in seen.tab.columns}
    columns = {c.place: old[c.entry] for c in after.columns if c.published.kind == "managed" and c.entry in old}
    cells: dict[str, dict[int, str]] = {}
    moved: dict[str, dict[int, str]] = {}
    for key in (key for key in then if key in now):
        hit = batch.hits[now[key]][1] if now[key] in batch.hits else frozenset[int]()
        held = [(c, seen.tab.cell(then[key], was), after.cell(now[key], c)) for c, was in columns.items()]
        cells[key] = {c: _text(new) for c, was, new in held if c not in hit and was != new and _text(was) != _text(new)}
        moved[key] = {c: _text(was) for c, was, _ in held if c in hit or c in cells[key]}
    exchanged = _exchanged(cells, moved)
    for key, changed in cells.items():
        if astray := frozenset(column for column, text in changed.items() if (column, text) in exchanged):
            yield Astray(now[key], then[key], astray)


def _single(keys: Mapping[int, str]) -> dict[str, int]:
    """The rows by their keys, without those that share theirs."""
    count = Counter(keys.values())
    return {key: row for row, key in keys.items() if key and count[key] == 1}


def _text(cell: Json) -> str:
    return f"{cell.get('userEnteredValue')}\0{cell.get('hyperlink', '')}" if cell else f"{None}\0"


def _exchanged(
    now: Mapping[str, Mapping[int, str]], before: Mapping[str, Mapping[int, str]]
) -> frozenset[tuple[int, str]]:
    """What cells of a column hold now and others held before, by the column; nothing where it is so of one cell only."""
    found = Counter(cell for cells in now.values() for cell in cells.items())
    found &= Counter(cell for cells in before.values() for cell in cells.items())
    return frozenset(found) if found.total() >= _FEWEST else frozenset()
