"""Rate limits: kept by many threads and processes together, used nearly fully; retries that end and never double a write."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from genesis.destinations.limits.limiter import Limit, Limiter
from genesis.destinations.limits.retries import Patience, Verdict, attempt
from genesis.diagnostics import GenesisError


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    def chance(self) -> float:
        return 0.5


def busiest(times: list[float], window: float) -> int:
    """The most calls within any window."""
    return max(sum(start <= other < start + window for other in times) for start in times)


@pytest.mark.parametrize("limit", [Limit("base", 5, 1.0), Limit("user", 60, 60.0), Limit("one", 1, 1.0)])
def test_a_limit_is_kept_and_used(tmp_path: Path, limit: Limit) -> None:
    clock = Clock()
    limiter, times = Limiter(tmp_path, clock), []
    for _ in range(limit.calls * 10):
        limiter.turn(limit)
        times.append(clock.now())
    assert busiest(times, limit.seconds) <= limit.calls
    spent = times[-1] - times[0]
    assert (len(times) - limit.calls) / spent >= 0.8 * limit.calls / limit.seconds, "at least 80% of what is allowed"


def test_a_hundred_trackers_keep_their_quota_and_use_most_of_it(tmp_path: Path) -> None:
    """Google's quotas: 60 calls a minute for a user, 300 for a project; each tracker has a limiter of its own."""
    clock, times = Clock(), list[float]()
    user, project = Limit("user", 60, 60.0), Limit("project", 300, 60.0)
    for _ in range(4):
        for tracker in range(100):
            Limiter(tmp_path, clock).turn(user, project, Limit(f"book {tracker}", 5, 5.0))
            times.append(clock.now())
    assert busiest(times, 60.0) <= 60
    assert (len(times) - 60) / (times[-1] - times[0]) >= 0.8 * 60 / 60.0


def test_a_turn_waits_for_all_its_limits(tmp_path: Path) -> None:
    clock = Clock()
    limiter = Limiter(tmp_path, clock)
    project, user = Limit("project", 4, 60.0), Limit("user", 2, 60.0)
    waited = [
        limiter.turn(project, user),
        limiter.turn(project, user),
        limiter.turn(project),
        limiter.turn(project, user),
    ]
    assert waited == [0, 0, 0, pytest.approx(64.8)]


def test_a_refusal_pauses_one_account_only(tmp_path: Path) -> None:
    clock = Clock()
    limiter = Limiter(tmp_path, clock)
    base, other = Limit("base", 5, 1.0), Limit("other", 5, 1.0)
    limiter.pause(base, 30)
    assert limiter.turn(other) == 0
    assert Limiter(tmp_path, clock).turn(base) == pytest.approx(30), "for every process of the machine"


def test_a_refusal_while_a_turn_is_waited_for(tmp_path: Path) -> None:
    clock = Clock()
    base = Limit("base", 1, 1.0)
    limiter = Limiter(tmp_path, clock)
    limiter.turn(base)
    asleep = clock.sleep

    def refused(seconds: float) -> None:
        asleep(seconds)
        if len(clock.slept) == 1:
            limiter.pause(base, 30)

    clock.sleep = refused  # type: ignore[method-assign]
    assert limiter.turn(base) == pytest.approx(31.08)


@pytest.mark.parametrize("asked", [400, 10**6])
def test_no_refusal_stops_calls_for_long(tmp_path: Path, asked: float) -> None:
    clock = Clock()
    limiter, base = Limiter(tmp_path, clock), Limit("base", 1, 1.0)
    limiter.turn(base)
    limiter.pause(base, asked)
    assert limiter.turn(base) == pytest.approx(300)


def test_turns_from_before_the_machine_started_say_nothing(tmp_path: Path) -> None:
    clock = Clock()
    limiter, base = Limiter(tmp_path, clock), Limit("base", 1, 1.0)
    limiter.turn(base)
    (path,) = tmp_path.glob("*.json")
    held = json.loads(path.read_text(encoding="ascii"))
    path.write_text(json.dumps({**held, "turns": [2000.0]}), encoding="ascii")
    assert limiter.turn(base) == pytest.approx(1001.08)
    path.write_text(json.dumps({**held, "turns": [9000.0], "boot": "another"}), encoding="ascii")
    assert limiter.turn(base) == 0


