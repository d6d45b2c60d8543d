"""Many trackers, several at a time: one that fails stops no other, and a signal lets those at work finish."""

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread, current_thread, main_thread
from types import FrameType
from typing import Protocol

from msgspec import Struct

from genesis.diagnostics import GenesisError
from genesis.publish.refreshing import Refreshed


class Ended(Struct, frozen=True):
    """One tracker's end; neither ``done`` nor ``error`` where it was not begun, because somebody interrupted."""

    tracker: str
    done: Refreshed | None = None
    error: GenesisError | None = None


class Watcher(Protocol):
    """Is told how far the work has come, one call at a time."""

    def begins(self, tracker: str) -> None:
        """A tracker is about to be refreshed."""
        ...

    def ends(self, ended: Ended) -> None:
        """A tracker has been refreshed, or has failed."""
        ...


class Interruption(Struct):
    """Whether a signal asked to stop. A second one ends the program where it stands, which no tracker is harmed by."""

    asked: Event

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """What the system calls."""
        del frame
        if self.asked.is_set():
            raise KeyboardInterrupt(number)
        self.asked.set()


def refresh_many(
    names: Sequence[str], work: Callable[[str], Refreshed], watcher: Watcher, jobs: int = 1
) -> tuple[Ended, ...]:
    """Do ``work`` for every name, ``jobs`` at a time; the ends are in the order of ``names``.

    Raises:
        Exception: what ``work`` raises besides GenesisErrors, once all others at work have ended.
    """
    waiting: SimpleQueue[str] = SimpleQueue()
    for name in names:
        waiting.put(name)
    ended: dict[str, Ended] = {}
    broken: list[BaseException] = []
    lock = Lock()
    with _interruptible() as stop:

        def worker() -> None:
            while not stop.is_set() and not broken:
                try:
                    name = waiting.get_nowait()
                except Empty:
                    return
                try:
                    with lock:
                        watcher.begins(name)
                    found = _one(name, work)
                    with lock:
                        ended[name] = found
                        watcher.ends(found)
                except BaseException as error:  # noqa: BLE001 - told to whoever asked for the work
                    broken.append(error)

        _run(worker, min(jobs, len(names)))
    if broken:
        raise broken[0]
    return tuple(ended.get(name, Ended(name)) for name in names)


def _one(name: str, work: Callable[[str], Refreshed]) -> Ended:
    try:
        return Ended(name, work(name))
    except GenesisError as error:
        return Ended(name, error=error)


def _run(worker: Callable[[], None], jobs: int) -> None:
    """Run in this thread for one job; else in threads that do not keep the program from ending."""
    if jobs <= 1:
        worker()
        return
    threads = [Thread(target=worker, daemon=True) for _ in range(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(0.2)


@contextmanager
def _interruptible() -> Iterator[Event]:
    """An event that the first SIGINT or SIGTERM sets; only the main thread can listen."""
    stop = Event()
    if current_thread() is not main_thread():
        yield stop
        return
    listener = Interruption(stop)
    before = {number: signal.signal(number, listener) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, held in before.items():
            signal.signal(number, held)
