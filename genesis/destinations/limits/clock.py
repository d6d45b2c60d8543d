"""The clock that limits and retries go by; tests bring one of their own."""

import random
import time
from typing import Final, Protocol


class Clock(Protocol):
    """Time, waiting and chance."""

    def now(self) -> float:
        """Seconds on a scale that all processes of the machine share and that never goes back while the machine runs."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...

    def chance(self) -> float:
        """A random number from 0 up to, not including, 1."""
        ...


class SystemClock:
    """The machine's own."""

    def now(self) -> float:
        """Seconds since the machine started."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait; a signal's handler that raises ends it."""
        time.sleep(seconds)

    def chance(self) -> float:
        """A random number."""
        return random.random()  # noqa: S311 - spreads retries, guards nothing


SYSTEM: Final[Clock] = SystemClock()
