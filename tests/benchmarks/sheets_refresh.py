"""Calls, bytes and seconds of refreshing 10,000 rows x 30 columns in an emulated Google spreadsheet.

Run it: ``python tests/benchmarks/sheets_refresh.py [ROWS]``. Calls for tokens are not counted.
"""

import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import mkdtemp
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from genesis.destinations.destination import Row
from genesis.model.types import DATE, FLOAT, INTEGER, STRING, decimal
from genesis.sql.query import ResultColumn
from tests.destinations.sheets.tracker import Tracker
from tests.emulators.sheets.server import Call, Emulator

WIDE = (
    ResultColumn("id", "Id", INTEGER),
    *(ResultColumn(f"text_{n}", f"Text {n}", STRING) for n in range(10)),
    *(ResultColumn(f"number_{n}", f"Number {n}", INTEGER) for n in range(9)),
    *(ResultColumn(f"amount_{n}", f"Amount {n}", decimal(12, 2)) for n in range(4)),
    *(ResultColumn(f"share_{n}", f"Share {n}", FLOAT) for n in range(2)),
    *(ResultColumn(f"day_{n}", f"Day {n}", DATE) for n in range(4)),
)
EPOCH = date(2020, 1, 1)


def wide(number: int, edition: int = 0) -> Row:
    """A row of 30 columns; another edition differs in all of them but the key."""
    seed = number * 7919 + edition * 104729
    return (
        number,
        *(f"value {seed * (n + 3) % 99991}" for n in range(10)),
        *(seed * (n + 1) % 100_003 for n in range(9)),
        *(Decimal(seed * (n + 5) % 1_000_003).scaleb(-2) for n in range(4)),
        *(seed * (n + 2) % 997 / 8 for n in range(2)),
        *(EPOCH + timedelta(days=seed * (n + 1) % 3000) for n in range(4)),
    )


def report(what: str, calls: list[Call], seconds: float) -> None:
    written = sum(call.written for call in calls if call.path.endswith("Update"))
    print(f"{what:<42} {len(calls):>3} calls {written:>12,} bytes written {seconds:>8.1f} s")


def main(rows: int) -> None:
    with Emulator() as emulator:
        emulator.add()
        tracker = Tracker(emulator, Path(mkdtemp()), columns=WIDE, key=("id",))
        content = [wide(number) for number in range(rows)]
        scattered = [(*row[:5], "edited", *row[6:]) if number % 3 == 0 else row for number, row in enumerate(content)]
        changed = [wide(n, 1) if n % 100 == 50 else row for n, row in enumerate(content)]
        grown = [*changed[: rows // 2], wide(rows), *changed[rows // 2 :]]
        steps = (
            ("first load", content),
            ("nothing changed", content),
            ("1% of rows changed in every column", changed),
            ("one row more, in the middle", grown),
            ("a third of the rows changed in one column", scattered),
        )
        for what, wanted in steps:
            before, began = len(emulator.calls), perf_counter()
            tracker.refresh(wanted)
            report(what, emulator.calls[before:], perf_counter() - began)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
