"""Where rows will stand, and the fewest moves that bring them there. A moved row takes along all that people wrote in it."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from msgspec import Struct

from genesis.destinations.sheets.columns import runs
from genesis.destinations.sheets.ranks import keeping
from genesis.destinations.sheets.reading import View
from genesis.destinations.state.plan import Plan

Json = dict[str, Any]

_LOOKS: Final = (
    "userEnteredFormat.backgroundColor,userEnteredFormat.backgroundColorStyle,userEnteredFormat.textFormat,"
    "userEnteredFormat.borders"
)
"""What a new row does not take from its neighbour: a person's colours are about that row."""


class Ordered(Struct, frozen=True):
    """Rows as they will stand. ``rows`` are the places of the plan's rows in their order, ``removed`` of those to be emptied.

    ``new`` are the runs of new rows, ``bare`` those of them that have no format of a neighbour; ``end`` is the place after the last row.
    """

    header: int
    rows: tuple[int, ...]
    removed: tuple[int, ...]
    new: tuple[tuple[int, int], ...]
    bare: tuple[tuple[int, int], ...]
    end: int
    requests: tuple[Json, ...]


def order(view: View, plan: Plan) -> Ordered:
    """The rows of a tab after a write."""
    tab = view.tab
    table = set(view.rows)
    above = [place for place in range(tab.last) if place not in table and place != view.header]
    wanted: list[int | None] = [*above, view.header]
    wanted += [None if row.place is None else row.place - 1 for row in plan.rows]
    wanted += [row.place - 1 for row in plan.removed if row.place is not None]
    header, first = len(above), len(above) + 1
    end = first + len(plan.rows)
    new = tuple(runs([place for place, row in enumerate(wanted) if row is None]))
    inserted, bare = _insertions(view, new, header, len(wanted))
    moved = moves(tab.sheet, [row for row in wanted if row is not None])
    return Ordered(
        header,
        tuple(range(first, end)),
        tuple(range(end, len(wanted))),
        tuple((max(start, first), stop) for start, stop in new if stop > first),
        bare,
        end,
        (*moved, *inserted),
    )


def moves(sheet: int, wanted: Sequence[int]) -> Iterator[Json]:
    """Moves that put rows, now in rising order, into the wanted one. Rows that are already in order to each other stay."""
    kept = {wanted[at] for at in keeping(wanted)}
    now = sorted(wanted)
    at = 0
    while at < len(wanted):
        if wanted[at] in kept:
            at += 1
            continue
        start = now.index(wanted[at])
        size = 1
        while (
            at + size < len(wanted)
            and wanted[at + size] not in kept
            and now[start + size : start + size + 1] == [wanted[at + size]]
        ):
            size += 1
        target = now.index(wanted[at - 1]) + 1 if at else 0
        if not start <= target <= start + size:
            yield {"moveDimension": {"source": _range(sheet, start, start + size), "destinationIndex": target}}
            block = now[start : start + size]
            del now[start : start + size]
            target -= size if target > start else 0
            now[target:target] = block
        at += size


def _insertions(
    view: View, new: Sequence[tuple[int, int]], header: int, wanted: int
) -> tuple[list[Json], tuple[tuple[int, int], ...]]:
    """New rows, and which of them have no neighbour's format. An empty tab has rows already."""
    tab, requests, bare = view.tab, [], []
    height = tab.height - (tab.cleared.count if tab.cleared and tab.cleared.untouched else 0)
    if not tab.last:
        if wanted > height:
            requests.append({"appendDimension": {"sheetId": tab.sheet, "dimension": "ROWS", "length": wanted - height}})
        return requests, ((0, wanted),)
    for start, end in new:
        if start < height:
            before = start > header + 1
            requests.append({"insertDimension": {"range": _range(tab.sheet, start, end), "inheritFromBefore": before}})
            plain = {"sheetId": tab.sheet, "startRowIndex": start, "endRowIndex": end}
            requests.append({"repeatCell": {"range": plain, "cell": {}, "fields": _LOOKS}})
        else:
            length = end - start
            requests.append({"appendDimension": {"sheetId": tab.sheet, "dimension": "ROWS", "length": length}})
            bare.append((start, end))
        height += end - start
    return requests, tuple(bare)


def _range(sheet: int, start: int, end: int) -> Json:
    return {"sheetId": sheet, "dimension": "ROWS", "startIndex": start, "endIndex": end}
