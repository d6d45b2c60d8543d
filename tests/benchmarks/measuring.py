"""Times of interleaved runs: whatever else the machine does slows what is measured and its floor alike."""

import gc
import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from msgspec import Struct

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Bytecode is kept, as it is where a package is installed."""


class Spent(Struct, frozen=True):
    """Milliseconds of one run: of every processor that worked for it, and on the wall."""

    processor: float
    wall: float


class Result(Struct, frozen=True):
    """A line of the table. ``unit`` is that of both figures; the ratio is that of the medians."""

    name: str
    what: str
    floor: str
    ours: float
    least: float
    bar: float
    unit: str = "ms"
    wall: float | None = None
    """The ratio of the medians on the wall, where more than one processor may work."""

    @property
    def ratio(self) -> float:
        """How many times the floor ours is."""
        return self.ours / self.least


def compare(
    name: str, what: str, floor: str, bar: float, pair: tuple[Callable[[], Spent], Callable[[], Spent]], runs: int
) -> Result:
    """Medians of ``runs`` of both; each is run once before."""
    ours, least = pair
    ours(), least()
    spent = [(ours(), least()) for _ in range(runs)]
    mine, bare = (statistics.median(one.processor for one in side) for side in zip(*spent, strict=True))
    walls = [statistics.median(one.wall for one in side) for side in zip(*spent, strict=True)]
    return Result(name, what, floor, mine, bare, bar, wall=walls[0] / walls[1])


def here(work: Callable[[], object]) -> Spent:
    """What ``work`` takes in this process and in those that it starts and waits for."""
    gc.collect()
    before, began = _processor(), perf_counter()
    work()
    return Spent((_processor() - before) * 1000, (perf_counter() - began) * 1000)


def python(*arguments: str, cwd: Path = ROOT, **environment: str) -> Callable[[], Spent]:
    """A run of a whole interpreter.

    Raises:
        CalledProcessError: it fails.
    """

    def run() -> Spent:
        command = [sys.executable, *arguments]
        return here(
            lambda: subprocess.run(
                command,
                cwd=cwd,
                env={**ENVIRONMENT, **environment},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=True,
            )
        )

    return run


def genesis(*words: str, cwd: Path = ROOT, **environment: str) -> Callable[[], Spent]:
    """A run of the command line, called as the installed script calls it."""
    return python("-c", "from genesis.cli.main import main; main()", *words, cwd=cwd, **environment)


def middle(results: Sequence[Result]) -> Result:
    """Of several results the one with the median ratio."""
    return sorted(results, key=lambda one: one.ratio)[len(results) // 2]


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
