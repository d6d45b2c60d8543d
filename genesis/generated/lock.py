"""``genesis.lock``: one line a tracker, so that two changes of different trackers rarely meet in one line.

A line holds the tracker's name, the hash that approves it, and what that is made of: ``NAME HASH sql:HASH contract:HASH``.
Two comments above say what the file is, and which compiler wrote it; nothing else in a generated file names a version.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from genesis import __version__
from genesis.diagnostics import fail
from genesis.generated.compiled import DIGITS, CompiledTracker, compiled_tracker
from genesis.spec.project import ProjectFiles

LOCK_FILE: Final = "genesis.lock"
SHORTEST: Final = 12
"""The fewest digits of a hash that approve a tracker."""

_ABOUT: Final = (
    "# What `genesis generate` made of each tracker: its name, its hash, and those of its SQL and its contract."
)
_MADE: Final = re.compile(r"# compiler: genesis (?P<genesis>\S+), sqlglot (?P<sqlglot>\S+)")
_LINE: Final = re.compile(
    rf"([a-z]\w*) ([0-9a-f]{{{DIGITS}}}) sql:([0-9a-f]{{{DIGITS}}}) contract:([0-9a-f]{{{DIGITS}}})"
)


class LockLine(Struct, frozen=True):
    """One tracker's hashes, as in :class:`~genesis.generated.compiled.CompiledTracker`."""

    hash: str
    sql_hash: str
    contract_hash: str


class Lock(Struct, frozen=True):
    """A lock by tracker. ``genesis`` and ``sqlglot`` are versions, empty where the file does not say them.

    ``whole`` is false where some line could not be read: after a merge with conflicts, or by hand.
    """

    lines: Mapping[str, LockLine]
    genesis: str = ""
    sqlglot: str = ""
    whole: bool = True


def line_of(tracker: CompiledTracker) -> LockLine:
    """What the lock says of a compiled tracker."""
    return LockLine(tracker.hash, tracker.sql_hash, tracker.contract_hash)


def current_lock(lines: Mapping[str, LockLine]) -> Lock:
    """A lock that this compiler makes."""
    from importlib.metadata import version

    return Lock(lines, __version__, version("sqlglot"))


def lock_text(lock: Lock) -> str:
    """The file's text."""
    told = (
        f"{name} {line.hash} sql:{line.sql_hash} contract:{line.contract_hash}"
        for name, line in sorted(lock.lines.items())
    )
    return "\n".join((_ABOUT, f"# compiler: genesis {lock.genesis}, sqlglot {lock.sqlglot}", *told)) + "\n"


def read_lock(text: str) -> Lock:
    """What a lock says; line breaks may be of any kind, and a line that is no tracker's makes it not whole."""
    lines: dict[str, LockLine] = {}
    versions = {"genesis": "", "sqlglot": ""}
    whole = True
    for line in filter(None, map(str.strip, text.splitlines())):
        if found := _LINE.fullmatch(line):
            whole = whole and found[1] not in lines
            lines[found[1]] = LockLine(found[2], found[3], found[4])
        elif made := _MADE.fullmatch(line):
            versions = made.groupdict()
        else:
            whole = whole and line.startswith("#")
    return Lock(lines, versions["genesis"], versions["sqlglot"], whole)


def lock_of(root: Path) -> Lock | None:
    """The project's lock; ``None`` without one.

    Raises:
        GenesisError: G939 when it cannot be read.
    """
    try:
        return read_lock((root / LOCK_FILE).read_bytes().decode("utf-8", "replace"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise fail("G939", None, f"{LOCK_FILE} cannot be read: {error.strerror or error}") from error


def merged(lock: Lock | None, trackers: Iterable[CompiledTracker]) -> Lock:
    """A lock with the lines of ``trackers`` in place of their old ones, and all others as they were.

    Raises:
        GenesisError: G939 when there is a lock that is not whole: then nobody knows what the others were.
    """
    if lock and not lock.whole:
        message = f"{LOCK_FILE} has lines that are no tracker's"
        raise fail("G939", None, message, "`genesis generate` without names writes it anew")
    return current_lock({**(lock.lines if lock else {}), **{one.name: line_of(one) for one in trackers}})


def approved(text: str) -> str:
    """A hash as a command line gives it: all its digits, or the first ones.

    Raises:
        GenesisError: G901 when it is none.
    """
    if not re.fullmatch(rf"[0-9a-f]{{{SHORTEST},{DIGITS}}}", text):
        hint = f"copy at least the first {SHORTEST} digits from the tracker's line in {LOCK_FILE}"
        raise fail("G901", None, f"`--expect-lock` is a tracker's hash, not `{text}`", hint)
    return text


def check_expected(files: ProjectFiles, name: str, expected: str, connection: str | None = None) -> None:
    """Refuse a tracker that is not the one that was approved; nothing is read but definitions.

    Raises:
        GenesisError: G933 when its hash does not begin with ``expected``, and for mistakes in the definitions.
    """
    compiled = compiled_tracker(files, name, connection)
    if not compiled.hash.startswith(expected):
        message = f"`{name}` is not what was approved: its hash is {compiled.hash[: len(expected)]}, not {expected}"
        hint = "run `genesis generate`, and bring definitions and tasks to where they run together"
        raise fail("G933", compiled.tracker.name.span, message, hint)
