"""Questions asked as inputs, and the same in SQL written by hand: both answered, and compared."""

import math
from decimal import Decimal
from pathlib import Path

import duckdb

import genesis

Row = tuple[object, ...]


def same(seen: object, wanted: object) -> bool:
    """Numbers to nine digits: a float's sum depends on its order."""
    if isinstance(seen, int | float | Decimal) and isinstance(wanted, int | float | Decimal):
        return math.isclose(seen, wanted, rel_tol=1e-9)
    return seen == wanted


def check_rows(project: Path, name: str, sql: str, tables: duckdb.DuckDBPyConnection) -> None:
    """Assert that the input gives the rows of the query: all visible columns, in order."""
    wanted: list[Row] = tables.execute(sql).fetchall()
    opened = genesis.load(project)
    visible = [place for place, column in enumerate(opened.compile(name).columns) if not column.hidden]
    seen = [tuple(row[place] for place in visible) for batch in opened.run(name) for row in batch]
    assert wanted
    assert len(seen) == len(wanted)
    assert [(s, w) for s, w in zip(seen, wanted, strict=True) if not all(map(same, s, w))] == []
