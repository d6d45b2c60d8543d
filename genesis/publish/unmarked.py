"""The guard for trackers whose rows have lost what tells them apart: each of them would be written a second time."""

from typing import Final

import msgspec
from msgspec import Struct

from genesis.destinations.state.plan import Snapshot, Wanted
from genesis.diagnostics import Problems
from genesis.spec.settings import TrackerSpec

_FEWEST: Final = 2


class _Record(Struct, frozen=True):
    rows: int = 0


def check_unmarked(tracker: TrackerSpec, wanted: Wanted, snapshot: Snapshot, problems: Problems) -> None:
    """Note a tracker that was written before, and in which rows that look like the result have neither mark nor key (G829).

    Somebody deleted the column of marks, and there is no key in the other columns either: hidden, or deleted too. A quarter
    of the rows published must be there, and two at least: fewer are people's own, typed where they had deleted ours.
    """
    if any(row.mark is not None for row in snapshot.rows):
        return
    keys = {row.key for row in wanted.rows}
    if any(row.cell_key in keys for row in snapshot.rows):
        return
    alike = _alike(wanted, snapshot)
    published = _published(snapshot.record)
    if published and alike >= _FEWEST and alike * 4 >= published:
        message = f"{alike:,} rows in the tracker do not say which row of the result they are"
        hint = "undo the deletion of `_genesis` or of the key's column, or delete the rows: they are written anew"
        problems.add("G829", tracker.destination.span, message, hint)


def _alike(wanted: Wanted, snapshot: Snapshot) -> int:
    """How many rows of the tracker hold what a row of the result holds, in every column that is not empty."""
    places = [n for n in range(len(wanted.columns)) if any(row.cells[n] is not None for row in snapshot.rows)]
    looks = {tuple(row.cells[n] for n in places) for row in wanted.rows}
    present = (tuple(row.cells[n] for n in places) for row in snapshot.rows)
    return sum(look in looks for look in present if any(content is not None for content in look))


def _published(record: str) -> int:
    """How many rows the last write left; 0 where nothing says so."""
    try:
        return msgspec.json.decode(record, type=_Record).rows
    except msgspec.DecodeError:
        return 0
