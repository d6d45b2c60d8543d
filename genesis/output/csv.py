"""Rows as CSV (RFC 4180 with plain line feeds)."""

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO

from genesis.model.expression import Value
from genesis.output.shown import heading, texts
from genesis.sql.query import ResultColumn


def write(
    columns: Sequence[ResultColumn], batches: Iterable[list[tuple[Value, ...]]], stream: TextIO, *, raw: bool
) -> None:
    """Print the visible columns as a reader sees them, under their labels; with ``raw`` typed values under their names."""
    out = csv.writer(stream, lineterminator="\n")
    out.writerow(heading(columns, raw=raw))
    for batch in batches:
        out.writerows(texts(columns, batch, raw=raw))
