"""The first rows of partitions: by QUALIFY, or numbered in a sub-query where a dialect does not have it."""

from collections.abc import Iterable
from typing import Final

from sqlglot import exp

from genesis.model.expression import Expression, Literal
from genesis.relation.nodes import Named, Top
from genesis.sql.parentheses import parenthesize

_PLACE: Final = "place"
_NUMBERED: Final = "numbered"

Order = tuple[tuple[Expression, bool], ...]


def among_first(top: Top, place: exp.Expr) -> exp.Expr:
    """Whether a place is among the first."""
    wanted = exp.Literal.number(str(top.count))
    return exp.EQ(this=place, expression=wanted) if top.count == 1 else exp.LTE(this=place, expression=wanted)


def varying(order: Iterable[tuple[Expression, bool]]) -> Order:
    """An order without what is the same in all rows: a number in ORDER BY would be the place of a column."""
    return tuple((key, descending) for key, descending in order if not isinstance(key, Literal))


def unseen(order: Order, columns: tuple[Named, ...]) -> tuple[Named, ...]:
    """What a query around has to see to order its rows, besides the columns."""
    seen = {expression for _, expression in columns}
    more = dict.fromkeys(expression for expression, _ in order if expression not in seen)
    return tuple((f"order_{number}", expression) for number, expression in enumerate(more, 1))


def numbered(select: exp.Select, columns: tuple[Named, ...], place: exp.Expr, top: Top) -> exp.Select:
    """The rows of a SELECT with their places, and around it a query that keeps the first: their columns, not yet ordered."""
    select.append("expressions", exp.Alias(this=place, alias=exp.to_identifier(_PLACE)))
    parenthesize(select)
    named = [_named(kept) for kept in select.expressions[: len(columns)]]
    around = exp.Select(expressions=named or [exp.Literal.number("1")])
    alias = exp.TableAlias(this=exp.to_identifier(_NUMBERED))
    around.set("from_", exp.From(this=exp.Subquery(this=select, alias=alias)))
    around.set("where", exp.Where(this=among_first(top, exp.Column(this=exp.to_identifier(_PLACE)))))
    return around


def _named(kept: exp.Expr) -> exp.Column:
    """A column of the inner query by its name there."""
    return exp.Column(this=(kept.args["alias"] if isinstance(kept, exp.Alias) else kept.this).copy())
