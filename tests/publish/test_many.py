"""Several trackers at a time."""

import os
import signal
import threading

import pytest

from genesis.publish.many import Crew


class Seen:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def begins(self, tracker: str) -> None:
        self.told.append(f"begins {tracker}")

    def ends(self, outcome: str) -> None:
        self.told.append(f"ends {outcome}")


@pytest.mark.parametrize("jobs", [1, 3])
def test_outcomes_are_in_the_order_of_the_names(jobs: int) -> None:
    seen = Seen()
    assert Crew(str.upper, seen, jobs).run(["c", "a", "b"]) == ("C", "A", "B")
    assert sorted(seen.told) == ["begins a", "begins b", "begins c", "ends A", "ends B", "ends C"]


def test_jobs_work_at_the_same_time() -> None:
    both = threading.Barrier(2, timeout=10)

    def work(name: str) -> str:
        both.wait()
        return name

    assert Crew(work, Seen(), 2).run(["a", "b"]) == ("a", "b")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_mistake_of_ours_is_raised_once_the_others_ended(jobs: int) -> None:
    def work(name: str) -> str:
        if name == "b":
            raise RuntimeError("ours")
        return name

    with pytest.raises(RuntimeError, match="ours"):
        Crew(work, Seen(), jobs).run(["a", "b", "c"])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_lets_the_tracker_at_work_finish(number: signal.Signals) -> None:
    def work(name: str) -> str:
        os.kill(os.getpid(), number)
        return name

    before = signal.getsignal(number)
    crew = Crew(work, Seen())
    assert crew.run(["a", "b", "c"]) == ("a",)
    assert crew.interrupted
    assert signal.getsignal(number) == before


def test_a_second_signal_ends_at_once() -> None:
    ended = []

    def work(name: str) -> str:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        ended.append(name)
        return name

    with pytest.raises(KeyboardInterrupt):
        Crew(work, Seen()).run(["a", "b"])
    assert ended == []


def test_no_names() -> None:
    assert Crew(str.upper, Seen(), 4).run([]) == ()
