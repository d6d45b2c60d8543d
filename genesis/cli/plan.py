"""Shows what a refresh would change, cell by cell, and what it would cost."""

import sys
from typing import Annotated, Final

from typer import Context, Option

from genesis.checks.environment import missing_variables
from genesis.cli.terminal.chosen import Choice, Elsewhere, Every, Named, Owner, Stale, chosen
from genesis.cli.terminal.common import common
from genesis.cli.terminal.exits import INTERNAL, exit_code
from genesis.cli.terminal.plans import as_json, as_text
from genesis.cli.terminal.projects import project
from genesis.cli.terminal.screen import colored, complain, confess, say
from genesis.cli.terminal.values import formats, whole
from genesis.diagnostics import GenesisError
from genesis.publish.refreshing import refresh

_FORMATS: Final = ("text", "json")


def run(
    context: Context,
    named: Named = None,
    every: Every = False,
    owner: Owner = None,
    stale: Stale = False,
    connection: Elsewhere = None,
    limit: Annotated[int, Option(metavar="N", parser=whole("--limit", 0), help="rows of a kind; 0: all")] = 20,
    form: Annotated[str, formats(lambda: _FORMATS, "text or json")] = "text",
) -> int:
    """Show each plan; nothing is written. A tracker that fails stops no other; the largest exit code counts.

    Trackers that are not named are skipped where their secrets are not set.
    """
    said, code = common(context), 0
    opened = project(said)
    for name in chosen(Choice(named or [], every, owner, stale), opened.files):
        missing = () if named else missing_variables(opened.files, name, opened.environment, connection)
        if missing:
            say(said, f"{name} was skipped: {'; '.join(one.message for one in missing)}")
            continue
        try:
            done = refresh(opened.files, name, environment=opened.environment, connection=connection, dry_run=True)
        except GenesisError as error:
            complain(error.diagnostics, color=colored(sys.stderr, refused=said.no_color))
            code = max(code, exit_code(error.diagnostics))
        except Exception as error:  # noqa: BLE001 - the other trackers are planned all the same
            confess(error, verbose=said.verbose)
            code = max(code, INTERNAL)
        else:
            sys.stdout.write(as_json(done) if form == "json" else as_text(done, limit))
    return code
