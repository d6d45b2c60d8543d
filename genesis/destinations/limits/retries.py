"""Trying again: a bounded number of times, later each time, and never a write that may have happened.

A failed call is judged first. `again`: the service refused and did nothing (429, 503 at the door). `unclear`: it may have done it (a
dropped connection, a time-out, 500); the tracker is read back before anything is sent again. `final`: trying again cannot help.
"""

from collections.abc import Callable
from typing import Final, Literal, TypeVar

from msgspec import Struct

from genesis.destinations.limits.clock import SYSTEM, Clock

T = TypeVar("T")
Outcome = Literal["again", "unclear", "final"]


class Verdict(Struct, frozen=True):
    """What a failure means, and the seconds the service asked to wait (0: it did not say)."""

    outcome: Outcome
    wait: float = 0.0


class Patience(Struct, frozen=True):
    """How often a call is tried in all, and the longest wait before the second and before any later try, in seconds."""

    tries: int = 6
    first: float = 1.0
    longest: float = 60.0
    asked: float = 300.0
    """A service that asks to wait longer than so many seconds is not asked again."""


PATIENCE: Final = Patience()


def attempt(
    call: Callable[[], T],
    judge: Callable[[Exception], Verdict],
    landed: Callable[[], T | None] | None = None,
    patience: Patience = PATIENCE,
    clock: Clock = SYSTEM,
) -> T:
    """What ``call`` gives, tried again as its failures allow.

    After an unclear failure ``landed`` reads back: what it gives instead of ``None`` is the call's result. Without ``landed`` the call
    must be safe to send twice (a read, or a write of the same cells).

    Raises:
        Exception: the last failure, when no try is left or trying again cannot help.
    """
    for number in range(1, patience.tries + 1):
        try:
            return call()
        except Exception as failure:
            verdict = judge(failure)
            read_back = verdict.outcome == "unclear" and landed is not None
            last = number == patience.tries
            if verdict.outcome == "final" or verdict.wait > patience.asked or (last and not read_back):
                raise
            clock.sleep(_pause(verdict, number, patience, clock))
            if read_back and landed is not None:
                found = attempt(landed, judge, None, patience, clock)
                if found is not None:
                    return found
            if last:
                raise
    raise AssertionError("the last try returns or raises")


def _pause(verdict: Verdict, number: int, patience: Patience, clock: Clock) -> float:
    """Between half and all of a wait that doubles with each try; never less than the service asked for."""
    grown = min(patience.first * 2.0 ** (number - 1), patience.longest)
    return verdict.wait + grown * (0.5 + clock.chance() / 2)
