"""The cells of a CSV file that cannot be read as their column's type."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from genesis.diagnostics import GenesisError
from genesis.engines.csv_view import CsvView
from genesis.engines.folder import line_of
from genesis.model.types import Type

if TYPE_CHECKING:
    import duckdb


class UnreadableCells(Struct, frozen=True):
    """What a column holds that is no value of ``type``: each text with the rows it stands on and the line of the first."""

    column: str
    type: Type
    cells: tuple[tuple[str, int, int], ...]


def unreadable_cells(
    connection: "duckdb.DuckDBPyConnection", view: CsvView, explain: Callable[["duckdb.Error"], GenesisError]
) -> tuple[UnreadableCells, ...]:
    """By column, the most frequent texts first; columns that can be read are left out.

    Raises:
        GenesisError: what ``explain`` says, when the file is no table at all.
    """
    import duckdb

    found = []
    for index, (name, kind) in enumerate(view.columns):
        if kind.kind != "string":
            try:
                counted = connection.execute(view.unreadable(index)).fetchall()
            except duckdb.Error as error:
                raise explain(error) from error
            cells = tuple((str(cell), int(rows), line_of(view.path, index, str(cell))) for cell, rows in counted)
            if cells:
                found.append(UnreadableCells(name, kind, cells))
    return tuple(found)
