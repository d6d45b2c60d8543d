"""Brings trackers up to date, and writes only what changed."""

from argparse import ArgumentParser, Namespace

from genesis.api import Project
from genesis.checks.environment import missing_variables
from genesis.cli.terminal.outcomes import Outcome, show, watching
from genesis.cli.terminal.parser import one_of
from genesis.cli.terminal.projects import document, project
from genesis.cli.terminal.screen import say
from genesis.diagnostics import GenesisError, fail
from genesis.output import printers
from genesis.publish.refreshing import refresh


def declare(parser: ArgumentParser) -> None:
    """What `genesis refresh` takes."""
    parser.add_argument("tracker", metavar="TRACKER", nargs="*", help="a tracker's name, or its file")
    parser.add_argument("--all", action="store_true", help="every tracker; those without their secrets are skipped")
    parser.add_argument("--connection", metavar="C", help="run on this connection and not on the trackers' own")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
    parser.add_argument(
        "--format",
        metavar="F",
        default="table",
        type=one_of("--format", printers.names),
        help=f"of the summary: one of {', '.join(printers.names())}",
    )


def run(options: Namespace) -> int:
    """Refresh one after another; a tracker that fails stops no other. The exit code is the largest that one asks for."""
    opened = project(options)
    files = opened.files
    if options.all == bool(options.tracker):
        hint = "`genesis refresh TRACKER`, or `genesis refresh --all`"
        raise fail("G901", None, "`--all` takes no name" if options.all else "name a tracker, or ask for all", hint)
    words = files.names("tracker") if options.all else options.tracker
    names = list(dict.fromkeys(document(files, "tracker", word) for word in words))
    outcomes: list[Outcome] = []
    with watching(options, len(names)) as watcher:
        for name in names:
            watcher.begins(name)
            outcomes.append(_outcome(options, opened, name))
            watcher.ends(outcomes[-1])
    show(options, outcomes)
    if not names:
        say(options, "There is no tracker.")
    return max((outcome.code for outcome in outcomes), default=0)


def _outcome(options: Namespace, opened: Project, name: str) -> Outcome:
    if options.all and (missing := missing_variables(opened.files, name, opened.environment, options.connection)):
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
    return Outcome(name, done)
