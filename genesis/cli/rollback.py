"""Puts a tracker back to how an earlier run left it."""

from argparse import ArgumentParser, Namespace

from genesis.cli.terminal.outcomes import Outcome, show
from genesis.cli.terminal.parser import one_of
from genesis.cli.terminal.projects import document, project
from genesis.output import printers
from genesis.publish.rolling_back import roll_back


def declare(parser: ArgumentParser) -> None:
    """What `genesis rollback` takes."""
    parser.add_argument("tracker", metavar="TRACKER", help="a tracker's name, or its file")
    parser.add_argument("--to", metavar="RUN", required=True, help="the run, as `genesis status` names it")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
    parser.add_argument(
        "--format",
        metavar="F",
        default="table",
        type=one_of("--format", printers.names),
        help=f"of the summary: one of {', '.join(printers.names())}",
    )


def run(options: Namespace) -> int:
    """Write back what stood there after that run; what people wrote stays."""
    opened = project(options)
    name = document(opened.files, "tracker", options.tracker)
    done = roll_back(opened.files, name, options.to, environment=opened.environment, dry_run=options.dry_run)
    show(options, [Outcome(name, done)])
    return 0
