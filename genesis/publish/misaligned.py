"""Partial sorts: rows in which cells of several columns belong to another row.

A person who sorts some of the columns moves cells away from the mark of their row. Such a row is repaired, not taken for edited.
"""

from collections import defaultdict
from collections.abc import Mapping

from msgspec import Struct

Cells = Mapping[int, str]
"""Hashes by the index of their column."""

_DONORS = 64


def misaligned(present: Mapping[int, Cells], published: Mapping[int, Cells]) -> dict[int, frozenset[int]]:
    """The columns of the cells that were sorted away from their marks, by the places of their rows.

    Both mappings go from a row's place to its cells' hashes. Cells count when two or more of a row hold what one other row
    published, whose own cells have changed there too: copying two values by hand is an edit.
    """
    changed = {place: _differences(cells, published[place]) for place, cells in present.items()}
    suspects = {place: columns for place, columns in changed.items() if columns}
    owners: dict[tuple[int, str], list[int]] = defaultdict(list)
    for place, columns in suspects.items():
        for column in columns:
            owners[column, published[place][column]].append(place)
    sorts = _Sorts(suspects, published, owners)
    found = {place: sorts.moved(columns, present[place]) for place, columns in suspects.items() if len(columns) > 1}
    return {place: columns for place, columns in found.items() if columns}


def _differences(present: Cells, published: Cells) -> tuple[int, ...]:
    return tuple(column for column, text in published.items() if present.get(column, text) != text)


class _Sorts(Struct, frozen=True):
    """The rows that differ from their marks: their changed columns, what was published in them, who published what."""

    suspects: Mapping[int, tuple[int, ...]]
    published: Mapping[int, Cells]
    owners: Mapping[tuple[int, str], list[int]]

    def moved(self, columns: tuple[int, ...], cells: Cells) -> frozenset[int]:
        """The columns that hold what one other row published: the row that most of them come from.

        Only the owners of the two rarest values are tried, at most 64 of each.
        """
        rarest = sorted((self.owners.get((column, cells[column]), []) for column in columns), key=len)
        donors = {row for owners in [held for held in rarest if held][:2] for row in owners[:_DONORS]}
        best = max((self._shared(columns, cells, row) for row in sorted(donors)), key=len, default=frozenset())
        return best if len(best) > 1 else frozenset()

    def _shared(self, columns: tuple[int, ...], cells: Cells, row: int) -> frozenset[int]:
        changed = frozenset(self.suspects[row])
        return frozenset(c for c in columns if c in changed and self.published[row].get(c) == cells[c])
