"""Requests a second: of one base, of one token. A client that asks for more is answered 429 until it was silent long enough."""

from collections import defaultdict, deque
from collections.abc import Callable

from msgspec import Struct


class Quota(Struct, frozen=True):
    """``window`` and ``silence`` in seconds."""

    per_base: int = 5
    per_token: int = 50
    window: float = 1.0
    silence: float = 30.0


class Meter:
    """Counts what came in. ``broken`` is how often a client was refused."""

    def __init__(self, quota: Quota, clock: Callable[[], float]) -> None:
        self.quota = quota
        self.broken = 0
        self._clock = clock
        self._recent: dict[str, deque[float]] = defaultdict(deque)
        self._silent: dict[str, float] = {}

    def admits(self, base: str, token: str) -> bool:
        """Whether a request is answered; every request counts."""
        now = self._clock()
        most = ((f"base {base}", self.quota.per_base), (f"token {token}", self.quota.per_token))
        counted = [self._counted(name, limit, now) for name, limit in most]
        admitted = all(counted)
        self.broken += not admitted
        return admitted

    def _counted(self, name: str, limit: int, now: float) -> bool:
        recent = self._recent[name]
        while recent and now - recent[0] >= self.quota.window:
            recent.popleft()
        recent.append(now)
        if len(recent) > limit:
            self._silent[name] = now + self.quota.silence
        return now >= self._silent.get(name, 0.0)
