"""A plan as people and programs read it."""

import json
from collections.abc import Iterator, Sequence
from typing import Final

from genesis.destinations.state.contents import readable
from genesis.destinations.state.plan import Plan, PlannedRow
from genesis.output.shown import printable
from genesis.publish.before import to_json
from genesis.publish.refreshing import Refreshed

_SIGNS: Final = {
    "added": "+",
    "restored": "+",
    "changed": "~",
    "removed": "-",
    "archived": "-",
    "kept": "-",
    "quarantined": "!",
}
_WORDS: Final = {
    "added": "comes",
    "restored": "comes back",
    "removed": "goes",
    "archived": "goes to the archive",
    "kept": "left the result, and is kept",
    "quarantined": "is left alone: its key is doubled",
}


def as_text(done: Refreshed, limit: int) -> str:
    """A headline, then at most ``limit`` rows of a kind (0: all), then what else is to be said."""
    plan = done.plan
    return "".join(
        printable(line).replace("\n", " ") + "\n" for line in (*_headline(done), *_rows(plan, limit), *_rest(done))
    )


def _headline(done: Refreshed) -> Iterator[str]:
    cells = sum(len(row.writes) for row in done.plan.rows if row.change == "changed")
    counts = f"{done.added:,} come, {done.changed:,} change ({cells:,} cells), {done.gone:,} go"
    yield f"{done.tracker} ({done.destination}): {done.rows:,} rows; " + (
        counts if done.plan.changes else "nothing to do"
    )


def _rows(plan: Plan, limit: int) -> Iterator[str]:
    everything = (*plan.rows, *plan.removed)
    for change, sign in _SIGNS.items():
        rows = [row for row in everything if row.change == change]
        for row in rows[: limit or None]:
            yield f"  {sign} {row.label}: {_words(row, plan)}"
        if limit and len(rows) > limit:
            yield f"  {sign} and {len(rows) - limit:,} more"


def _words(row: PlannedRow, plan: Plan) -> str:
    if row.change != "changed":
        return _WORDS[row.change]
    cells = (
        f"{plan.columns[index].label} `{readable(row.before[index])}` becomes `{readable(row.cells[index])}`"
        for index in row.writes
    )
    return ", ".join(cells)


def _rest(done: Refreshed) -> Iterator[str]:
    yield from (f"  {note}" for note in done.notes)
    if done.cost.calls:
        yield f"  {done.cost.calls:,} calls, about {done.cost.seconds:,.0f} s"


def as_json(done: Refreshed) -> str:
    """One object a line: counts, every row that changes with its cells before and after, notes, cost."""
    plan = done.plan
    rows = [_object(row, plan) for row in (*plan.rows, *plan.removed) if row.change in _SIGNS]
    held: dict[str, object] = {
        "tracker": done.tracker,
        "destination": done.destination,
        "rows": done.rows,
        "added": done.added,
        "changed": done.changed,
        "gone": done.gone,
        "changes": rows,
        "edited": [[edit.row, edit.column, edit.found, edit.wanted, edit.kept] for edit in plan.edited],
        "notes": list(done.notes),
        "calls": done.cost.calls,
        "seconds": done.cost.seconds,
    }
    return json.dumps(held, ensure_ascii=False) + "\n"


def _object(row: PlannedRow, plan: Plan) -> dict[str, object]:
    cells: Sequence[int] = row.writes if row.change in {"added", "restored", "changed"} else ()
    changed = {plan.columns[i].name: [to_json(row.before[i]), to_json(row.cells[i])] for i in cells}
    return {"change": row.change, "row": row.label, "cells": changed}
