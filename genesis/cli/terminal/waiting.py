"""A line on a terminal that says how far a query has come, gone when its first rows are there."""

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from genesis.cli.terminal.said import Common
from genesis.cli.terminal.screen import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from genesis.engines.rows import Progress

_CLEAR: Final = "\r\x1b[K"


class Waiting:
    """Shows progress within its ``with`` block, where somebody looks on."""

    def __init__(self, options: Common) -> None:
        self._shown = sys.stderr.isatty() and not options.quiet
        self._begun = False

    @property
    def tell(self) -> "Callable[[Progress], None] | None":
        """Shows how far it has come; ``None`` where nobody would see it."""
        return self._tell if self._shown else None

    def count(self, done: int, whole: int) -> None:
        """Shows how many of how many are done, where somebody looks on."""
        if self._begun and self._shown:
            sys.stderr.write(f"{_CLEAR}{done:,} of {whole:,}")
            sys.stderr.flush()

    def __enter__(self) -> Self:
        self._begun = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._begun = False
        if self._shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()

    def _tell(self, progress: "Progress") -> None:
        if self._begun:
            share = "" if progress.share is None else f", {progress.share:.0%}"
            sys.stderr.write(f"{_CLEAR}{shown(progress.state)}{share}, {progress.rows_read:,} rows read")
            sys.stderr.flush()
