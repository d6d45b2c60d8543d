"""Runs an input and shows its rows as a reader would see them."""

import sys
from itertools import chain
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context, Option

from genesis.cli.terminal.common import common
from genesis.cli.terminal.projects import document, project
from genesis.cli.terminal.screen import say
from genesis.cli.terminal.values import Parameters, Today, formats, parameters, whole
from genesis.output import printers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from genesis.engines.rows import Row


def run(
    context: Context,
    word: Annotated[str, Argument(metavar="INPUT", help="an input's name, or its file")],
    connection: Annotated[
        str | None, Option(metavar="C", help="where to run it (default: the default connection)")
    ] = None,
    limit: Annotated[int, Option(metavar="N", parser=whole("--limit", 0), help="how many rows; 0: all")] = 20,
    param: Parameters = None,
    today: Today = None,
    raw: Annotated[bool, Option("--raw", help="typed values under the columns' names, without formats")] = False,
    form: Annotated[str, formats(printers.names)] = "table",
) -> int:
    """Show the first rows. Nothing is printed before they have all been read, unless all rows are asked for."""
    from genesis.engines.connections import dialect_for, open_connection

    opened = project(common(context))
    name = document(opened.files, "input", word)
    query = opened.compile(name, dialect_for(opened.files, connection), parameters(param), today)
    with open_connection(opened.files, connection, environment=opened.environment) as engine:
        batches: Iterable[list[Row]] = engine.run(query)
        more = False
        if limit:
            rows = list(_first(batches, limit + 1))
            more = len(rows) > limit
            batches = [rows[:limit]]
        printers.printer(form)(query.columns, batches, sys.stdout, raw=raw)
    if more:
        rows_shown = "row" if limit == 1 else f"{limit} rows"
        say(common(context), f"the first {rows_shown}; `--limit 0` shows all")
    return 0


def _first(batches: "Iterable[list[Row]]", count: int) -> "Iterator[Row]":
    for row, _ in zip(chain.from_iterable(batches), range(count), strict=False):
        yield row
