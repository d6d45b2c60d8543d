"""How much of the quota a hundred trackers use when they are refreshed at once: none may be refused, and little may be left.

Run it: ``python tests/benchmarks/sheets_quota.py [TRACKERS]``. A minute is twenty seconds here, for the emulator and for the limiter.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from genesis.destinations.limits.clock import SYSTEM
from genesis.destinations.sheets import calls
from tests.destinations.sheets.tracker import Tracker, film
from tests.emulators.sheets.quotas import Quota
from tests.emulators.sheets.server import Emulator

MINUTE = 20.0


def main(count: int) -> None:
    folder = Path(mkdtemp())
    os.environ["TMPDIR"] = str(folder)
    calls.MINUTE = MINUTE
    with Emulator(quota=Quota(window=MINUTE)) as emulator:
        for number in range(count):
            emulator.add(f"book{number}")
        trackers = [Tracker(emulator, folder, name=f"films_{n}", book=f"book{n}", clock=SYSTEM) for n in range(count)]
        began = monotonic()
        with ThreadPoolExecutor(20) as pool:
            list(pool.map(lambda tracker: tracker.refresh([film(1), film(2)]), trackers))
        seconds = monotonic() - began
        reads = sum(not call.path.endswith("batchUpdate") for call in emulator.calls)
        allowed = Quota().user * (1 + int(seconds / MINUTE))
        print(f"{count} trackers, {len(emulator.calls)} calls, {emulator.meter.refused} refused, {seconds:.1f} s")
        print(f"{reads} reads of the {allowed} that {seconds / MINUTE:.1f} minutes allow: {reads / allowed:.0%}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
