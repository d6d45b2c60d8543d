"""Whose columns a SELECT's columns are."""

from collections.abc import Iterator

from sqlglot import exp


def tables(select: exp.Select) -> Iterator[exp.Expr]:
    """What stands in FROM."""
    clause = select.args.get("from_")
    if clause is not None:
        yield clause.this
    yield from (join.this for join in select.args.get("joins") or ())


def meant(column: exp.Column) -> exp.Select | None:
    """The SELECT whose table a column is of."""
    around = column.parent_select
    while isinstance(around, exp.Select) and column.table not in {t.alias_or_name for t in tables(around)}:
        around = around.parent_select
    return around if isinstance(around, exp.Select) else None
