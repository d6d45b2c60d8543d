"""Calls and bytes at full size: 10,000 rows x 30 columns."""

from msgspec.structs import replace

from tests.benchmarks.sheets_refresh import WIDE, wide
from tests.destinations.sheets.tracker import Tracker
from tests.emulators.sheets.server import Call, Emulator

ROWS = 10_000


def writes(calls: list[Call]) -> list[Call]:
    return [call for call in calls if call.path.endswith("batchUpdate")]


def test_calls_and_bytes_of_ten_thousand_rows(emulator: Emulator, tracker: Tracker) -> None:
    tracker = replace(tracker, columns=WIDE, key=("id",))
    rows = [wide(number) for number in range(ROWS)]
    tracker.refresh(rows)
    assert len(emulator.calls) <= 12
    assert max(call.written for call in emulator.calls) < 2_000_000

    before = len(emulator.calls)
    assert not tracker.refresh(rows).changes
    assert (len(emulator.calls) - before, writes(emulator.calls[before:])) == (1, [])

    before = len(emulator.calls)
    changed = [wide(n, 1) if n % 100 == 50 else row for n, row in enumerate(rows)]
    assert tracker.refresh(changed).count("changed") == ROWS // 100
    assert len(emulator.calls) - before <= 3
    assert sum(call.written for call in writes(emulator.calls[before:])) <= 200_000
    last = emulator.person("Films").row(9_951)
    assert last[:3] == [
        9_950,
        f"value {(9_950 * 7919 + 104_729) * 3 % 99_991}",
        f"value {(9_950 * 7919 + 104_729) * 4 % 99_991}",
    ]
