"""Puts a tracker back to how an earlier run left it."""

from typing import Annotated

from typer import Argument, Context, Option

from genesis.cli.terminal.common import common
from genesis.cli.terminal.outcomes import Outcome, show
from genesis.cli.terminal.projects import document, project
from genesis.cli.terminal.values import formats
from genesis.output import printers
from genesis.publish.rolling_back import roll_back


def run(
    context: Context,
    tracker: Annotated[str, Argument(metavar="TRACKER", help="a tracker's name, or its file")],
    run_name: Annotated[str, Option("--to", metavar="RUN", help="the run, as `genesis status` names it")],
    dry_run: Annotated[bool, Option("--dry-run", help="say what would change, and write nothing")] = False,
    form: Annotated[str, formats(printers.names, "of the summary: one of {}")] = "table",
) -> int:
    """Write back what stood there after that run; what people wrote stays."""
    said = common(context)
    opened = project(said)
    name = document(opened.files, "tracker", tracker)
    done = roll_back(opened.files, name, run_name, environment=opened.environment, dry_run=dry_run)
    show(said, [Outcome(name, done)], form, dry_run=dry_run)
    return 0
