"""Requests a minute: of the project and of each user, reads and writes apart."""

from collections import defaultdict, deque
from collections.abc import Callable
from time import monotonic

from msgspec import Struct

from tests.emulators.sheets.errors import ApiError


class Quota(Struct, frozen=True):
    """Documented limits; ``window`` is a minute, shorter in tests."""

    project: int = 300
    user: int = 60
    window: float = 60.0


class Meter:
    """Counts requests in a sliding window, which is never laxer than Google's own refill."""

    def __init__(self, quota: Quota, clock: Callable[[], float] = monotonic) -> None:
        self.quota = quota
        self.refused = 0
        self.peak = 0
        self._clock = clock
        self._times: dict[tuple[str, str], deque[float]] = defaultdict(deque)

    def count(self, user: str, *, write: bool) -> None:
        """Count one request, or refuse it (429)."""
        kind = "Write" if write else "Read"
        now = self._clock()
        for who, limit, name in (("", self.quota.project, ""), (user, self.quota.user, " per user")):
            times = self._times[kind, who]
            while times and times[0] <= now - self.quota.window:
                times.popleft()
            if len(times) >= limit:
                self.refused += 1
                raise ApiError(
                    429,
                    "RESOURCE_EXHAUSTED",
                    f"Quota exceeded for quota metric '{kind} requests' and limit '{kind} requests per minute{name}' "
                    "of service 'sheets.googleapis.com' for consumer 'project_number:1234567890'.",
                )
        for who in ("", user):
            self._times[kind, who].append(now)
        self.peak = max(self.peak, len(self._times[kind, user]))
