"""Rows as a Markdown table (GitHub's)."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, TextIO

from genesis.model.expression import Value
from genesis.output.shown import heading, is_right, link_url, row_mapping, texts
from genesis.sql.query import ResultColumn

_SPECIAL: Final = re.compile(r"[\\`*|<\[\]]|(?<![^\W_])_|_(?![^\W_])")
_BREAK: Final = re.compile(r"\r\n|\n|\r")


def write(
    columns: Sequence[ResultColumn], batches: Iterable[list[tuple[Value, ...]]], stream: TextIO, *, raw: bool
) -> None:
    """Print the visible columns as a reader sees them, under their labels; with ``raw`` typed values under their names."""
    visible = [(i, c) for i, c in enumerate(columns) if not c.hidden]
    links = [] if raw else [(at, i, c) for at, (i, c) in enumerate(visible) if c.shown and c.shown.kind == "link"]
    _line(stream, [escaped(name) for name in heading(columns, raw=raw)])
    _line(stream, ["---:" if is_right(c) else "---" for _, c in visible])
    for batch in batches:
        for row, cells in zip(batch, texts(columns, batch, raw=raw), strict=True):
            line = [escaped(cell) for cell in cells]
            for at, index, column in links:
                if url := link_url(row[index], column, row_mapping(columns, row)):
                    line[at] = f"[{line[at]}]({url.replace('|', '%7C').replace(')', '%29').replace(' ', '%20')})"
            _line(stream, line)


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _BREAK.sub("<br>", _SPECIAL.sub(lambda match: "\\" + match[0], text))


def _line(stream: TextIO, cells: list[str]) -> None:
    stream.write("| " + " | ".join(cells) + " |\n")
