"""The tables that a query reads."""

from genesis.diagnostics import fail
from genesis.sql.query import CompiledQuery, TableUse


def merged(tables: tuple[TableUse, ...]) -> list[TableUse]:
    """Each table once, with all that is claimed of it.

    Raises:
        GenesisError: G709 when two sources of one query claim different types of a column.
    """
    merged: dict[tuple[str, ...], TableUse] = {}
    for use in tables:
        before = merged.get(use.name)
        columns = dict(before.columns) if before else {}
        for column, kind in use.columns:
            if columns.setdefault(column, kind) != kind:
                dotted = ".".join(use.name)
                raise fail(
                    "G709",
                    use.span,
                    f"`{dotted}` column `{column}` is claimed as {columns[column]} and as {kind}",
                    "claim one type",
                )
        span, places = (before.span, before.places) if before else (use.span, ())
        merged[use.name] = TableUse(use.name, tuple(columns.items()), span, (*places, *use.places))
    return list(merged.values())


def reading(use: TableUse) -> CompiledQuery:
    """What messages call the reading of one table by itself."""
    return CompiledQuery(".".join(use.name), "", "", (), (), (), (use,))
