"""Rows as a table for the eye."""

from collections.abc import Iterable, Sequence
from typing import Final, TextIO

from genesis.model.expression import Value
from genesis.output.shown import heading, is_right, printable, texts
from genesis.sql.query import ResultColumn

_WIDE: Final = 1 << 16
_CELL: Final = 60
"""The most columns of text that a cell takes where there is no terminal to fit; longer text goes on below."""


def write(
    columns: Sequence[ResultColumn], batches: Iterable[list[tuple[Value, ...]]], stream: TextIO, *, raw: bool
) -> None:
    """Print the visible columns as a reader sees them, under their labels; with ``raw`` typed values under their names.

    A terminal's width bounds the table; elsewhere every cell is at most 60 wide. All rows are held until the widths are known.
    """
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    terminal = stream.isatty()
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for column, name in zip((c for c in columns if not c.hidden), heading(columns, raw=raw), strict=True):
        table.add_column(
            Text(printable(name)),
            justify="right" if is_right(column) else "left",
            overflow="fold",
            max_width=None if terminal else _CELL,
        )
    for batch in batches:
        for cells in texts(columns, batch, raw=raw):
            table.add_row(*(Text(printable(cell)) for cell in cells))
    console = Console(file=stream, width=None if terminal else _WIDE, highlight=False, emoji=False)
    with console.capture() as capture:
        console.print(table)
    stream.writelines(line.rstrip() + "\n" for line in capture.get().splitlines())