def test_files_that_make_no_sense_say_nothing(tmp_path: Path) -> None:
    clock = Clock()
    limiter, base = Limiter(tmp_path, clock), Limit("base", 1, 1.0)
    limiter.turn(base)
    (path,) = tmp_path.glob("*.json")
    for content in ("", "{", "[]", '{"turns": ["x"], "paused": 0}', '{"turns": [9e9], "paused": 0}'):
        path.write_text(content, encoding="ascii")
        assert limiter.turn(base) == 0


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(GenesisError, match=r"G807: rate limits cannot be kept"):
        Limiter(tmp_path / "file", Clock()).turn(Limit("base", 1, 1.0))


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    limiter, base = Limiter(tmp_path, Clock()), Limit("base", 1, 1.0)
    limiter.turn(base)
    (path,) = tmp_path.glob("*.json")
    path.with_suffix(".new").mkdir()
    with pytest.raises(GenesisError, match=r"G807: rate limits cannot be kept"):
        limiter.turn(base)


def test_a_folder_that_leads_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "limits").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(GenesisError, match=r"G807.*somebody else's"):
        Limiter(tmp_path / "limits", Clock()).turn(Limit("base", 1, 1.0))
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_no_name_of_an_account_is_written(tmp_path: Path) -> None:
    Limiter(tmp_path, Clock()).turn(Limit("token:secret", 1, 1.0))
    assert all("secret" not in path.name + path.read_text() for path in tmp_path.iterdir())


def test_threads_and_processes_share_a_limit(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from genesis.destinations.limits.limiter import Limit, Limiter\n"
        "limiter = Limiter(Path(sys.argv[1]))\n"
        "for _ in range(6):\n    limiter.turn(Limit('base', 5, 0.5)); print(time.monotonic(), flush=True)\n"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    times: list[float] = []
    limiter = Limiter(tmp_path)

    def work() -> None:
        for _ in range(3):
            limiter.turn(Limit("base", 5, 0.5))
            times.append(time.monotonic())

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for run in runs:
        times.extend(float(line) for line in run.communicate()[0].split())
    assert len(times) == 18
    assert busiest(sorted(times), 0.45) <= 5


def failing(*outcomes: object) -> Callable[[], str]:
    """A call that raises or gives these, one after the other."""
    left = list(outcomes)

    def call() -> str:
        found = left.pop(0)
        if isinstance(found, Exception):
            raise found
        return str(found)

    return call


class RefusedError(Exception):
    """429 or 503 at the door."""


class DroppedError(Exception):
    """The connection ended before the answer."""


class WrongError(Exception):
    """400."""


def judge(failure: Exception) -> Verdict:
    match failure:
        case RefusedError():
            return Verdict("again", 30)
        case DroppedError():
            return Verdict("unclear")
        case _:
            return Verdict("final")


def test_refusals_are_tried_again_later_each_time() -> None:
    clock = Clock()
    assert attempt(failing(RefusedError(), RefusedError(), RefusedError(), "done"), judge, clock=clock) == "done"
    assert clock.slept == [30.75, 31.5, 33.0]


def test_tries_end() -> None:
    clock = Clock()
    with pytest.raises(RefusedError):
        attempt(failing(*[RefusedError()] * 9), judge, patience=Patience(3, 1, 2), clock=clock)
    assert clock.slept == [30.75, 31.5]


def test_nobody_waits_for_days() -> None:
    clock = Clock()
    with pytest.raises(RefusedError):
        attempt(failing(RefusedError(), "never"), lambda _: Verdict("again", 86_400), clock=clock)
    assert clock.slept == []


def test_what_cannot_help_is_not_tried_again() -> None:
    with pytest.raises(WrongError):
        attempt(failing(WrongError(), "never"), judge, clock=Clock())


def test_a_write_that_landed_is_not_sent_again() -> None:
    read = iter([None, "landed"])
    done = attempt(failing(DroppedError(), DroppedError(), "third"), judge, lambda: next(read), clock=Clock())
    assert done == "landed"


def test_the_last_try_too_is_read_back() -> None:
    patience = Patience(1, 1, 1)
    assert attempt(failing(DroppedError()), judge, lambda: "landed", patience, Clock()) == "landed"
    with pytest.raises(DroppedError):
        attempt(failing(DroppedError()), judge, lambda: None, patience, Clock())
