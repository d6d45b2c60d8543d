"""What refreshing a table of Airtable costs: calls, bytes sent, and the seconds that five calls a second make of them.

    python tests/benchmarks/airtable_calls.py [ROWS [COLUMNS]]

The clock is one that passes without waiting, so the seconds of Airtable's limits are counted, not spent; "here" is our own work and the
emulator's.
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from genesis.destinations.destination import Row
from genesis.model.types import DATE, INTEGER, STRING, decimal
from genesis.sql.query import ResultColumn
from tests.destinations.airtable_refresh import PassingClock, Studio
from tests.emulators.airtable.server import Emulator, serving

KINDS = (STRING, INTEGER, decimal(18, 2), DATE)


def columns(count: int) -> tuple[ResultColumn, ...]:
    """A key and ``count - 1`` columns of four types."""
    return (
        ResultColumn("id", "Id", INTEGER),
        *(ResultColumn(f"c{n}", f"Column {n}", KINDS[n % 4]) for n in range(1, count)),
    )


def rows(count: int, wide: int, changed: float = 0.0) -> list[Row]:
    """Rows of which a share differs from the others' pattern in one cell."""
    from datetime import date
    from decimal import Decimal

    def cell(row: int, column: int) -> Any:
        bump = 1 if column == 1 and changed and row % round(1 / changed) == 0 else 0
        kinds = (
            f"text {row} {column}",
            row + column,
            Decimal(row * 100 + column + bump) / 4,
            date(2024, 1, 1 + row % 28),
        )
        return kinds[column % 4] if column != 1 else row + bump

    return [(row, *(cell(row, column) for column in range(1, wide))) for row in range(count)]


def report(studio: Studio, what: str, given: list[Row]) -> None:
    """Refresh, and print what it cost."""
    clock, emulator = studio.clock, studio.emulator
    emulator.forget_calls()
    emulator.clock.forward(3600)
    began, here = clock.now(), time.perf_counter()
    done = studio.refresh(given)
    reads = sum(not call.writes for call in emulator.calls)
    sent = sum(call.size for call in emulator.written())
    print(
        f"{what:<14} {len(emulator.calls):>6} calls ({reads} reads, {len(emulator.calls) - reads} writes)"
        f" {sent / 1000:>9.1f} kB written  {clock.now() - began:>7.1f} s of limits  {time.perf_counter() - here:>6.1f} s here"
        f"  {done.added} added, {done.changed} changed, quota broken {emulator.meter.broken}"
    )


def main(count: int = 10_000, wide: int = 30) -> None:
    """First load, nothing new, one row in a hundred changed."""
    with tempfile.TemporaryDirectory() as folder, serving(Emulator()) as emulator:
        tempfile.tempdir = folder
        studio = Studio(Path(folder), emulator, PassingClock())
        studio.columns, studio.key = columns(wide), ("id",)
        report(studio, "first load", rows(count, wide))
        report(studio, "unchanged", rows(count, wide))
        report(studio, "1% changed", rows(count, wide, 0.01))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
