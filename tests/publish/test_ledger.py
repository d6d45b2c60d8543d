"""The file of receipts stays small, and nothing that is still asked for is lost from it."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest

from genesis.publish import ledger
from genesis.publish.receipts import GOOD, Receipt, Status, leave, leave_results, receipts

STATUSES: Final[tuple[Status, ...]] = ("written", "unchanged", "failed", "stopped", "unchanged")


def receipt(number: int, tracker: str, status: Status) -> Receipt:
    at = f"2024-03-{1 + number // 1440:02}T{number // 60 % 24:02}:{number % 60:02}:00+00:00"
    return Receipt(f"run-{number:05}", tracker, "csv", status, at, {"total": 0.5}, rows=number)


def many(count: int) -> list[Receipt]:
    """One tracker was right once, long ago; one is written every time; others are in between."""
    made = [receipt(0, "rare", "written"), receipt(1, "rare", "failed"), receipt(2, "once", "unchanged")]
    for number in range(3, count):
        name, status = f"tracker_{number % 3}", STATUSES[number % 5]
        made.append(receipt(number, name, "written" if number % 3 == 0 else status))
    return made


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "_MOST", 20_000)


def told(every: list[Receipt]) -> object:
    """What `status`, `rollback` and `diff --against published` ask of receipts."""
    last = {one.tracker: one for one in every}
    good = {one.tracker: one for one in every if one.status in GOOD}
    written = {
        name: [one.run for one in every if one.tracker == name and one.status == "written"][-100:] for name in last
    }
    return last, good, written


@pytest.mark.usefixtures("small")
def test_what_is_asked_for_outlives_every_beginning(tmp_path: Path) -> None:
    made, largest, begun = many(3000), 0, set()
    path = tmp_path / ".genesis" / ledger.RUNS
    for one in made:
        assert leave(tmp_path, one) == ""
        largest = max(largest, path.stat().st_size)
        begun.add(path.read_bytes().partition(b"\n")[0])
    assert told(list(receipts(tmp_path))) == told(made)
    assert largest < 2 * 306 * 420  # twice the needed lines: 3 trackers' 100 and 4 more, of 390 bytes
    assert len(made) * 380 > 1_000_000
    assert len(begun) > 5
    lines = path.read_bytes().splitlines(keepends=True)
    assert all(line.endswith(b"\n") and json.loads(line) for line in lines)
    earlier = [json.loads(line)["run"] for line in (path.parent / ledger.EARLIER).read_bytes().splitlines()[1:]]
    assert earlier[-1] in {json.loads(line).get("run") for line in lines}
    assert sorted(one.name for one in path.parent.iterdir()) == [".gitignore", "locks", ledger.EARLIER, ledger.RUNS]


@pytest.mark.usefixtures("small")
def test_refreshes_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    made = many(1200)

    def leaving(tracker: str) -> None:
        for one in made:
            if one.tracker == tracker:
                assert leave(tmp_path, one) == ""

    with ThreadPoolExecutor(5) as crew:
        list(crew.map(leaving, sorted({one.tracker for one in made})))
    found = list(receipts(tmp_path))
    for name in {one.tracker for one in made}:
        assert told([one for one in found if one.tracker == name]) == told([one for one in made if one.tracker == name])


@pytest.mark.usefixtures("small")
def test_a_crash_while_it_begins_anew_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, real, left = many(400), Path.replace, [0]

    def failing(self: Path, target: Path) -> Path:
        left[0] += 1
        if left[0] % 3:
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    for one in made:
        assert leave(tmp_path, one) == ""
    assert told(list(receipts(tmp_path))) == told(made)
    assert not list((tmp_path / ".genesis").glob(".runs*"))


@pytest.mark.usefixtures("small")
def test_the_results_of_a_command_during_which_it_began_anew(tmp_path: Path) -> None:
    made = many(600)
    for one in made[:300]:
        leave(tmp_path, one)
    since = ledger.Point(ledger.now(tmp_path).file, ledger.now(tmp_path).size, made[300].started)
    for one in made[300:]:
        leave(tmp_path, one)
    leave_results(tmp_path, ["rare", "tracker_0", "tracker_1"], since)
    written = json.loads((tmp_path / ".genesis" / "run_results.json").read_bytes())["results"]
    wanted = {one.tracker: one.run for one in made[300:] if one.tracker in {"tracker_0", "tracker_1"}}
    assert {one["tracker"]: one["run"] for one in written} == wanted


def test_a_small_file_is_only_added_to(tmp_path: Path) -> None:
    made = many(50)
    for number, one in enumerate(made):
        leave(tmp_path, one)
        if number == 24:
            half = (tmp_path / ".genesis" / ledger.RUNS).read_bytes()
    assert (tmp_path / ".genesis" / ledger.RUNS).read_bytes().startswith(half)
    assert list(receipts(tmp_path)) == made
    assert not (tmp_path / ".genesis" / ledger.EARLIER).exists()
