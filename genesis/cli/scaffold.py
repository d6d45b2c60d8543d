"""Begins definitions from tables of a connection: types, keys and joins, with every guess marked."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context, Option

from genesis.cli.terminal.common import common
from genesis.cli.terminal.projects import project
from genesis.cli.terminal.screen import say
from genesis.diagnostics import fail

if TYPE_CHECKING:
    from genesis.api import Project
    from genesis.warehouse.scaffolding import Scaffold


def run(
    context: Context,
    tables: Annotated[
        list[str] | None,
        Argument(metavar="TABLE", help="SCHEMA.TABLE, CATALOG.SCHEMA.TABLE, or SCHEMA.* for all of a schema"),
    ] = None,
    connection: Annotated[
        str | None, Option(metavar="C", help="whose tables (default: the default connection)")
    ] = None,
    out: Annotated[
        str | None, Option(metavar="DIR", help="where to write (default: the project's folder of definitions)")
    ] = None,
) -> int:
    """Write a file for each table, and name them on standard output. No file is written over; with a mistake none is written."""
    said = common(context)
    if not tables:
        raise fail("G901", None, "`genesis scaffold` needs a table", "`genesis scaffold SCHEMA.TABLE`, or `'SCHEMA.*'`")
    begun, name = _begun(project(said), connection, tables, out)
    for reason in begun.left_out:
        say(said, reason)
    say(said, f"{_counted(len(begun.files), 'definition')} written, {_counted(begun.guesses, 'guess')} marked in them.")
    say(said, f"Next: genesis check --connection {name}; genesis test --connection {name}")
    return 0


def _begun(opened: "Project", connection: str | None, tables: list[str], out: str | None) -> "tuple[Scaffold, str]":
    """What has been written, its paths on standard output, and the connection's name."""
    from genesis.engines.connections import connection_of, open_connection
    from genesis.warehouse.scaffolding import scaffold, write

    files = opened.files
    name = connection_of(files, connection).name.value
    folder = files.folder("source") if out is None else Path(out)
    labels = ("scaffold=definitions",)
    with open_connection(files, name, environment=opened.environment, labels=lambda: labels) as engine:
        begun = scaffold(files, engine, name, tables, folder)
    sys.stdout.write("".join(f"{path}\n" for path in write(files, begun)))
    sys.stdout.flush()
    return begun, name


def _counted(number: int, what: str) -> str:
    plural = f"{what}es" if what.endswith("s") else f"{what}s"
    return f"{number} {what if number == 1 else plural}"
