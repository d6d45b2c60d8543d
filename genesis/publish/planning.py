"""Compute the change of a tracker: a pure function of what is there and what is wanted."""

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from genesis.destinations.state.contents import readable
from genesis.destinations.state.marks import Mark, column_tag
from genesis.destinations.state.plan import (
    EditedCell,
    Plan,
    PlannedRow,
    Policy,
    PresentRow,
    RowChange,
    Snapshot,
    Wanted,
)
from genesis.publish.matching import Matched, match
from genesis.publish.merging import Columns, Standing, hashes, is_untouched, merge_row, new_row, restored
from genesis.publish.misaligned import misaligned
from genesis.publish.ordering import Present, arrange


class Policies(Struct, frozen=True):
    """What a tracker says about rows that leave (``None``: archived where people wrote, else deleted) and edited cells."""

    gone: Policy | None = None
    edited: Policy = "flag"


_UNTOUCHED: Final = Standing(untouched=True)
_NEITHER: Final = Standing()


class _Drafted(Struct, frozen=True):
    """Rows that stand in the tracker after their change was decided."""

    present: tuple[Present, ...]
    removed: tuple[PlannedRow, ...]
    edited: tuple[EditedCell, ...]
    misaligned: tuple[str, ...]


def compute_plan(
    tracker: str, destination: str, key: tuple[str, ...], wanted: Wanted, snapshot: Snapshot, policies: Policies
) -> Plan:
    """The plan that brings ``snapshot`` to ``wanted`` and leaves alone what people own."""
    columns = _columns(wanted, snapshot, key)
    matched = match(snapshot.rows, (row.key for row in wanted.rows))
    drafted = _draft(wanted, snapshot, matched, columns, policies)
    there = frozenset(matched.keys.values()) | matched.blocked
    added = {rank: new_row(row, rank, columns) for rank, row in enumerate(wanted.rows) if row.key not in there}
    rows = arrange(drafted.present, added)
    places = [row.place for row in rows if row.place is not None]
    before = {row.place: row.mark for row in snapshot.rows}
    return Plan(
        tracker=tracker,
        destination=destination,
        columns=wanted.columns,
        rows=rows,
        wanted=len(wanted.rows),
        removed=drafted.removed,
        edited=drafted.edited,
        quarantined=tuple(_where(row, matched, columns) for row in snapshot.rows if row.place in matched.doubled),
        misaligned=drafted.misaligned,
        drift=snapshot.drift,
        notes=(*wanted.notes, *snapshot.notes),
        moved=places != sorted(places),
        remarked=any(row.mark is not None and row.mark != before.get(row.place or 0) for row in rows),
    )


def _columns(wanted: Wanted, snapshot: Snapshot, key: tuple[str, ...]) -> Columns:
    names = tuple(column.name for column in wanted.columns)
    return Columns(
        tuple(column_tag(name) for name in names),
        tuple(column.label for column in wanted.columns),
        frozenset(i for i, name in enumerate(names) if name in key),
        frozenset(i for i, name in enumerate(names) if name in snapshot.columns),
    )


def _where(row: PresentRow, matched: Matched, columns: Columns) -> str:
    key = ", ".join(readable(row.cells[index]) for index in sorted(columns.key))
    twins = sorted(p for p, k in matched.keys.items() if k == matched.doubled[row.place])
    return f"row {row.place} ({key})" + (f", a copy of row {twins[0]}" if twins else "")


def _draft(wanted: Wanted, snapshot: Snapshot, matched: Matched, columns: Columns, policies: Policies) -> _Drafted:
    ranks = {row.key: rank for rank, row in enumerate(wanted.rows)}
    standings = _standings(snapshot, matched, columns)
    strays = {place: standing.astray for place, standing in standings.items() if standing.astray}
    present: list[Present] = []
    removed: list[PlannedRow] = []
    edited: list[EditedCell] = []
    repaired: list[str] = []
    for row in snapshot.rows:
        key = matched.keys.get(row.place)
        rank = ranks.get(key) if key else None
        if rank is not None:
            standing = standings.get(row.place, _NEITHER)
            planned, edits = merge_row(row, wanted.rows[rank], rank, columns, policies.edited, standing)
            edited.extend(edits)
            repaired.extend([planned.label] if standing.astray else [])
        else:
            planned = _leftover(row, matched, columns, policies)
            if row.place in strays:
                planned = restored(planned, row, strays, snapshot.rows, columns)
                repaired.append(planned.label)
        if planned.change == "removed":
            removed.append(planned)
        else:
            present.append(Present(planned, rank, row.mark.order if row.mark and row.mark.state == "live" else None))
    return _Drafted(tuple(present), tuple(removed), tuple(edited), tuple(repaired))


def _standings(snapshot: Snapshot, matched: Matched, columns: Columns) -> dict[int, Standing]:
    """The rows that hold exactly what was published in them, and those whose cells were sorted away, by their places."""
    now: dict[int, dict[int, str]] = {}
    then: dict[int, dict[int, str]] = {}
    found: dict[int, Standing] = {}
    for row in snapshot.rows:
        if row.mark is None:
            continue
        if is_untouched(row, columns):
            found[row.place] = _UNTOUCHED
        else:
            now[row.place], then[row.place] = hashes(row, columns)
    astray = misaligned(now, then)
    return found | {place: Standing(astray=columns) for place, columns in astray.items() if place in matched.keys}


def _leftover(row: PresentRow, matched: Matched, columns: Columns, policies: Policies) -> PlannedRow:
    """What becomes of a row that the result does not have: a person's, a copy, or one that left."""
    label = ", ".join(readable(row.cells[index]) for index in sorted(columns.key))
    planned = PlannedRow("people", row.place, row.cell_key, label, row.cells, row.cells)
    if row.place in matched.doubled:
        return replace(planned, change="quarantined", key=matched.doubled[row.place])
    if row.place not in matched.keys or row.mark is None:
        return planned
    mark, change = _farewell(row, row.mark, columns, policies)
    return replace(planned, change=change, key=mark.key, mark=mark)


def _farewell(row: PresentRow, mark: Mark, columns: Columns, policies: Policies) -> tuple[Mark, RowChange]:
    if mark.state != "live":
        return mark, "same"
    now, then = hashes(row, columns)
    policy = policies.gone or ("archive" if row.annotated or now != then else "delete")
    match policy:
        case "archive":
            return replace(mark, state="archived"), "archived"
        case "keep":
            return replace(mark, state="kept"), "kept"
        case _:
            return mark, "removed"
