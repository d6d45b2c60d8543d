"""Runs an input and shows its rows as a reader would see them."""

import sys
from itertools import chain, islice
from typing import TYPE_CHECKING, Annotated, Final

from typer import Argument, Context, Option

from genesis.cli.terminal.common import common
from genesis.cli.terminal.pairs import parameters
from genesis.cli.terminal.projects import document, project
from genesis.cli.terminal.screen import say
from genesis.cli.terminal.values import Parameters, Today, formats, whole
from genesis.cli.terminal.waiting import Waiting
from genesis.output import printers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from genesis.engines.rows import Row

_RAW: Final = "typed values under the columns' names, as json always has them; what SQL formats, as labels, stays"
Raw = Annotated[bool, Option("--raw", help=_RAW)]


def run(
    context: Context,
    word: Annotated[str, Argument(metavar="INPUT", help="an input's name, or its file")],
    connection: Annotated[
        str | None, Option(metavar="C", help="where to run it (default: the default connection)")
    ] = None,
    limit: Annotated[int, Option(metavar="N", parser=whole("--limit", 0), help="how many rows; 0: all")] = 20,
    param: Parameters = None,
    today: Today = None,
    raw: Raw = False,
    form: Annotated[str, formats(printers.names)] = "table",
) -> int:
    """Show the first rows. Nothing is printed before they have all been read, unless all rows are asked for."""
    from genesis.engines.connections import dialect_for, open_connection

    opened = project(common(context))
    name = document(opened.files, "input", word)
    query = opened.compile(name, dialect_for(opened.files, connection), parameters(param), today)
    waiting, labels = Waiting(common(context)), (f"input={name}",)
    with open_connection(
        opened.files, connection, environment=opened.environment, labels=lambda: labels, progress=waiting.tell
    ) as engine:
        with waiting:
            found = engine.run(query)
        batches, more = _first(found, limit)
        printers.printer(form)(query.columns, batches, sys.stdout, raw=raw)
    if more:
        rows_shown = "row" if limit == 1 else f"{limit} rows"
        say(common(context), f"the first {rows_shown}; `--limit 0` shows all")
    return 0


def _first(batches: "Iterable[list[Row]]", limit: int) -> "tuple[Iterable[list[Row]], bool]":
    """The first rows, and whether there are more; all of them where the limit is 0."""
    if not limit:
        return batches, False
    rows = list(islice(chain.from_iterable(batches), limit + 1))
    return [rows[:limit]], len(rows) > limit
