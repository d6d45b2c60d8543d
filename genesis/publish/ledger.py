"""The file that receipts stand in, `.genesis/runs.ndjson`: whole lines, each added at the end, and none lost that is still needed.

Once it is large it begins anew with the lines that are, and what it was stands beside it as `runs.1.ndjson` until the next time.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Final

from msgspec import Struct

from genesis.destinations.files.folder import own_folder
from genesis.destinations.files.locks import hold

RUNS: Final = "runs.ndjson"
EARLIER: Final = "runs.1.ndjson"
_MOST: Final = 8_000_000
"""Bytes at which it begins anew; twice what was taken over, where that is more."""


class Point(Struct, frozen=True):
    """A point in the file: which file, how many bytes, when (ISO 8601, UTC)."""

    file: int
    size: int
    at: str


def now(root: Path) -> Point:
    """The file's end as it is."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with suppress(OSError):
        found = (root / ".genesis" / RUNS).stat()
        return Point(found.st_ino, found.st_size, at)
    return Point(0, 0, at)


def append(root: Path, line: bytes, needed: Callable[[Sequence[bytes]], Sequence[bytes]]) -> None:
    """Add a line, with its break; ``needed`` says which lines are still needed when the file begins anew.

    Raises:
        OSError: the line could not be added.
    """
    path = own_folder(root) / RUNS
    with hold(root, "receipts"):
        with path.open("a+b") as file:
            end = file.seek(0, os.SEEK_END)
            file.seek(max(end - 1, 0))
            cut_off = file.read(1) not in {b"", b"\n"}
            size = end + file.write(b"\n" + line if cut_off else line)
        if size > _MOST:
            with suppress(OSError):
                _begin_anew(path, size, needed)


def lines(root: Path, since: Point | None = None) -> Iterator[tuple[bytes, bool]]:
    """Every line after a point, and whether it surely is: of a file that began anew since, each line may be or not."""
    with (
        suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError),
        (root / ".genesis" / RUNS).open("rb") as file,
    ):
        same = since is None or since.file in {0, os.fstat(file.fileno()).st_ino}
        file.seek(since.size if since is not None and same else 0)
        for line in file:
            yield line, same


def _begin_anew(path: Path, size: int, needed: Callable[[Sequence[bytes]], Sequence[bytes]]) -> None:
    with path.open("rb") as file:
        if size <= 2 * _taken_over(file.readline()):
            return
        file.seek(0)
        kept = b"".join(needed(file.readlines()))
    first = json.dumps({"taken_over": len(kept)}).encode() + b"\n"
    beside = path.with_name(f".{RUNS}-{token_hex(4)}")
    try:
        shutil.copyfile(path, beside)
        beside.replace(path.with_name(EARLIER))
        with beside.open("wb") as file:
            file.write(first + kept)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _taken_over(first: bytes) -> int:
    with suppress(ValueError):
        found = json.loads(first)
        return int(found.get("taken_over", 0)) if isinstance(found, dict) else 0
    return 0
