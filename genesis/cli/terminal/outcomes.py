"""What became of each tracker of a refresh: while it runs, and in one table at the end."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

from msgspec import Struct

from genesis.cli.terminal.exits import STOPPED, exit_code
from genesis.cli.terminal.screen import colored, complain, say
from genesis.diagnostics import GenesisError
from genesis.model.types import INTEGER, STRING
from genesis.sql.query import ResultColumn

if TYPE_CHECKING:
    from rich.progress import Progress

    from genesis.publish.refreshing import Refreshed

_NOT_SET_UP: Final = frozenset({"G105", "G702", "G710", "G810"})
"""A variable that is not set, a client that is not installed: the tracker is fine, this machine cannot refresh it."""
_COLUMNS: Final = (
    ResultColumn("tracker", "Tracker", STRING),
    ResultColumn("rows", "Rows", INTEGER),
    ResultColumn("added", "Added", INTEGER),
    ResultColumn("changed", "Changed", INTEGER),
    ResultColumn("gone", "Gone", INTEGER),
    ResultColumn("status", "Status", STRING),
    ResultColumn("time", "Time", STRING),
)


class Outcome(Struct, frozen=True):
    """One tracker's end: ``done``, or the error that ended it. ``skippable``: nobody asked for this very tracker."""

    tracker: str
    done: "Refreshed | None" = None
    error: GenesisError | None = None
    skippable: bool = False

    @property
    def skipped(self) -> bool:
        """Whether it was left alone because this machine is not set up for it."""
        return bool(self.error and self.skippable and {d.code for d in self.error.diagnostics} <= _NOT_SET_UP)

    @property
    def status(self) -> str:
        """One word for the table."""
        if self.error:
            stopped = exit_code(self.error.diagnostics) == STOPPED
            return "skipped" if self.skipped else "stopped" if stopped else "failed"
        return "written" if self.done and self.done.written else "unchanged"

    @property
    def time(self) -> str:
        """How long it took."""
        return f"{self.done.seconds:.1f} s" if self.done else ""


class Watcher(Protocol):
    """Is told how far a refresh has come."""

    def begins(self, tracker: str) -> None:
        """A tracker is about to be refreshed."""
        ...

    def ends(self, outcome: Outcome) -> None:
        """A tracker has been refreshed, or has failed."""
        ...


@contextmanager
def watching(options: Namespace, count: int) -> Iterator[Watcher]:
    """A progress bar on a terminal, a line a tracker elsewhere, nothing where people asked for quiet."""
    if sys.stderr.isatty() and not options.quiet:
        from rich.console import Console
        from rich.progress import Progress

        plain = not colored(sys.stderr, refused=options.no_color)
        with Progress(console=Console(stderr=True, no_color=plain), transient=True) as progress:
            yield _Bar(progress, count)
    else:
        yield _Lines(options, count)


class _Bar:
    def __init__(self, progress: "Progress", count: int) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=count)

    def begins(self, tracker: str) -> None:
        self._progress.update(self._task, description=tracker)

    def ends(self, outcome: Outcome) -> None:
        del outcome
        self._progress.advance(self._task)


class _Lines:
    def __init__(self, options: Namespace, count: int) -> None:
        self._options = options
        self._count = count
        self._ended = 0

    def begins(self, tracker: str) -> None:
        del tracker

    def ends(self, outcome: Outcome) -> None:
        self._ended += 1
        if self._count > 1:
            after = f" after {outcome.time}" if outcome.time else ""
            say(self._options, f"[{self._ended}/{self._count}] {outcome.tracker}: {outcome.status}{after}")


def show(options: Namespace, outcomes: Sequence[Outcome]) -> None:
    """The table on standard output; what people should know beside it on standard error."""
    from genesis.output.printers import printer

    if any(outcome.done for outcome in outcomes) or len(outcomes) > 1:
        printer(options.format)(_COLUMNS, [[_row(outcome, options) for outcome in outcomes]], sys.stdout, raw=False)
        sys.stdout.flush()
    for outcome in outcomes:
        _tell(options, outcome)


def _row(outcome: Outcome, options: Namespace) -> tuple[str | int | None, ...]:
    done = outcome.done
    status = "would be written" if options.dry_run and done and done.plan.changes else outcome.status
    if done is None:
        return (outcome.tracker, None, None, None, None, status, None)
    return (outcome.tracker, done.rows, done.added, done.changed, done.gone, status, outcome.time)


def _tell(options: Namespace, outcome: Outcome) -> None:
    for note in outcome.done.notes if outcome.done else ():
        say(options, f"{outcome.tracker}: {note}")
    if outcome.error is None:
        return
    if outcome.skipped:
        said = "; ".join(one.message for one in outcome.error.diagnostics)
        say(options, f"{outcome.tracker} was skipped: {said}")
    else:
        complain(outcome.error.diagnostics, color=colored(sys.stderr, refused=options.no_color))
