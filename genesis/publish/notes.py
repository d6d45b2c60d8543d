"""What a refresh tells people."""

from typing import Final

from genesis.destinations.state.plan import EditedCell, Plan
from genesis.diagnostics import GenesisError
from genesis.output.shown import printable
from genesis.publish.receipts import Run

_SHOWN: Final = 20
_LONGEST: Final = 400


def notes_of(plan: Plan) -> tuple[str, ...]:
    """Everything a person should know about a plan, at most 20 lines of a kind. What people wrote cannot act on a terminal."""
    lines = (
        *plan.notes,
        *plan.drift,
        *_some(tuple(map(_edited, plan.edited)), "edited cells"),
        *_some(tuple(f"not touched, because its key is doubled: {row}" for row in plan.quarantined), "doubled rows"),
        *_some(tuple(f"sorted apart, and put right: {row}" for row in plan.misaligned), "rows sorted apart"),
    )
    return tuple(printable(line).replace("\n", " ") for line in lines)


def stale_note(run: Run, error: GenesisError) -> str:
    """The word left in a tracker whose refresh was stopped."""
    return f"Stale since {run.at}: {error.diagnostics[0].message}"[:_LONGEST]


def failed_note(run: Run, error: GenesisError) -> str:
    """The word left in a tracker whose query failed. What an engine says may hold more than the tracker's readers are to see."""
    return f"Stale since {run.at}: the query could not be run ({error.diagnostics[0].code})"


def _edited(cell: EditedCell) -> str:
    fate = "kept" if cell.kept else "written over"
    return f"edited by hand: {cell.column} of {cell.row}: `{cell.found}` instead of `{cell.wanted}`, {fate}"


def _some(lines: tuple[str, ...], what: str) -> tuple[str, ...]:
    more = len(lines) - _SHOWN
    return (*lines[:_SHOWN], f"and {more:,} more {what}") if more > 0 else lines
