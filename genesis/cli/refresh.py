"""Brings trackers up to date, and writes only what changed."""

from collections.abc import Callable, Sequence
from typing import Annotated, Final

from typer import Context, Option

from genesis.api import Project
from genesis.checks.environment import missing_variables
from genesis.checks.trackers import double_places
from genesis.cli.terminal.chosen import Choice, Elsewhere, Named, Owner, Stale, chosen
from genesis.cli.terminal.common import common
from genesis.cli.terminal.exits import INTERRUPTED, MISTAKES
from genesis.cli.terminal.outcomes import Outcome, show, watching
from genesis.cli.terminal.projects import project
from genesis.cli.terminal.said import Common
from genesis.cli.terminal.screen import say
from genesis.cli.terminal.values import formats, whole
from genesis.diagnostics import GenesisError, fail
from genesis.generated.lock import approved, check_expected
from genesis.output import printers
from genesis.publish.ledger import now
from genesis.publish.many import Crew
from genesis.publish.receipts import leave_results
from genesis.publish.refreshing import refresh

_FORMATS: Final = (*printers.names(), "junit")
_APPROVED: Final = "refuse unless the tracker is what genesis.lock says by this hash"
_Approved = Annotated[str | None, Option("--expect-lock", metavar="HASH", parser=approved, help=_APPROVED)]


def run(
    context: Context,
    named: Named = None,
    every: Annotated[bool, Option("--all", help="every tracker; those without their secrets are skipped")] = False,
    owner: Owner = None,
    stale: Stale = False,
    connection: Elsewhere = None,
    dry_run: Annotated[bool, Option("--dry-run", help="say what would change, and write nothing")] = False,
    jobs: Annotated[int, Option(metavar="N", parser=whole("--jobs"), help="how many at a time")] = 1,
    strict: Annotated[bool, Option("--strict", help="exit with 1 when people's hands were found in the rows")] = False,
    expect_lock: _Approved = None,
    form: Annotated[str, formats(lambda: _FORMATS, "of the summary: one of {}")] = "table",
) -> int:
    """Refresh them; a tracker that fails stops no other. The exit code is the largest that one asks for.

    Interrupted, it finishes what it has begun, and exits with 130 if that was not all.
    """
    said = common(context)
    opened = project(said)
    since = now(opened.files.root)
    names = chosen(Choice(named or [], every, owner, stale), opened.files)
    _check_lock(opened, names if named else [], expect_lock, connection)
    work = _worker(opened, names, connection, dry_run=dry_run, skipping=not named)
    with watching(said, len(names)) as watcher:
        crew = Crew(work, watcher, jobs)
        outcomes = crew.run(names)
    show(said, outcomes, form, dry_run=dry_run)
    if not dry_run:
        leave_results(opened.files.root, names, since)
    not_begun = len(names) - len(outcomes) if crew.interrupted else 0
    return _end(said, outcomes, not_begun, strict=strict)


def _end(said: Common, outcomes: Sequence[Outcome], not_begun: int, *, strict: bool) -> int:
    if not_begun:
        say(said, f"Interrupted: {not_begun} of {len(outcomes) + not_begun} were not begun.")
        return INTERRUPTED
    if not outcomes:
        say(said, "There is no such tracker.")
    return max((_code(outcome, strict=strict) for outcome in outcomes), default=0)


def _worker(
    opened: Project, names: list[str], connection: str | None, *, dry_run: bool, skipping: bool
) -> Callable[[str], Outcome]:
    doubles = double_places(opened.files, names) if len(names) > 1 else {}

    def one(name: str) -> Outcome:
        if name in doubles:
            return Outcome(name, error=doubles[name])
        return _outcome(opened, name, connection, dry_run, skipping=skipping)

    return one


def _check_lock(opened: Project, named: list[str], expected: str | None, connection: str | None) -> None:
    if expected is None:
        return
    if len(named) != 1:
        hint = "`genesis refresh TRACKER --expect-lock HASH`"
        raise fail("G901", None, "`--expect-lock` goes with the name of one tracker", hint)
    check_expected(opened.files, named[0], expected, connection)


def _code(outcome: Outcome, *, strict: bool) -> int:
    found = strict and outcome.done is not None and outcome.done.findings
    return MISTAKES if found else outcome.code


def _outcome(opened: Project, name: str, connection: str | None, dry_run: bool, *, skipping: bool) -> Outcome:
    if skipping and (missing := missing_variables(opened.files, name, opened.environment, connection)):
        return Outcome(name, missing=missing)
    try:
        done = refresh(opened.files, name, environment=opened.environment, connection=connection, dry_run=dry_run)
    except GenesisError as error:
        return Outcome(name, error=error)
    except Exception as error:  # noqa: BLE001 - the other trackers are refreshed all the same
        return Outcome(name, bug=error)
    return Outcome(name, done)
