"""Tests what definitions claim on the rows of a connection: keys, types, values, to-one joins, newest rows."""

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Final

from genesis.cli.terminal import exits
from genesis.cli.terminal.parser import one_of
from genesis.cli.terminal.projects import document, project
from genesis.cli.terminal.screen import say
from genesis.diagnostics import Diagnostic, GenesisError

if TYPE_CHECKING:
    from genesis.api import Project
    from genesis.claims.claim import Outcome

_FORMATS: Final = ("table", "json", "junit")


def declare(parser: ArgumentParser) -> None:
    """What `genesis test` takes."""
    parser.add_argument("source", metavar="SOURCE", nargs="*", help="a source's name, or its file (default: all)")
    parser.add_argument("--connection", metavar="C", help="where to test (default: the default connection)")
    parser.add_argument(
        "--format",
        metavar="F",
        default="table",
        type=one_of("--format", lambda: _FORMATS),
        help=f"one of {', '.join(_FORMATS)}",
    )


def run(options: Namespace) -> int:
    """Test every claim; 1 if one is broken. A source with mistakes does not keep the others from being tested."""
    from genesis.claims.formats import rendering

    opened = project(options)
    names = [document(opened.files, "source", word) for word in options.source] or opened.files.names("source")
    outcomes: list[Outcome] = []
    mistakes: list[Diagnostic] = []
    _test(options, opened, tuple(dict.fromkeys(names)), outcomes, mistakes)
    sys.stdout.write(rendering(options.format)(outcomes))
    sys.stdout.flush()
    broken = sum(one.status == "broken" for one in outcomes)
    untested = sum(one.status == "untested" for one in outcomes)
    say(options, f"{len(outcomes)} claims: {broken} broken, {untested} not tested")
    if mistakes:
        raise GenesisError(mistakes)
    return exits.MISTAKES if broken else exits.FINE


def _test(
    options: Namespace, opened: "Project", names: tuple[str, ...], outcomes: "list[Outcome]", mistakes: list[Diagnostic]
) -> None:
    from genesis.claims.running import outcomes as tested
    from genesis.compiler import open_model
    from genesis.engines.connections import open_connection
    from genesis.model.compiling import Compiling

    with open_connection(opened.files, options.connection, environment=opened.environment) as engine:
        compiling = Compiling(engine.dialect, opened.files.project.timezone)
        for name in names:
            try:
                outcomes.extend(tested(open_model(opened.files, compiling), name, engine))
            except GenesisError as error:
                mistakes.extend(error.diagnostics)
