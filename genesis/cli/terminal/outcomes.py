"""What became of each tracker of a refresh: while it runs, and in one table at the end."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

from msgspec import Struct

from genesis.cli.terminal.exits import FINE, INTERNAL, STOPPED, exit_code
from genesis.cli.terminal.said import Common
from genesis.cli.terminal.screen import colored, complain, confess, say
from genesis.diagnostics import Diagnostic, GenesisError
from genesis.model.types import INTEGER, STRING
from genesis.sql.query import ResultColumn

if TYPE_CHECKING:
    from rich.progress import Progress

    from genesis.publish.refreshing import Refreshed

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
    """One tracker's end: ``done``, the error that ended it, or the variables for want of which it was left alone."""

    tracker: str
    done: "Refreshed | None" = None
    error: GenesisError | None = None
    missing: tuple[Diagnostic, ...] = ()
    bug: Exception | None = None
    """A mistake of Genesis itself, which is no reason to leave the other trackers as they are."""

    @property
    def code(self) -> int:
        """The exit code that it asks for."""
        if self.bug:
            return INTERNAL
        return exit_code(self.error.diagnostics) if self.error else FINE

    @property
    def status(self) -> str:
        """One word for the table."""
        if self.error:
            return "stopped" if self.code == STOPPED else "failed"
        if self.bug:
            return "failed"
        if self.done is None:
            return "skipped"
        return "written" if self.done.written else "unchanged"

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
def watching(common: Common, count: int) -> Iterator[Watcher]:
    """A progress bar on a terminal, a line a tracker elsewhere, nothing where people asked for quiet."""
    if sys.stderr.isatty() and not common.quiet:
        from rich.console import Console
        from rich.progress import Progress

        plain = not colored(sys.stderr, refused=common.no_color)
        with Progress(console=Console(stderr=True, no_color=plain), transient=True) as progress:
            yield _Bar(progress, count)
    else:
        yield _Lines(common, count)


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
    def __init__(self, common: Common, count: int) -> None:
        self._common = common
        self._count = count
        self._ended = 0

    def begins(self, tracker: str) -> None:
        del tracker

    def ends(self, outcome: Outcome) -> None:
        self._ended += 1
        if self._count > 1:
            after = f" after {outcome.time}" if outcome.time else ""
            say(self._common, f"[{self._ended}/{self._count}] {outcome.tracker}: {outcome.status}{after}")


def show(common: Common, outcomes: Sequence[Outcome], form: str, *, dry_run: bool) -> None:
    """The table on standard output; what people should know beside it on standard error."""
    from genesis.output.printers import printer

    if form == "junit":
        from genesis.cli.terminal.junit import as_junit

        sys.stdout.write(as_junit(outcomes))
    elif form != "table" or any(outcome.done for outcome in outcomes) or len(outcomes) > 1:
        printer(form)(_COLUMNS, [[_row(outcome, dry_run=dry_run) for outcome in outcomes]], sys.stdout, raw=False)
        sys.stdout.flush()
    for outcome in outcomes:
        _tell(common, outcome)


def _row(outcome: Outcome, *, dry_run: bool) -> tuple[str | int | None, ...]:
    done = outcome.done
    status = "would be written" if dry_run and done and done.plan.changes else outcome.status
    if done is None:
        return (outcome.tracker, None, None, None, None, status, None)
    return (outcome.tracker, done.rows, done.added, done.changed, done.gone, status, outcome.time)


def _tell(common: Common, outcome: Outcome) -> None:
    for note in outcome.done.notes if outcome.done else ():
        say(common, f"{outcome.tracker}: {note}")
    if outcome.missing:
        say(common, f"{outcome.tracker} was skipped: {'; '.join(one.message for one in outcome.missing)}")
    if outcome.error:
        complain(outcome.error.diagnostics, color=colored(sys.stderr, refused=common.no_color))
    if outcome.bug:
        confess(outcome.bug, verbose=common.verbose)
