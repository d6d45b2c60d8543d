"""Runs an input and shows its rows as a reader would see them."""

import sys
from argparse import ArgumentParser, Namespace
from itertools import chain
from typing import TYPE_CHECKING

from genesis.cli.terminal.parser import one_of, parameters, whole
from genesis.cli.terminal.projects import document, project
from genesis.cli.terminal.screen import say
from genesis.output import printers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from genesis.engines.rows import Row


def declare(parser: ArgumentParser) -> None:
    """What `genesis preview` takes."""
    parser.add_argument("input", metavar="INPUT", help="an input's name, or its file")
    parser.add_argument("--connection", metavar="C", help="where to run it (default: the default connection)")
    parser.add_argument("--limit", metavar="N", type=whole("--limit", 0), default=20, help="how many rows (20; 0: all)")
    parser.add_argument("--param", metavar="K=V", action="append", default=[], help="a parameter's value")
    parser.add_argument("--today", metavar="DATE", help="stands instead of the engine's current date")
    parser.add_argument("--raw", action="store_true", help="typed values under the columns' names, without formats")
    parser.add_argument(
        "--format",
        metavar="F",
        default="table",
        type=one_of("--format", printers.names),
        help=f"one of {', '.join(printers.names())}",
    )


def run(options: Namespace) -> int:
    """Show the first rows. Nothing is printed before they have all been read, unless all rows are asked for."""
    from genesis.engines.connections import dialect_for, open_connection

    opened = project(options)
    name = document(opened.files, "input", options.input)
    dialect = dialect_for(opened.files, options.connection)
    query = opened.compile(name, dialect, parameters(options.param), options.today)
    with open_connection(opened.files, options.connection, environment=opened.environment) as engine:
        batches: Iterable[list[Row]] = engine.run(query)
        more = False
        if options.limit:
            rows = list(_first(batches, options.limit + 1))
            more = len(rows) > options.limit
            batches = [rows[: options.limit]]
        printers.printer(options.format)(query.columns, batches, sys.stdout, raw=options.raw)
    if more:
        rows_shown = "row" if options.limit == 1 else f"{options.limit} rows"
        say(options, f"the first {rows_shown}; `--limit 0` shows all")
    return 0


def _first(batches: "Iterable[list[Row]]", count: int) -> "Iterator[Row]":
    for row, _ in zip(chain.from_iterable(batches), range(count), strict=False):
        yield row
