"""Rows as newline-delimited JSON: one object a line."""

from collections.abc import Iterable, Sequence
from typing import TextIO

from genesis.model.expression import Value
from genesis.output.json import encoded_row
from genesis.sql.query import ResultColumn


def write(
    columns: Sequence[ResultColumn], batches: Iterable[list[tuple[Value, ...]]], stream: TextIO, *, raw: bool
) -> None:
    """Print the visible columns by name; values are always typed, so ``raw`` changes nothing."""
    del raw
    for batch in batches:
        stream.writelines(encoded_row(columns, row) + "\n" for row in batch)
