"""The guard for trackers whose rows have lost what tells them apart: each of them would be written a second time."""

import msgspec
from msgspec import Struct

from genesis.destinations.state.plan import Snapshot, Wanted
from genesis.diagnostics import Problems
from genesis.spec.settings import TrackerSpec


class _Record(Struct, frozen=True):
    rows: int = 0


def check_unmarked(tracker: TrackerSpec, wanted: Wanted, snapshot: Snapshot, problems: Problems) -> None:
    """Note a tracker that was written before, and in which half as many rows or more have neither mark nor key (G829).

    Somebody deleted the column of marks, and there is no key in the other columns either: hidden, or deleted too.
    """
    if any(row.mark is not None for row in snapshot.rows):
        return
    keys = {row.key for row in wanted.rows}
    if any(row.cell_key in keys for row in snapshot.rows):
        return
    filled = sum(any(content is not None for content in row.cells) for row in snapshot.rows)
    published = _published(snapshot.record)
    if published and filled * 2 >= published:
        message = f"none of the {filled:,} rows in the tracker says which row of the result it is"
        hint = "undo the deletion of `_genesis` or of the key's column, or delete the rows: they are written anew"
        problems.add("G829", tracker.destination.span, message, hint)


def _published(record: str) -> int:
    """How many rows the last write left; 0 where nothing says so."""
    try:
        return msgspec.json.decode(record, type=_Record).rows
    except msgspec.DecodeError:
        return 0
