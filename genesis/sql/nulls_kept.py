"""Sub-queries for an engine that asks them of no row whose columns in them are null.

ClickHouse joins the rows with what EXISTS found for their columns by equality, which null never is. A list of one value is never
null, and equal to another.
"""

from typing import Final

from sqlglot import exp

from genesis.sql.scopes import meant, tables

_REJECTING: Final = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE)
"""What is not true of null."""


def keep_nulls(query: exp.Query) -> None:
    """Give columns of a row, which are in an EXISTS that may be true where they are null, to it as lists, in place."""
    for select in list(query.find_all(exp.Select)):
        for table in list(tables(select)):
            columns = _needed(select, table.alias_or_name)
            if columns:
                _listed(select, table, columns)


def _needed(select: exp.Select, table: str) -> list[exp.Column]:
    """The columns of a table in the EXISTS of its SELECT, of those that none of its conditions refuses where they are null."""
    found: list[exp.Column] = []
    for exists in select.find_all(exp.Exists):
        if exists.parent_select is not select:
            continue
        columns = [c for c in exists.find_all(exp.Column) if c.table == table and meant(c) is select]
        refused = {c.name for c in columns if _refused(c, exists)}
        found += [c for c in columns if c.name not in refused]
    return found


def _refused(column: exp.Column, exists: exp.Exists) -> bool:
    """Whether a column is compared by a condition that all rows of the EXISTS have to satisfy."""
    node = column.parent
    if not isinstance(node, _REJECTING):
        return False
    while isinstance(node.parent, exp.And | exp.Paren):
        node = node.parent
    return isinstance(node.parent, exp.Where) and node.parent.parent is exists.this


def _listed(select: exp.Select, table: exp.Expr, columns: list[exp.Column]) -> None:
    name, called = table.alias_or_name, columns[0].args["table"].copy()
    used = {c.name: c for c in select.find_all(exp.Column) if c.table == name and meant(c) is select}
    plain: list[exp.Expr] = [used[column].copy() for column in sorted(used)]
    lists: list[exp.Expr] = [
        exp.alias_(
            exp.Anonymous(this="array", expressions=[used[column].copy()]), exp.to_identifier(f"{column}_listed")
        )
        for column in sorted({c.name for c in columns})
    ]
    for column in columns:
        listed = exp.Column(this=exp.to_identifier(f"{column.name}_listed"), table=column.args["table"].copy())
        column.replace(exp.Anonymous(this="arrayElement", expressions=[listed, exp.Literal.number("1")]))
    around = exp.Subquery(alias=exp.TableAlias(this=called))
    table.replace(around)
    around.set("this", exp.Select(expressions=plain + lists, from_=exp.From(this=table)))
