"""Work shared among processes: forked ones, which have all that this one has loaded."""

import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, Generic, NoReturn, TypeVar

T = TypeVar("T")
R = TypeVar("R")
MOST: Final = 8
"""The most processes: each holds a part of what all of them need."""
_RUNS: Final = 16
"""Into how many runs of items the part of a process falls, where all are equally fast."""
_NUMBER: Final = 4
"""Bytes of a number in the queue: a pipe takes all of them at once."""
_TASKS: Final = "/proc/self/task"
"""The threads of this process, on Linux."""


def processes_for(items: int, least: int) -> int:
    """How many processes may share that many items, each at least ``least`` of them; 1 where forking is not safe."""
    if items < 2 * least or not _alone():
        return 1
    return min(len(os.sched_getaffinity(0)), items // least, MOST)


def share(work: Callable[[Iterator[T]], R], items: Sequence[T], count: int) -> list[R]:
    """What ``work`` answers in each of ``count`` processes for the items that it takes: runs of neighbours, any of them.

    An answer is pickled. Where another process fails, for whatever reason, its answer and all others are left and
    everything is done here, so that a failure is this process's own.
    """
    if count < 2:  # noqa: PLR2004 no other one
        return [work(iter(items))]
    with _Queue(items, count * _RUNS) as queue, _Children[R]() as children:
        if children.fork(lambda: work(iter(queue)), count - 1):
            answers = [work(iter(queue))]
            with suppress(ChildProcessError):
                return [*answers, *children.answers()]
    return [work(iter(items))]


def _alone() -> bool:
    """Whether this process has one thread, whoever started it: a fork would leave the others out, with what they hold."""
    try:
        return sum(1 for _ in Path(_TASKS).iterdir()) == 1
    except OSError:
        return False


class _Queue(Generic[T]):
    """Items that several processes take from: the numbers of runs of them wait in a pipe."""

    def __init__(self, items: Sequence[T], runs: int) -> None:
        self._items = items
        self._length = max(1, -(-len(items) // runs))
        self._owner = os.getpid()
        self._reading, writing = os.pipe()
        starts = range(0, len(items), self._length)
        os.write(writing, b"".join(start.to_bytes(_NUMBER, "big") for start in starts))
        os.close(writing)

    def __iter__(self) -> Iterator[T]:
        while self._wanted() and (number := os.read(self._reading, _NUMBER)):
            start = int.from_bytes(number, "big")
            yield from self._items[start : start + self._length]

    def _wanted(self) -> bool:
        """Whether the process is there that the answers are for."""
        return self._owner in {os.getpid(), os.getppid()}

    def __enter__(self) -> "_Queue[T]":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._reading)


class _Children(Generic[R]):
    """Forked processes; none is left when this ends, however it ends."""

    def __init__(self) -> None:
        self._waiting: list[tuple[int, int]] = []

    def __enter__(self) -> "_Children[R]":
        gc.freeze()  # what all of them have stays one: a search for cycles would write to it
        return self

    def fork(self, work: Callable[[], R], count: int) -> bool:
        """Start that many; whether the system lets us."""
        with suppress(OSError):
            for _ in range(count):
                self._start(work)
        return len(self._waiting) == count

    def answers(self) -> Iterator[R]:
        """What each of them answers.

        Raises:
            ChildProcessError: one has failed.
        """
        import pickle

        while self._waiting:
            child, reading = self._waiting[-1]
            with open(reading, "rb", closefd=False) as stream:
                answer = stream.read()
            self._waiting.pop()
            os.close(reading)
            if os.waitpid(child, 0)[1]:
                raise ChildProcessError(child)
            yield pickle.loads(answer)  # noqa: S301 our own child wrote it

    def __exit__(self, *_: object) -> None:
        for child, reading in self._waiting:
            os.close(reading)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        gc.unfreeze()

    def _start(self, work: Callable[[], R]) -> None:
        reading, writing = os.pipe()
        try:
            child = os.fork()
        except OSError:
            os.close(reading)
            os.close(writing)
            raise
        if not child:
            _answer(work, writing)
        os.close(writing)
        self._waiting.append((child, reading))


def _answer(work: Callable[[], R], writing: int) -> NoReturn:
    """Do a child's work. Nothing that this process would do at its end is done twice, and nothing is said."""
    code = 1
    try:
        import pickle

        signal.signal(signal.SIGINT, signal.SIG_DFL)
        with open(writing, "wb") as stream:
            pickle.dump(work(), stream, pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        os._exit(code)
