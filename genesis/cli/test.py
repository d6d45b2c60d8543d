"""Tests what definitions claim on the rows of a connection: keys, types, values, to-one joins, newest rows."""

import sys
from typing import TYPE_CHECKING, Annotated, Final

from typer import Argument, Context, Option

from genesis.cli.terminal import exits
from genesis.cli.terminal.common import common
from genesis.cli.terminal.projects import document, project
from genesis.cli.terminal.screen import say
from genesis.cli.terminal.values import formats
from genesis.diagnostics import Diagnostic, GenesisError

if TYPE_CHECKING:
    from genesis.api import Project
    from genesis.claims.claim import Outcome

_FORMATS: Final = ("table", "json", "junit")


def run(
    context: Context,
    words: Annotated[
        list[str] | None, Argument(metavar="SOURCE", help="a source's name, or its file (default: all)")
    ] = None,
    connection: Annotated[
        str | None, Option(metavar="C", help="where to test (default: the default connection)")
    ] = None,
    form: Annotated[str, formats(lambda: _FORMATS)] = "table",
) -> int:
    """Test every claim; 1 if one is broken. A source with mistakes does not keep the others from being tested."""
    from genesis.claims.formats import rendering

    said = common(context)
    opened = project(said)
    names = [document(opened.files, "source", word) for word in words or ()] or opened.files.names("source")
    outcomes, mistakes = _tested(opened, connection, tuple(dict.fromkeys(names)))
    sys.stdout.write(rendering(form)(outcomes))
    sys.stdout.flush()
    broken = sum(one.status == "broken" for one in outcomes)
    untested = sum(one.status == "untested" for one in outcomes)
    if outcomes or not mistakes:
        say(said, f"{len(outcomes)} claims: {broken} broken, {untested} not tested")
    if mistakes:
        raise GenesisError(mistakes)
    return exits.MISTAKES if broken else exits.FINE


def _tested(
    opened: "Project", connection: str | None, names: tuple[str, ...]
) -> "tuple[list[Outcome], list[Diagnostic]]":
    from genesis.claims.running import outcomes as tested
    from genesis.compiler import open_model
    from genesis.engines.connections import open_connection
    from genesis.model.compiling import Compiling
    from genesis.spec.timezones import timezone_of

    outcomes: list[Outcome] = []
    mistakes: list[Diagnostic] = []
    with open_connection(opened.files, connection, environment=opened.environment) as engine:
        compiling = Compiling(engine.dialect, timezone_of(opened.files.project))
        for name in names:
            try:
                outcomes.extend(tested(open_model(opened.files, compiling), name, engine))
            except GenesisError as error:
                mistakes.extend(error.diagnostics)
    return outcomes, mistakes
