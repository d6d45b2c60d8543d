"""Lets Ctrl-C end a call into an engine that looks for signals too seldom."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Result = TypeVar("_Result")


def interruptible(call: Callable[[], _Result], interrupt: Callable[[], None]) -> _Result:
    """What ``call`` gives, made in a thread beside this one; when this one is interrupted, ``interrupt`` is to end it.

    DuckDB looks for signals between its tasks only, and a task of a large join may take hours.
    """
    with ThreadPoolExecutor(1) as beside:
        running = beside.submit(call)
        try:
            return running.result()
        except KeyboardInterrupt:
            interrupt()
            raise
