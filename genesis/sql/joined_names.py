"""Joins, sub-queries and names of tables for an engine that does not take them as the standard has them."""

from functools import reduce
from typing import Final

from sqlglot import exp

from genesis.sql.dialect import Dialect
from genesis.sql.filling import Filling
from genesis.sql.nulls_kept import keep_nulls
from genesis.sql.reading import parse_one
from genesis.sql.scopes import meant, tables

_EQUAL: Final = (exp.EQ, exp.NullSafeEQ)


def understood(query: exp.Query, dialect: Dialect) -> None:
    """Change ``query``, in place, so that the dialect takes its names and joins as the standard has them."""
    if dialect.own_names:
        tell_apart(query)
    if dialect.join_key:
        give_keys(query, dialect.join_key, dialect.name)
    if dialect.column_kept:
        keep_nulls(query)
        keep_columns(query, dialect.column_kept, dialect.name)


def tell_apart(query: exp.Query) -> None:
    """Call tables otherwise whose names an engine would take for other tables', in place.

    For where a table may still be called by its own name although it has an alias: ``cat`` in a sub-query over ``zoo.cat
    AS other`` is then that table, and not the ``cat`` around it.
    """
    for select in query.find_all(exp.Select):
        for table in list(tables(select)):
            name = table.alias_or_name
            if any(_hides(other, table, select) for other in select.find_all(exp.Table)):
                _rename(select, table, _free(query, name))


def give_keys(query: exp.Query, key: str, dialect: str) -> None:
    """Add a condition that always holds to left joins without one that equates both sides, in place; no column is one.

    ``key`` is that condition, of a column ``a`` on one side and ``b`` on the other.
    """
    for select in query.find_all(exp.Select):
        for join in select.args.get("joins") or ():
            if isinstance(join.args.get("on"), exp.Column):
                join.set("on", exp.EQ(this=join.args["on"], expression=exp.true()))
            if join.args.get("side") == "LEFT" and join.args.get("on") is not None:
                _give_key(select, join, key, dialect)


def keep_columns(query: exp.Query, kept: str, dialect: str) -> None:
    """Say, beside each EXISTS that is a value of filtered rows, the columns of those rows in it, in place.

    For where they would else be gone before it is asked. ``kept`` is a condition of a column ``a`` that always holds.
    """
    for select in query.find_all(exp.Select):
        if not select.args.get("where"):
            continue
        for found in [node for value in select.expressions for node in value.find_all(exp.Exists)]:
            if found.parent_select is select:
                _keep(select, found, kept, dialect)


def _keep(select: exp.Select, found: exp.Exists, kept: str, dialect: str) -> None:
    columns = {c.sql(dialect): c for c in found.find_all(exp.Column) if c.table and meant(c) is select}
    if not columns:
        return
    paren, both = exp.Paren(), exp.And()
    conditions = [Filling({"a": c.copy()}).filled(parse_one(kept, dialect)) for c in columns.values()]
    found.replace(paren)
    both.set("this", found)
    both.set("expression", reduce(lambda left, right: exp.And(this=left, expression=right), conditions))
    paren.set("this", both)


def _hides(other: exp.Table, table: exp.Expr, select: exp.Select) -> bool:
    """Whether the name of ``table``, in its SELECT or below, would be taken for ``other``; beside it its own name goes first."""
    name = table.alias_or_name
    if other is table or other.name != name or other.alias_or_name == name:
        return False
    return other.parent_select is not select or not isinstance(table, exp.Table) or table.name != name


def _free(query: exp.Query, name: str) -> str:
    taken = {found.name for found in query.find_all(exp.Identifier)}
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"


def _rename(select: exp.Select, table: exp.Expr, new: str) -> None:
    old = table.alias_or_name
    for column in list(select.find_all(exp.Column)):
        if column.table == old and meant(column) is select:
            column.set("table", exp.to_identifier(new))
    table.set("alias", exp.TableAlias(this=exp.to_identifier(new)))


def _give_key(select: exp.Select, join: exp.Join, key: str, dialect: str) -> None:
    on, right = join.args["on"], join.this.alias_or_name
    conditions = list(on.flatten()) if isinstance(on, exp.And) else [on]
    left = [column for column in on.find_all(exp.Column) if column.table != right]
    if not left or any(_equates(condition, right) for condition in conditions):
        return
    joined = next((column for column in select.find_all(exp.Column) if column.table == right), None)
    if joined is not None:
        always = Filling({"a": left[0].copy(), "b": joined.copy()}).filled(parse_one(key, dialect))
        join.set("on", exp.And(this=on, expression=always))


def _equates(condition: exp.Expr, right: str) -> bool:
    """Whether a condition equates something of the table on the right with something of others."""
    if not isinstance(condition.unnest(), _EQUAL):
        return False
    sides = [{c.table for c in side.find_all(exp.Column)} for side in condition.unnest().iter_expressions()]
    return {right} in sides and any(side and right not in side for side in sides)
