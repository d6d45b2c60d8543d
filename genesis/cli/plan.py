"""Shows what a refresh would change, cell by cell, and what it would cost."""

import sys
from argparse import ArgumentParser, Namespace

from genesis.cli.terminal.chosen import chosen, declare_choice
from genesis.cli.terminal.exits import exit_code
from genesis.cli.terminal.parser import one_of, whole
from genesis.cli.terminal.plans import as_json, as_text
from genesis.cli.terminal.projects import project
from genesis.cli.terminal.screen import colored, complain
from genesis.diagnostics import GenesisError
from genesis.publish.refreshing import refresh


def declare(parser: ArgumentParser) -> None:
    """What `genesis plan` takes."""
    declare_choice(parser)
    parser.add_argument("--connection", metavar="C", help="run on this connection and not on the trackers' own")
    parser.add_argument(
        "--limit", metavar="N", type=whole("--limit", 0), default=20, help="rows of a kind (20; 0: all)"
    )
    parser.add_argument("--format", metavar="F", default="text", type=one_of("--format", _formats), help="text or json")


def run(options: Namespace) -> int:
    """Show each plan; nothing is written. A tracker that fails stops no other; the largest exit code counts."""
    opened, code = project(options), 0
    for name in chosen(options, opened.files):
        try:
            done = refresh(
                opened.files, name, environment=opened.environment, connection=options.connection, dry_run=True
            )
        except GenesisError as error:
            complain(error.diagnostics, color=colored(sys.stderr, refused=options.no_color))
            code = max(code, exit_code(error.diagnostics))
        else:
            sys.stdout.write(as_json(done) if options.format == "json" else as_text(done, options.limit))
    return code


def _formats() -> tuple[str, ...]:
    return ("text", "json")
