"""Many trackers, several at a time: a signal lets those at work finish, and begins no other."""

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread, current_thread, main_thread
from types import FrameType
from typing import Generic, Protocol, TypeVar

from msgspec import Struct

Outcome = TypeVar("Outcome")
Ended_contra = TypeVar("Ended_contra", contravariant=True)


class Watcher(Protocol[Ended_contra]):
    """Is told how far the work has come, one call at a time."""

    def begins(self, tracker: str) -> None:
        """A tracker is begun."""
        ...

    def ends(self, outcome: Ended_contra) -> None:
        """A tracker's work has ended."""
        ...


class Interruption(Struct):
    """Whether a signal asked to stop. A second one ends the program where it stands, which harms no tracker."""

    asked: Event

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """What the system calls."""
        del frame
        if self.asked.is_set():
            raise KeyboardInterrupt(number)
        self.asked.set()


class Crew(Generic[Outcome]):
    """Does ``work`` for names, ``jobs`` at a time."""

    def __init__(self, work: Callable[[str], Outcome], watcher: Watcher[Outcome], jobs: int = 1) -> None:
        self._work = work
        self._watcher = watcher
        self._jobs = jobs
        self._lock = Lock()
        self._stop = Event()
        self._waiting: SimpleQueue[str] = SimpleQueue()
        self._ended: dict[str, Outcome] = {}
        self._broken: list[BaseException] = []

    @property
    def interrupted(self) -> bool:
        """Whether a signal asked to stop."""
        return self._stop.is_set()

    def run(self, names: Sequence[str]) -> tuple[Outcome, ...]:
        """What the work gave, in the order of ``names``; those not begun before a signal are left out.

        Raises:
            BaseException: what the work raised first, once all others at work have ended.
        """
        for name in names:
            self._waiting.put(name)
        with _interruptible(self._stop):
            if self._jobs <= 1:
                self._each()
            else:
                self._together(min(self._jobs, len(names)))
        if self._broken:
            raise self._broken[0]
        return tuple(self._ended[name] for name in names if name in self._ended)

    def _together(self, jobs: int) -> None:
        """In threads that do not keep the program from ending."""
        threads = [Thread(target=self._each, daemon=True) for _ in range(jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(0.2)

    def _each(self) -> None:
        while not self._stop.is_set() and not self._broken:
            try:
                self._next(self._waiting.get_nowait())
            except Empty:
                return
            except BaseException as error:  # noqa: BLE001 - raised again where the work was asked for
                self._broken.append(error)

    def _next(self, name: str) -> None:
        with self._lock:
            self._watcher.begins(name)
        outcome = self._work(name)
        with self._lock:
            self._ended[name] = outcome
            self._watcher.ends(outcome)


@contextmanager
def _interruptible(stop: Event) -> Iterator[None]:
    """Let the first SIGINT or SIGTERM set the event; only the main thread can listen."""
    if current_thread() is not main_thread():
        yield
        return
    listener = Interruption(stop)
    before = {number: signal.signal(number, listener) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, held in before.items():
            signal.signal(number, held)
