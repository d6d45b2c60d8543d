"""Rate limits that are kept, not hit: by all threads and processes of the machine together.

Each account (a project, a user, a base, a token) has a small file with the times of its latest calls. A call first takes its turn: the
earliest time at which every limit it counts against has room. Turns are given out in order, under one lock, and waited for
outside of it. When the service says "too many" all the same, the account is paused for everybody.
"""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from errno import EPERM
from functools import cache
from pathlib import Path
from stat import S_ISLNK
from tempfile import gettempdir
from threading import Lock
from typing import Final

from msgspec import Struct

from genesis.destinations.limits.clock import SYSTEM, Clock
from genesis.destinations.state.contents import digest
from genesis.diagnostics import fail

_MARGIN: Final = 1.08
"""Calls arrive later than they are sent, and not all equally late: a window is taken to be this much longer than it is said to be."""
_HORIZON: Final = 3600.0
_LONGEST_PAUSE: Final = 300.0
"""Seconds: a service that asks for more silence is asked again after these, a bounded number of times."""
_THREADS: Final = Lock()


class Limit(Struct, frozen=True):
    """At most ``calls`` within any ``seconds`` by all that use ``account``.

    An account's name is only hashed, never written; it says the service and what is counted: ``sheets:write:user:...``.
    """

    account: str
    calls: int
    seconds: float


class _Account(Struct):
    """An account's turns, oldest first, and the time before which nobody calls."""

    turns: list[float]
    paused: float = 0.0


class Limiter:
    """Gives turns to calls. ``folder`` is shared by all that share the accounts: by default one folder a user of the machine.

    Every method raises GenesisError (G807) when the folder cannot be written.
    """

    def __init__(self, folder: Path | None = None, clock: Clock = SYSTEM) -> None:
        self._folder = folder or Path(gettempdir()) / f"genesis-limits-{_user()}"
        self._clock = clock

    def turn(self, *limits: Limit) -> float:
        """Wait until a call may be sent that counts once against each of ``limits``; gives the seconds waited."""
        began = self._clock.now()
        while True:
            at, now = self._take(limits)
            if at > now:
                self._clock.sleep(at - now)
            if at <= now or not self._paused(limits):
                return self._clock.now() - began

    def pause(self, limit: Limit, seconds: float) -> None:
        """Let nobody call for a while (300 seconds at most), not even on turns already given out: the service has refused."""
        with self._locked():
            now = self._clock.now()
            account = self._read(limit.account, now)
            account.paused = max(account.paused, now + min(seconds, _LONGEST_PAUSE))
            self._write(limit.account, account)

    def waiting(self, calls: int, *limits: Limit) -> float:
        """About how many seconds the limits alone will make so many calls take; takes no turn."""
        return max(
            (max(calls - limit.calls, 0) * limit.seconds * _MARGIN / limit.calls for limit in limits), default=0.0
        )

    def _take(self, limits: Sequence[Limit]) -> tuple[float, float]:
        """The next turn, and now."""
        with self._locked():
            now = self._clock.now()
            accounts = [self._read(limit.account, now) for limit in limits]
            at = max([now, *(_earliest(limit, account) for limit, account in zip(limits, accounts, strict=True))])
            for limit, account in zip(limits, accounts, strict=True):
                account.turns = [*account.turns, at][-max(limit.calls, 1) :]
                self._write(limit.account, account)
        return at, now

    def _paused(self, limits: Sequence[Limit]) -> bool:
        """Whether the service refused somebody while a turn was waited for."""
        with self._locked():
            now = self._clock.now()
            return any(self._read(limit.account, now).paused > now for limit in limits)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with _THREADS:
            try:
                opened = self._open()
                try:
                    _hold(opened)
                    yield
                finally:
                    os.close(opened)
            except OSError as error:
                hint = "set TMPDIR to a folder that can be written"
                message = (
                    f"rate limits cannot be kept: `{self._folder.name}` cannot be written: {error.strerror or error}"
                )
                raise fail("G807", None, message, hint) from error

    def _open(self) -> int:
        """The lock, in a folder that is nobody else's: anybody can make one of its name among temporary files."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = self._folder.lstat()
        if S_ISLNK(found.st_mode) or (hasattr(os, "getuid") and found.st_uid != os.getuid()):
            raise PermissionError(EPERM, "it is somebody else's")
        return os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)

    def _file(self, account: str) -> Path:
        return self._folder / f"{digest(account, 24)}.json"

    def _read(self, account: str, now: float) -> _Account:
        """An account's turns; a broken file, or one from before the machine last started, says nothing."""
        with suppress(OSError, ValueError, TypeError, KeyError):
            held = json.loads(self._file(account).read_text(encoding="ascii"))
            turns = [float(turn) for turn in held["turns"]]
            if held["boot"] == _boot() and all(turn < now + _HORIZON for turn in (*turns, held["paused"])):
                return _Account(turns, float(held["paused"]))
        return _Account([])

    def _write(self, account: str, held: _Account) -> None:
        beside = self._file(account).with_suffix(".new")
        beside.write_text(json.dumps({"boot": _boot(), "turns": held.turns, "paused": held.paused}), encoding="ascii")
        beside.replace(self._file(account))


def _earliest(limit: Limit, account: _Account) -> float:
    """When the next call has room: a window after the call that is ``limit.calls`` calls back, and never before an earlier turn."""
    turns: Sequence[float] = account.turns
    room = turns[-limit.calls] + limit.seconds * _MARGIN if len(turns) >= limit.calls else 0.0
    return max(room, account.paused, turns[-1] if turns else 0.0)


@cache
def _boot() -> str:
    """What tells this start of the machine from the one before; empty where the system does not say (only Linux does)."""
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return ""


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")


def _hold(opened: int) -> None:
    """Wait for the lock; where the system has none (Windows), threads alone are kept apart."""
    with suppress(ImportError):
        import fcntl

        fcntl.flock(opened, fcntl.LOCK_EX)
