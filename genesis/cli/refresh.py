"""Brings trackers up to date, and writes only what changed."""

from argparse import ArgumentParser, Namespace

from genesis.api import Project
from genesis.checks.environment import missing_variables
from genesis.cli.terminal.chosen import chosen, declare_choice
from genesis.cli.terminal.exits import INTERRUPTED, MISTAKES
from genesis.cli.terminal.outcomes import Outcome, show, watching
from genesis.cli.terminal.parser import one_of, whole
from genesis.cli.terminal.projects import project
from genesis.cli.terminal.screen import say
from genesis.diagnostics import GenesisError
from genesis.output import printers
from genesis.publish.many import Crew
from genesis.publish.receipts import begin, leave_results
from genesis.publish.refreshing import refresh


def declare(parser: ArgumentParser) -> None:
    """What `genesis refresh` takes."""
    declare_choice(parser, "every tracker; those without their secrets are skipped")
    parser.add_argument("--connection", metavar="C", help="run on this connection and not on the trackers' own")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
    parser.add_argument("--jobs", metavar="N", type=whole("--jobs", 1), default=1, help="how many at a time (1)")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when people's hands were found in the rows")
    parser.add_argument(
        "--format",
        metavar="F",
        default="table",
        type=one_of("--format", _formats),
        help=f"of the summary: one of {', '.join(_formats())}",
    )


def run(options: Namespace) -> int:
    """Refresh them; a tracker that fails stops no other. The exit code is the largest that one asks for.

    Interrupted, it finishes what it has begun, and exits with 130.
    """
    opened, began = project(options), begin()
    names = chosen(options, opened.files)
    with watching(options, len(names)) as watcher:
        crew = Crew(lambda name: _outcome(options, opened, name), watcher, options.jobs)
        outcomes = crew.run(names)
    show(options, outcomes)
    if not options.dry_run:
        leave_results(opened.files.root, names, began.at)
    if not names:
        say(options, "There is no such tracker.")
    if crew.interrupted:
        say(options, f"Interrupted: {len(names) - len(outcomes)} of {len(names)} were not begun.")
        return INTERRUPTED
    return max((_code(options, outcome) for outcome in outcomes), default=0)


def _formats() -> tuple[str, ...]:
    return (*printers.names(), "junit")


def _code(options: Namespace, outcome: Outcome) -> int:
    found = options.strict and outcome.done is not None and outcome.done.findings
    return MISTAKES if found else outcome.code


def _outcome(options: Namespace, opened: Project, name: str) -> Outcome:
    if not options.tracker and (
        missing := missing_variables(opened.files, name, opened.environment, options.connection)
    ):
        return Outcome(name, missing=missing)
    try:
        done = refresh(
            opened.files,
            name,
            environment=opened.environment,
            connection=options.connection,
            dry_run=options.dry_run,
        )
    except GenesisError as error:
        return Outcome(name, error=error)
    except Exception as error:  # noqa: BLE001 - the other trackers are refreshed all the same
        return Outcome(name, bug=error)
    return Outcome(name, done)
