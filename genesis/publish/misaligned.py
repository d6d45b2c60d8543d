"""Partial sorts: rows in which cells of several columns belong to another row.

A person who sorts some of the columns moves cells away from the mark of their row. Such a row is repaired, not taken for edited.
"""

from collections import defaultdict
from collections.abc import Mapping

Cells = Mapping[int, str]
"""Hashes by the index of their column."""

_DONORS = 64


def misaligned(present: Mapping[int, Cells], published: Mapping[int, Cells]) -> frozenset[int]:
    """The places of the rows whose cells were sorted away from their marks.

    Both mappings go from a row's place to its cells' hashes. A row counts when it differs from its mark in two columns or more
    and all of these hold what another row published, whose own cells have changed there too: copying two values by hand is an edit.
    """
    changed = {place: _differences(cells, published[place]) for place, cells in present.items()}
    suspects = {place: columns for place, columns in changed.items() if columns}
    owners: dict[tuple[int, str], list[int]] = defaultdict(list)
    for place, columns in suspects.items():
        for column in columns:
            owners[column, published[place][column]].append(place)
    return frozenset(
        place
        for place, columns in suspects.items()
        if len(columns) > 1 and _has_donor(columns, present[place], published, owners)
    )


def _differences(present: Cells, published: Cells) -> tuple[int, ...]:
    return tuple(column for column, text in published.items() if present.get(column, text) != text)


def _has_donor(
    columns: tuple[int, ...],
    cells: Cells,
    published: Mapping[int, Cells],
    owners: Mapping[tuple[int, str], list[int]],
) -> bool:
    """Whether one row published all of ``cells``; only the rarest value's owners are tried, at most 64 of them."""
    candidates = min((owners.get((column, cells[column]), []) for column in columns), key=len)
    return any(all(published[row].get(c) == cells[c] for c in columns) for row in candidates[:_DONORS])
